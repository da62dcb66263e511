from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, lookups
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.records.dates import DayNumber
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath, follow, settle
from communities.records.refusals import refuse, refuse_without
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet
from communities.text.dates import Precision, shown
from communities.text.fields import DayField, FreeCharField, PartialDayField
from leaders.appointments.models.leaving import Leaving
from leaders.appointments.models.needs import ESTATE_TERM_YEARS, AppointmentNeeds, Topic
from leaders.appointments.models.seat import Seat
from leaders.appointments.models.words import PostWords
from leaders.people.models import Kind, Leader
from leaders.people.terms import WARNING_DAYS, ends_soon
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check

FARTHEST_END = 366  # days an end may lie ahead
ESTATE_TERM = ESTATE_TERM_YEARS * 10_000  # as DayNumber counts


class AppointmentQuerySet(ScopedQuerySet):
    def current(self):
        return self.filter(state=Appointment.State.CURRENT)

    def pending(self):
        return self.filter(state=Appointment.State.PENDING)

    def ending_soon(self):
        """In office, and the term ends within the days at which its kind is to be arranged."""
        return self.current().filter(ends_soon(timezone.localdate()))

    def ending_or_over(self):
        """Those, and whoever is in office past the term."""
        return self.current().filter(ends_soon(timezone.localdate()) | Q(term_ends_on__lt=timezone.localdate()))

    def with_names(self):
        return self.select_related("leader", "organization", "region__parent")


# What a returned appointment may say otherwise when it is submitted again.
SUBMITTED = (
    "kind", "title", "organization", "region", "topic", "own_wish", "term_number", "region_path", "started_on",
    "started_precision", "term_ends_on", "how_chosen", "declared_interests",
)  # fmt: skip


