"""Hours earned elsewhere or before: entered by one with what proves them, confirmed by somebody else, then counted."""

from math import ceil

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.records.endings import Ending
from communities.records.entered import Entered, EnteredQuerySet, entered_indexes, entered_rules
from communities.records.placed import PlacePath
from communities.records.refusals import refuse
from communities.records.signed import Signed
from communities.scope import reaches
from communities.text.fields import DayField, FreeCharField, KeyField
from communities.text.names import organization_key
from leaders.people.models import Leader
from leaders.training.models.enrolment import Enrolment
from leaders.training.models.lessons import LESSON, hours
from leaders.training.models.session import ContentArea
from leaders.training.models.year import TrainingYear
from registry.accounts.roles import Permission
from registry.upkeep.constraints import Check

MOST_HOURS = 200  # of one entry; a course of a whole summer


def minutes_of(lessons):
    """Minutes of 学时 given with one decimal, so that `hours` says the same number again."""
    return ceil(lessons * LESSON)


def course_of(row):
    """What two entries of one course have in common; without a day, the year stands for it."""
    return f"{organization_key(row.title)} {row.held_on or row.year}"


class OutsideHours(Entered):
    """One course somebody else held, or held before the register began. Its hours count once it is confirmed."""

    class State(models.TextChoices):
        PENDING = "pending", _("Hours to be confirmed")
        CONFIRMED = "confirmed", _("Hours confirmed")
        RETURNED = "returned", _("Hours returned")
        WITHDRAWN = "withdrawn", _("Entry of hours withdrawn")
        REVOKED = "revoked", _("Hours taken off")

    on_leaving = Ending(
        _("Hours earned elsewhere"), _("what nobody confirmed is withdrawn"),
        lambda: Q(state__in=["pending", "returned"]),
    )  # fmt: skip
    noun = "outside_hours"
    stale_message = _("This entry of hours has already moved on; reload the page.")
    document_permission = Permission.LEADER_VIEW
    day_field, first_year, no_day_yet = "held_on", 2000, _("The course has not been held yet.")
    written = ("title", "organizer", "held_on", "year", "content_area", "minutes")
    derived = ("course_key",)

    leader = models.ForeignKey(
        Leader, models.PROTECT, editable=False, related_name="outside_hours", verbose_name=_("leader")
    )
    region_path = PlacePath("leader")
    title = FreeCharField(_("name of the course"), max_length=60)
    organizer = FreeCharField(_("held by"), max_length=60)
    held_on = DayField(_("day of the course"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year in which it counts"))
    content_area = models.CharField(_("content area"), max_length=10, choices=ContentArea)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS * LESSON)]
    )
    course_key = KeyField(derive=course_of, max_length=80)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    reason = FreeCharField(_("reason"), max_length=200, blank=True, editable=False)
    submission = Signed("submitted", at=_("entered at"), by=_("entered by"), required=True)
    decision = Signed("decided", at=_("decided at"), by=_("decided by"), other_than=("submitted",))

    objects = EnteredQuerySet.as_manager()
    unlogged_fields = ("course_key", "submitted_at", "submitted_by", "decided_at", "decided_by")

    class Meta:
        verbose_name = _("hours earned elsewhere")
        verbose_name_plural = _("hours earned elsewhere")
        ordering = ["-id"]
        constraints = [
            *entered_rules(
                key="course_key",
                day="held_on",
                once="course_elsewhere_once_a_person",
                in_year="outside_hours_count_in_the_year_of_their_day",
                decided="outside_hours_decided_before_they_count",
                refused="outside_hours_refused_with_a_reason",
            ),
            Check(name="outside_hours_in_bounds", condition=Q(minutes__gte=1, minutes__lte=MOST_HOURS * LESSON)),
        ]
        indexes = entered_indexes("outside_hours")

    def __str__(self):
        return f"{self.leader} {self.title}"

    def get_absolute_url(self):
        return reverse("leaders:training-outside-detail", args=[self.pk])

    @property
    def lessons(self):
        return hours(self.minutes)

    def documents_changed_by(self, user):
        return self.takes_documents and reaches(user, Permission.TRAINING_EDIT, self.region_path)

    def settle(self):
        super().settle()
        self.course_key = course_of(self)[:80]

    def became(self):
        """The person's year, told anew."""
        TrainingYear.refresh([self.leader], self.year)

    def refuse_twice(self):
        """Raise "twice" when the same course stands here already, as an entry or as a session held here."""
        title, here = organization_key(self.title), {"leader": self.leader_id}
        for one in OutsideHours.objects.standing().filter(year=self.year, **here).exclude(pk=self.pk):
            same_day = one.held_on == self.held_on or not (one.held_on and self.held_on)
            if same_day and organization_key(one.title) == title:
                said = _("“%(title)s” of %(when)s is entered for this person already.")
                refuse("twice", said % {"title": one.title, "when": one.when}, field="title")
        held = Enrolment.objects.exclude(state=Enrolment.State.WITHDRAWN).filter(session__starts_at__year=self.year)
        for one in held.filter(**here).exclude(attendance__in=Enrolment.AWAY).select_related("session"):
            if self.held_on in (None, one.session.day) and organization_key(one.session.title) == title:
                said = _("“%(title)s” on %(day)s was a session held here; its roll credits the hours.")
                refuse("twice", said % {"title": one.session.title, "day": one.session.day}, field="title")
