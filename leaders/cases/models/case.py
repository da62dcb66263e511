"""A matter 诉求难题: a difficulty of residents, leaders or groups, about an issue and a place, never a suspect."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.postings.duties import Duty
from communities.records.endings import Ending
from communities.records.placed import PlacePath
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.search import SearchToken, normal_form
from communities.text.fields import DayField, FreeCharField, FreeTextField
from leaders.cases.models.handling import Handled
from leaders.cases.models.joining import Joined
from leaders.cases.models.receiving import Received
from leaders.cases.models.reporter import Reporter
from leaders.cases.models.telling import Told
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.upkeep.constraints import Check

NUMBER = re.compile(r"^(?:SQ)?-?0*(\d{1,12})$", re.IGNORECASE)


def number_of(text):
    """The row's number in “SQ-000123”, “sq123” or “123”; None for anything else."""
    found = NUMBER.match(normal_form(text))
    return int(found[1]) if found else None


class CaseQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(state__in=Case.OPEN, merged_into=None)

    def due(self):
        """The same as `open`: each of those has a due day, and a row with one is open. Its index holds them alone."""
        return self.filter(due_on__isnull=False)

    def standing(self):
        """Without the doubles, which live on in the matter they were joined with."""
        return self.filter(merged_into=None)

    def late(self):
        return self.filter(due_on__lt=timezone.localdate())

    def with_names(self):
        return self.select_related("region__parent", "leader", "organization", "assignee")


