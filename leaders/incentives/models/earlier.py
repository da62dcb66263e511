"""Honours given before the register or by others: entered from the paper, confirmed by somebody else.

An incentive (`Incentive`) is what this office gives now: told to residents first, with a number of ours. What was given
before had neither, and nobody makes them up afterwards.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.endings import Ending
from communities.records.entered import Entered, EnteredQuerySet, entered_indexes, entered_rules
from communities.records.placed import PlacePath
from communities.records.refusals import refuse
from communities.records.signed import Signed
from communities.scope import reaches
from communities.text.fields import DayField, FreeCharField, KeyField
from communities.text.names import organization_key
from leaders.incentives.models.honour import refuse_reserved
from leaders.incentives.models.incentive import Incentive
from leaders.people.models import Leader
from registry.accounts.roles import Permission


def honour_of(row):
    """What two entries of one honour have in common: its name, who gave it, the year."""
    return f"{organization_key(row.title)} {organization_key(row.issuer)} {row.year}"


class EarlierHonour(Entered):
    """One honour of one person, with the name it bears on its paper."""

    class Level(models.TextChoices):
        NATIONAL = "national", pgettext_lazy("honour", "National")
        PROVINCE = "province", pgettext_lazy("honour", "Province or municipality")
        CITY = "city", pgettext_lazy("honour", "City or prefecture")
        DISTRICT = "district", pgettext_lazy("honour", "District or county")
        STREET = "street", pgettext_lazy("honour", "Street or town")
        COMMUNITY = "community", pgettext_lazy("honour", "Community")
        OTHER = "other", pgettext_lazy("honour", "An association, an enterprise, others")

    OURS = (Level.STREET, Level.COMMUNITY)  # may not set up official commendations, so none is entered as theirs

    class State(models.TextChoices):
        PENDING = "pending", _("Honour to be confirmed")
        CONFIRMED = "confirmed", _("Honour confirmed")
        RETURNED = "returned", _("Honour returned")
        WITHDRAWN = "withdrawn", _("Entry of an honour withdrawn")
        REVOKED = "revoked", _("Honour struck out")

    on_leaving = Ending(
        _("Honours given before"), _("what nobody confirmed is withdrawn"),
        lambda: Q(state__in=["pending", "returned"]),
    )  # fmt: skip
    noun = "earlier_honour"
    stale_message = _("This honour has already moved on; reload the page.")
    document_permission = Permission.LEADER_VIEW
    day_field, first_year, no_day_yet = "given_on", 1950, _("The honour has not been given yet.")
    written = ("title", "issuer", "level", "given_on", "year", "document_number")
    derived = ("honour_key",)

    leader = models.ForeignKey(
        Leader, models.PROTECT, editable=False, related_name="earlier_honours", verbose_name=_("leader")
    )
    region_path = PlacePath("leader")
    title = FreeCharField(_("name of the honour"), max_length=60)
    issuer = FreeCharField(pgettext_lazy("honour", "given by"), max_length=60)
    level = models.CharField(pgettext_lazy("honour", "level"), max_length=9, choices=Level)
    given_on = DayField(pgettext_lazy("honour", "day it was given"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(pgettext_lazy("honour", "year it was given"))
    document_number = FreeCharField(pgettext_lazy("honour", "number of its paper"), max_length=40, blank=True)
    honour_key = KeyField(derive=honour_of, max_length=140)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    reason = FreeCharField(_("reason"), max_length=200, blank=True, editable=False)
    submission = Signed("submitted", at=_("entered at"), by=_("entered by"), required=True)
    decision = Signed("decided", at=_("decided at"), by=_("decided by"), other_than=("submitted",))

    objects = EnteredQuerySet.as_manager()
    unlogged_fields = ("honour_key", "submitted_at", "submitted_by", "decided_at", "decided_by")

    class Meta:
        verbose_name = _("honour given before")
        verbose_name_plural = _("honours given before")
        ordering = ["-id"]
        constraints = entered_rules(
            key="honour_key",
            day="given_on",
            once="earlier_honour_once_a_person",
            in_year="earlier_honour_day_in_its_year",
            decided="earlier_honour_decided_before_it_counts",
            refused="earlier_honour_refused_with_a_reason",
        )
        indexes = entered_indexes("earlier_honour")

    def __str__(self):
        return f"{self.leader} {self.title}"

    def get_absolute_url(self):
        return reverse("leaders:honour-detail", args=[self.pk])

    def documents_changed_by(self, user):
        return self.takes_documents and reaches(user, Permission.INCENTIVE_PROPOSE, self.region_path)

    def clean(self):
        super().clean()
        if self.level in self.OURS:
            refuse_reserved(title=self.title)

    def settle(self):
        super().settle()
        self.honour_key = honour_of(self)[:140]

    def refuse_twice(self):
        """Raise "twice" when the same honour is entered for the person, or was awarded here with a number of ours."""
        here = {"leader": self.leader_id}
        if EarlierHonour.objects.standing().filter(honour_key=self.honour_key, **here).exclude(pk=self.pk).exists():
            said = _("“%(title)s” of %(year)s is entered for this person already.")
            refuse("twice", said % {"title": self.title, "year": self.year}, field="title")
        if self.level not in self.OURS:
            return
        key = organization_key(self.title)
        for one in Incentive.objects.awarded().filter(awarded_on__year=self.year, **here):
            if organization_key(one.title) == key:
                said = _("“%(title)s” was awarded here on %(day)s; it stands among the incentives.")
                refuse("twice", said % {"title": one.title, "day": one.awarded_on}, field="title")