class Appointment(AppointmentNeeds, Leaving, Seat, PostWords, StateMachine):
    """What a person leads, for a term. The place it belongs to decides who may decide it."""

    class State(models.TextChoices):
        PENDING = "pending", _("Awaiting review")
        CURRENT = "current", _("In office")
        RETURNED = "returned", _("Returned")
        ENDED = "ended", _("Left office")
        WITHDRAWN = "withdrawn", _("Entry withdrawn")

    class HowChosen(models.TextChoices):
        ELECTED = "elected", _("Elected")
        PUT_FORWARD = "put_forward", _("Put forward by residents")
        SELF = "self", _("Own offer")
        INVITED = "invited", _("Invited by the committee")

    class EndReason(models.TextChoices):
        TERM_OVER = "term_over", _("Term over")
        OWN_WISH = "own_wish", _("Own wish")
        MOVED = "moved", _("Moved away")
        DIED = "died", _("Passed away")
        HEALTH = "unable", _("No longer able to serve")
        NEW_CHOICE = "new_choice", _("Somebody else was chosen")
        DISSOLVED = "dissolved", _("The group or seat no longer exists")

    MOVES = {
        State.PENDING: {State.CURRENT, State.RETURNED, State.ENDED, State.WITHDRAWN},
        State.RETURNED: {State.PENDING, State.WITHDRAWN},
        State.CURRENT: {State.CURRENT, State.ENDED},  # CURRENT again: the last day is set and still ahead
        State.ENDED: set(),
        State.WITHDRAWN: set(),
    }

    WAITING = (State.PENDING,)
    noun = "appointment"
    stale_message = _("This appointment has already moved on; reload the page.")

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="appointments", verbose_name=_("leader"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = FreeCharField(_("title"), max_length=30, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("organization")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("building or compound"),
    )
    topic = models.CharField(_("topic"), max_length=10, choices=Topic, blank=True)
    own_wish = models.BooleanField(_("the person wishes to be listed"), default=False)
    term_number = models.PositiveSmallIntegerField(_("term number"), null=True, blank=True)
    region_path = PlacePath("region", "organization", "leader")
    started_on = PartialDayField(_("from"), precision="started_precision")
    started_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY, editable=False)
    term_ends_on = DayField(_("term until"))
    ended_on = DayField(_("ended on"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("reason for ending"), max_length=10, choices=EndReason, blank=True, editable=False)
    how_chosen = models.CharField(_("how chosen"), max_length=11, choices=HowChosen)
    declared_interests = FreeCharField(_("declared interests"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    return_reason = FreeCharField(_("reason for returning"), max_length=200, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("submitted by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip

    objects = AppointmentQuerySet.as_manager()
    unlogged_fields = ("started_precision",)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-started_on", "-id"]
        constraints = [
            Check(
                name="appointment_has_what_its_kind_needs",
                condition=Q(kind="team", organization__isnull=False, region=None, topic="", term_number=None)
                | (Q(kind="opinion", organization=None, region=None, own_wish=True, term_number=None) & ~Q(topic=""))
                | Q(kind="building", organization=None, region__isnull=False, topic="", term_number=None)
                | Q(
                    kind="estate",
                    organization=None,
                    region__isnull=False,
                    topic="",
                    term_number__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                name="one_current_head_per_building",
                fields=["region"],
                condition=Q(kind="building", state="current"),
            ),
            models.UniqueConstraint(
                name="one_current_chair_per_compound",
                fields=["region"],
                condition=Q(kind="estate", state="current"),
            ),
            models.UniqueConstraint(
                name="one_pending_per_seat",
                fields=["kind", "region"],
                condition=Q(state="pending", region__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_appointment_per_person_and_team",
                fields=["leader", "organization"],
                condition=Q(state__in=["pending", "current"], organization__isnull=False),
            ),
            Check(name="appointment_term_ends_after_it_starts", condition=Q(term_ends_on__gt=F("started_on"))),
            Check(
                name="estate_term_at_most_five_years",
                condition=~Q(kind="estate")
                | Q(lookups.LessThanOrEqual(DayNumber("term_ends_on"), DayNumber("started_on") + ESTATE_TERM)),
            ),
            Check(
                name="appointment_end_dated_and_reasoned",
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(end_reason=""))
                | (Q(state="current", ended_on__isnull=False) & ~Q(end_reason=""))
                | (~Q(state="ended") & Q(ended_on=None, end_reason="")),
            ),
            Check(
                name="appointment_decided_iff_signed",
                condition=Q(
                    state__in=["current", "returned", "ended"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(state="pending", decided_at=None, decided_by=None)
                | Q(state="withdrawn"),
            ),
            Check(
                name="appointment_not_decided_by_its_submitter",
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
            ),
        ]
        indexes = [
            models.Index(name="appointment_of_state", fields=["region_path", "state", "id"]),
            models.Index(
                name="appointment_terms",
                fields=["region_path", "kind", "term_ends_on"],
                condition=Q(state="current"),
            ),
        ]

    @property
    def started_shown(self):
        return shown(self.started_on, self.started_precision)

    def __str__(self):
        return f"{self.leader} {self.post}"

    def get_absolute_url(self):
        return reverse("leaders:appointment-detail", args=[self.pk])

    @property
    def place(self):
        """The region this appointment belongs to: the seat, the organization's region or the person's."""
        if self.region_id:
            return self.region
        return self.organization.region if self.organization_id else self.leader.region

    @property
    def post(self):
        """What is led, as people say it. Read it on rows of `with_names()`."""
        region, organization = self.region, self.organization
        above = region.parent.name if region and region.level == Level.BUILDING else ""
        place = (region.level, above, region.name) if region else ("", "", "")
        return self.post_of(self.kind, self.title, self.topic, organization.name if organization else "", *place)

    @property
    def post_told(self):
        """The same where nothing beside it tells the state: whoever only awaits a post is not shown as its holder."""
        return self.told_post(self.state, self.post)

    @property
    def plan(self):
        """The succession plan, or None. Needs `succession_plan` selected."""
        return getattr(self, "succession_plan", None)

    @property
    def days_left(self):
        return (self.term_ends_on - timezone.localdate()).days

    @property
    def is_leaving(self):
        """Whether the last day in office is laid down and still ahead, or not written off yet."""
        return self.state == self.State.CURRENT and self.ended_on is not None

    @property
    def is_running_out(self):
        return self.state == self.State.CURRENT and 0 <= self.days_left <= WARNING_DAYS[self.kind]

    @property
    def is_ending_or_over(self):
        return self.is_running_out or self.is_over_term

    @property
    def is_over_term(self):
        return self.state == self.State.CURRENT and self.days_left < 0

    @property
    def tag(self):
        """(tone, text) as people read the state, terms running out and overdue included."""
        if self.is_leaving:
            return "info", _("In office until %(day)s") % {"day": self.ended_on}
        if self.state == self.State.CURRENT and self.started_on > timezone.localdate():
            return "info", _("From %(day)s") % {"day": self.started_on}
        if self.is_over_term:
            return "bad", _("Past its term")
        if self.is_running_out:
            return "warn", _("Term ends in %(days)s days") % {"days": self.days_left}
        tones = {self.State.PENDING: "info", self.State.CURRENT: "ok", self.State.RETURNED: "warn"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @transaction.atomic
    def submit(self, *, by):
        """Hand in a new appointment, or a returned one again; raises ValidationError when the seat is being decided."""
        locked = self._lock_for(self.State.PENDING) if self.pk else None
        self._settle_place()
        self.full_clean(exclude=["region_path", "state", "submitted_at", "submitted_by", "decided_at", "decided_by"])
        self._refuse_taken_seat()
        signed = {"submitted_at": timezone.now(), "submitted_by": by}
        if locked is None:
            self.submitted_at, self.submitted_by = signed.values()
            self.save(force_insert=True)
            self.leader.refresh_standing()
            record("appointment.submit", self, by=by, changes=differences({}, self))
            return
        has_moved = settle(self)
        signed |= {name: getattr(self, name) for name in SUBMITTED}
        signed |= {"decided_at": None, "decided_by": None, "return_reason": ""}
        self._move(self.State.PENDING, by=by, verb="submit", locked=locked, **signed)
        if has_moved:
            follow(self)

    @transaction.atomic
    def decide(self, *, by, replace=False):
        """Put the person in office; with `replace`, a predecessor in the same seat leaves by the same act.

        A term that is over while somebody else serves is history: it ends with its term, and nobody leaves for it.
        Raises ValidationError: "taken" (seat held, no `replace`), "early" (seat held and the term not begun),
        "own" (decided by its submitter), "stale" (already decided).
        """
        locked = self._lock_for(self.State.CURRENT, by=by)
        if locked.state != self.State.PENDING:
            raise self._stale()
        decided = {"decided_at": timezone.now(), "decided_by": by}
        sitting = locked.sitting()
        if locked.is_past_beside(sitting):
            over = {"ended_on": locked.term_ends_on, "end_reason": self.EndReason.TERM_OVER}
            self._move(self.State.ENDED, by=by, verb="past", locked=locked, **decided, **over)
            return
        if sitting:
            locked._refuse_to_replace(sitting, replace=replace)
            last_day = max(locked.started_on - timedelta(days=1), sitting.started_on)
            sitting.end(by=by, reason=self.EndReason.NEW_CHOICE, on=last_day)
        self._move(self.State.CURRENT, by=by, verb="decide", locked=locked, **decided)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Send it back with what is to be changed."""
        self._return(by=by, reason=reason)

    @transaction.atomic
    def end(self, *, by, reason, on=None):
        """Leave office on a day after the start; one that lies ahead is kept, and the end comes with it."""
        refuse_without(reason, _("Give the reason."))
        day = on or timezone.localdate()
        locked = self._lock()
        if locked.state != self.State.CURRENT:
            raise self._stale()
        if day < locked.started_on:
            refuse("date", pgettext_lazy("post", "The end lies before the beginning."), field="ended_on")
        if day > timezone.localdate() + timedelta(days=FARTHEST_END):
            refuse("date", _("The end lies more than a year ahead."), field="ended_on")
        target, verb = (self.State.CURRENT, "leaving") if day > timezone.localdate() else (self.State.ENDED, "ended")
        self._move(target, by=by, verb=verb, locked=locked, ended_on=day, end_reason=reason)

    @transaction.atomic
    def correct_end(self, *, by, reason, on, why):
        """Put right an end that was entered wrongly; `why` stands in the log."""
        refuse_without(reason, _("Give the reason."))
        locked = self._lock()
        if locked.state != self.State.ENDED:
            raise self._stale()
        if on < locked.started_on:
            refuse("date", pgettext_lazy("post", "The end lies before the beginning."), field="ended_on")
        if on > timezone.localdate():
            refuse("date", _("The term is over: its last day does not lie ahead."), field="ended_on")
        before = snapshot(locked)
        locked.ended_on, locked.end_reason = self.ended_on, self.end_reason = on, reason
        locked.version = self.version = locked.version + 1
        locked.save(update_fields=["ended_on", "end_reason", "version"])
        record("appointment.corrected", locked, by=by, changes=differences(before, locked), note=why)

    @transaction.atomic
    def extend(self, *, by, until):
        """Give a later end of term; the rule of five years for owners' committees stays."""
        locked = self._lock()
        if locked.state != self.State.CURRENT:
            raise self._stale()
        if until <= locked.term_ends_on:
            raise ValidationError(_("The new end of term should be later than the present one."), code="date")
        before = snapshot(locked)
        locked.term_ends_on = self.term_ends_on = until
        locked._clean_term()
        locked.version = self.version = locked.version + 1
        locked.save(update_fields=["term_ends_on", "version"])
        locked.leader.refresh_standing()
        record("appointment.extend", locked, by=by, changes=differences(before, locked))

    def _to_lock(self):
        return Appointment.objects.select_for_update(of=("self",)).with_names()

    def _move(self, target, *, by, **more):
        locked = super()._move(target, by=by, **more)
        locked.leader.refresh_standing()
        return locked