class Case(Received, Handled, Joined, Told, Reporter):
    """One matter. `due_on` is derived: the last day of the step that comes next, none when nothing is due."""

    class Category(models.TextChoices):
        INTEREST = "interest", _("Interests of residents")
        ENTERPRISE = "enterprise", _("Relations with enterprises and economic organizations")
        RESOURCE = "resource", _("Use of community resources")
        COMMITTEE = "committee", _("Relations with the residents' committee")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        RECEIVED = "received", _("To be taken up")
        HANDLING = "handling", _("In hand")
        ANSWERED = "answered", pgettext_lazy("matter", "Answered")
        CLOSED = "closed", pgettext_lazy("matter", "Closed")
        TRANSFERRED = "transferred", _("Passed on")

    class Source(models.TextChoices):
        RESIDENT = "resident", pgettext_lazy("matter", "A resident")
        LEADER = "leader", _("A community leader")
        ORGANIZATION = "organization", _("An organization")
        WORKER = "worker", pgettext_lazy("matter", "A community worker")

    class Channel(models.TextChoices):
        ONLINE = "online", _("Public page")
        HEAD = "head", _("Public page, for the building head")
        DESK = "desk", _("At the desk")
        PHONE = "phone", _("By telephone")
        VISIT = "visit", _("During a visit")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("Solved")
        EXPLAINED = "explained", _("Explained why it cannot be done")
        TAKEN_BACK = "taken_back", _("Taken back by who raised it")
        NOT_TAKEN = "not_taken", _("Not a matter for the committee or street")

    class Destination(models.TextChoices):
        HOTLINE = "hotline", _("Hotline 12345")
        STREET = "street", _("Section of the street office")
        DISTRICT = "district", _("District department")
        PROPERTY = "property", _("Property management")
        OTHER = "other", _("Other body")

    MOVES = {
        State.RECEIVED: {State.HANDLING, State.TRANSFERRED, State.CLOSED},
        State.HANDLING: {State.ANSWERED, State.TRANSFERRED},
        State.ANSWERED: {State.CLOSED, State.HANDLING, State.TRANSFERRED},
        State.CLOSED: {State.HANDLING},
        State.TRANSFERRED: {State.HANDLING},
    }
    OPEN = (State.RECEIVED, State.HANDLING, State.ANSWERED)
    on_closing = Ending(
        _("Matters"), _("stay with who handles them until they are answered"),
        lambda: Q(state__in=Case.OPEN, merged_into=None), stays=True,
    )  # fmt: skip
    held_by = Duty(_("Matters"), "assignee", Permission.CASE_EDIT, lambda: Q(state__in=Case.OPEN, merged_into=None))
    on_leaving = Ending(
        _("Matters"), _("are answered all the same"), lambda: Q(state__in=Case.OPEN, merged_into=None), stays=True
    )
    noun = "case"
    stale_message = _("This matter has already moved on; reload the page.")
    document_permission = Permission.CASE_VIEW

    category = models.CharField(_("kind of matter"), max_length=10, choices=Category)
    title = FreeCharField(pgettext_lazy("matter", "title"), max_length=60)
    text = FreeTextField(_("what it is about"), max_length=2000)
    region = models.ForeignKey(Region, models.PROTECT, related_name="cases", verbose_name=_("place"))
    region_path = PlacePath()
    source = models.CharField(_("raised by"), max_length=12, choices=Source)
    channel = models.CharField(_("how it came"), max_length=6, choices=Channel)
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("leader")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("organization")
    )
    partners = models.ManyToManyField(
        Organization, blank=True, related_name="joint_cases", verbose_name=_("raised together with")
    )
    may_publish = models.BooleanField(_("the outcome may be shown without names"), default=False)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.RECEIVED, editable=False)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    received_on = DayField(_("received on"), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("entered by"),
    )  # fmt: skip
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("handled by"),
    )  # fmt: skip
    acknowledge_by = DayField(_("to be taken up by"), editable=False)
    reply_by = DayField(_("to be answered by"), editable=False)
    close_by = DayField(_("to be closed by"), editable=False)
    due_on = DayField(_("due on"), null=True, editable=False)
    extended_days = models.PositiveSmallIntegerField(_("working days longer"), default=0, editable=False)
    answered_on = DayField(_("first answered on"), null=True, editable=False)
    answer_workdays = models.PositiveSmallIntegerField(_("working days to the answer"), null=True, editable=False)
    destination = models.CharField(_("passed on to"), max_length=8, choices=Destination, blank=True, editable=False)
    destination_name = models.CharField(_("name of the body"), max_length=60, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, editable=False)
    settled_at = models.DateTimeField(_("closed or passed on at"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="doubles", editable=False, verbose_name=_("joined with")
    )
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), null=True, editable=False)
    still_solved = models.BooleanField(_("still solved after four weeks"), null=True, editable=False)
    nonce = models.CharField(max_length=32, null=True, unique=True, editable=False)  # of the public form, sent once

    objects = CaseQuerySet.as_manager()
    # The log is kept for years: nothing of what was told and nothing that leads to who told it may enter it.
    unlogged_fields = (
        "region_path", "title", "text", "name_sealed", "contact_sealed", "key_index", "received_at", "nonce",
        "satisfaction", "due_on",
    )  # fmt: skip

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["-id"]
        constraints = [
            Check(
                name="case_names_who_its_source_says",
                condition=Q(source="leader", leader__isnull=False)
                | Q(source="organization", organization__isnull=False)
                | Q(source__in=["resident", "worker"], leader=None),
            ),
            Check(
                name="case_in_hand_iff_somebody_handles_it",
                condition=Q(state="received") | Q(assignee__isnull=False),
            ),
            Check(
                name="case_due_only_while_open",
                condition=Q(due_on=None)
                | Q(state__in=["received", "handling", "answered"], merged_into=None, due_on__isnull=False),
            ),
            Check(
                name="case_closed_iff_with_outcome",
                condition=(Q(state="closed") & ~Q(outcome="")) | (~Q(state="closed") & Q(outcome="")),
            ),
            Check(
                name="case_passed_on_iff_somewhere",
                condition=(Q(state="transferred") & ~Q(destination="") & ~Q(destination_name=""))
                | (~Q(state="transferred") & Q(destination="", destination_name="")),
            ),
            Check(
                name="case_answered_iff_counted",
                condition=Q(answered_on=None, answer_workdays=None)
                | Q(answered_on__isnull=False, answer_workdays__isnull=False),
            ),
            Check(name="case_answered_after_received", condition=Q(answered_on=None)
                | Q(answered_on__gte=models.F("received_on"))),
            Check(
                name="case_satisfaction_from_1_to_5", condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5))
            ),
            Check(name="case_is_no_double_of_itself", condition=~Q(merged_into=models.F("id"))),
        ]  # fmt: skip
        indexes = [
            models.Index(name="case_by_place", fields=["region_path", "id"]),
            models.Index(
                name="case_standing", fields=["region_path", "state", "id"], condition=Q(merged_into__isnull=True)
            ),
            models.Index(name="case_by_due_day", fields=["due_on", "id"]),
            models.Index(name="case_due", fields=["region_path", "due_on"], condition=Q(due_on__isnull=False)),
            models.Index(name="case_of_assignee", fields=["assignee", "due_on", "id"]),
            models.Index(name="case_of_year", fields=["region_path", "received_on"]),
            models.Index(
                name="case_to_forget",
                fields=["settled_at"],
                condition=Q(settled_at__isnull=False) & (~Q(name_sealed="") | ~Q(contact_sealed="")),
            ),
        ]

    def __str__(self):
        # Never the title: this stands in the operation log.
        return f"{self.number} {self.get_category_display()}"

    def get_absolute_url(self):
        return reverse("leaders:case-detail", args=[self.pk])

    @property
    def number(self):
        return f"SQ-{self.pk:06d}" if self.pk else "SQ"

    @property
    def is_open(self):
        return self.state in self.OPEN and self.merged_into_id is None

    @property
    def is_late(self):
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def takes_documents(self):
        return self.is_open

    def documents_changed_by(self, user):
        return self.assignee_id == user.pk

    @property
    def raised_by(self):
        """“陆建国”, “舞蹈队” or “A resident”; never a resident's name. Read it on rows of `with_names()`."""
        named = self.leader.name if self.leader_id else self.organization.name if self.organization_id else ""
        return named or self.get_source_display()

    @property
    def tag(self):
        if self.merged_into_id:
            return "mute", _("Joined with another matter")
        if self.is_late:
            return "bad", _("Late")
        tones = {self.State.RECEIVED: "warn", self.State.HANDLING: "info", self.State.ANSWERED: "info"}
        tones[self.State.CLOSED] = "ok"
        return tones.get(self.state, "mute"), self.get_state_display()

    def clean(self):
        if not self.region.is_current:
            raise ValidationError(_("This place no longer exists."), code="retired")

    def _refuse_erased(self):
        """Whoever raised it, the matter itself goes on."""

    def _to_lock(self):
        return Case.objects.select_for_update(of=("self",)).with_names()


class CaseToken(SearchToken):
    """Ways to begin typing the title of a matter."""

    target = models.ForeignKey(Case, models.CASCADE, related_name="tokens")
    region_path = PlacePath("target", is_checked=False, editable=True)

    class Meta:
        indexes = [models.Index(name="case_tokens", fields=["token", "region_path"])]
