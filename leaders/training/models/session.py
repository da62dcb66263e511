"""Training sessions: who offers what, when, for how many. Who comes stands in `Enrolment`."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.moves import StateMachine
from communities.records.placed import PlacePath, follow, settle
from communities.records.refusals import refuse_without
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet, ancestor_paths, lies_in_spans, reached_spans, reaches
from communities.text.fields import FreeCharField, FreeTextField
from registry.accounts.roles import Permission
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check

SESSION_LEVELS = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)
FEWEST_MINUTES, MOST_MINUTES, MOST_PLACES = 15, 3000, 500


def new_token():
    return secrets.token_urlsafe(16)


class ContentArea(models.TextChoices):
    HORIZON = "horizon", _("Widening the horizon")
    ETHICS = "ethics", _("Ethics and mass-work methods")
    KNOWLEDGE = "knowledge", _("Theory, policy, law and science")


class TrainingSessionQuerySet(ScopedQuerySet):
    def permitted(self, user, permission):
        """The rows on which `user` holds `permission`; the right to see reaches upwards as well.

        The street's course is offered to its communities: their workers see it and enrol their own people, but
        do not run it. A session lies at a street or below (`SESSION_LEVELS`), so nothing above a street is met.
        """
        if permission != Permission.TRAINING_VIEW:
            return super().permitted(user, permission)
        return self._here_and_above(user, permission)

    def to_enrol_by(self, user):
        """The sessions to which `user` may bring people: the own ones and those of the street above."""
        return self._here_and_above(user, Permission.TRAINING_EDIT)

    def _here_and_above(self, user, permission):
        reach = super().permitted(user, permission)
        above = {path for low, _high in reached_spans(user, permission) for path in ancestor_paths(low)[:-1]}
        return reach | self.filter(region_path__in=above) if above else reach

    def unfinished(self):
        return self.filter(state__in=TrainingSession.UNFINISHED)

    def to_come(self):
        """Those that have not begun: whoever had a place in another one may have been there, and is marked still."""
        return self.unfinished().filter(starts_at__gt=timezone.now())

    def with_words(self, words):
        return self.filter(Q(title__icontains=words) | Q(place__icontains=words) | Q(trainer__icontains=words))


class TrainingSession(StateMachine):
    """One meeting of a course. `enrolled` counts the places taken; the database keeps it within the capacity.

    A place is passed on when its holder is marked as away and somebody who waited came: two rows, one place.
    """

    ContentArea = ContentArea

    class Format(models.TextChoices):
        LECTURE = "lecture", _("Lecture")
        VISIT = "visit", _("Study visit")
        SEMINAR = "seminar", _("Seminar")
        ONLINE = "online", _("Online session")
        OTHER = "other", _("Other form")

    class State(models.TextChoices):
        PLANNED = "planned", _("Open for enrolment")
        CLOSED = "closed", _("Enrolment closed")
        DONE = "done", _("Held and completed")
        CANCELLED = "cancelled", _("Session cancelled")

    MOVES = {
        State.PLANNED: {State.CLOSED, State.CANCELLED},
        State.CLOSED: {State.PLANNED, State.DONE, State.CANCELLED},
        State.DONE: {State.CLOSED},
        State.CANCELLED: set(),
    }
    UNFINISHED = (State.PLANNED, State.CLOSED)
    noun = "training"
    keeps_place = staticmethod(lambda: Q(state__in=TrainingSession.UNFINISHED))
    stale_message = _("This session has already moved on; reload the page.")
    changed_message = _(
        "Somebody changed this session in the meantime. What was typed is kept; compare and save again."
    )
    document_permission = Permission.TRAINING_VIEW
    written = (
        "title", "content_area", "format", "region", "starts_at", "minutes", "place", "trainer", "capacity",
        "description",
    )  # fmt: skip
    fixed_by_attendance = ("content_area", "starts_at", "minutes")

    title = FreeCharField(_("name of the session"), max_length=60)
    content_area = models.CharField(_("content area"), max_length=10, choices=ContentArea)
    format = models.CharField(_("form of training"), max_length=10, choices=Format)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="training_sessions", verbose_name=_("offered to the people of")
    )
    region_path = PlacePath()
    starts_at = models.DateTimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), validators=[MinValueValidator(FEWEST_MINUTES), MaxValueValidator(MOST_MINUTES)]
    )
    place = FreeCharField(_("place"), max_length=60)
    trainer = FreeCharField(_("trainer"), max_length=60, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("number of places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    description = FreeTextField(_("what it is about"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    cancel_reason = FreeCharField(_("reason for cancelling"), max_length=200, blank=True, editable=False)
    enrolled = models.PositiveSmallIntegerField(_("enrolled"), default=0, editable=False)
    queue_made = models.PositiveIntegerField(default=0, editable=False)
    newest_first = models.BigIntegerField(editable=False)
    ended_links = models.JSONField(default=dict, editable=False)  # {number of a person: how often links were withdrawn}
    feedback_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )

    objects = TrainingSessionQuerySet.as_manager()
    unlogged_fields = (
        "region_path", "enrolled", "queue_made", "newest_first", "feedback_token", "created_at", "created_by",
        "version", "ended_links",
    )  # fmt: skip

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["newest_first", "id"]
        constraints = [
            Check(name="training_enrolled_within_capacity", condition=Q(enrolled__lte=F("capacity"))),
            Check(name="training_capacity_in_bounds", condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES)),
            Check(
                name="training_minutes_in_bounds",
                condition=Q(minutes__gte=FEWEST_MINUTES, minutes__lte=MOST_MINUTES),
            ),
            Check(
                name="training_cancelled_iff_reasoned",
                condition=(Q(state="cancelled") & ~Q(cancel_reason="")) | (~Q(state="cancelled") & Q(cancel_reason="")),
            ),
        ]
        indexes = [
            models.Index(name="training_by_start", fields=["region_path", "state", "starts_at", "id"]),
            models.Index(name="training_newest", fields=["region_path", "newest_first", "id"]),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("leaders:training-detail", args=[self.pk])

    def clean(self):
        if self.region_id and not self.region.is_current:
            raise ValidationError({"region": _("%(region)s is retired.") % {"region": self.region}})
        if self.region_id and self.region.level not in SESSION_LEVELS:
            raise ValidationError({"region": _("A session is offered by a street, a community or a compound.")})

    @property
    def day(self):
        return timezone.localdate(self.starts_at)

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_unfinished(self):
        return self.state in self.UNFINISHED

    @property
    def is_full(self):
        return self.enrolled >= self.capacity

    @property
    def is_running(self):
        return self.is_unfinished and self.starts_at <= timezone.now() < self.ends_at

    @property
    def is_over(self):
        return self.ends_at <= timezone.now()

    @property
    def has_day_come(self):
        """From the morning of its day on the roll is called."""
        return self.day <= timezone.localdate()

    @property
    def is_overdue(self):
        """It is over and nobody has completed it."""
        return self.is_unfinished and self.is_over

    @property
    def free(self):
        return max(self.capacity - self.enrolled, 0)

    @property
    def tag(self):
        """(tone, text) as people read the state, full and running included."""
        if self.is_running:
            return "info", pgettext_lazy("training", "Under way")
        if self.is_overdue:
            return "bad", _("Roll call to be completed")
        if self.state == self.State.PLANNED and self.is_full:
            return "warn", _("All places taken")
        tones = {self.State.PLANNED: "info", self.State.DONE: "ok"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @property
    def takes_documents(self):
        return self.state != self.State.CANCELLED

    def documents_changed_by(self, user):
        return self.is_run_by(user)

    def is_run_by(self, user):
        """Whoever holds TRAINING_EDIT where it lies runs it: edits, calls the roll, completes, cancels."""
        return reaches(user, Permission.TRAINING_EDIT, self.region_path)

    def spans_to_enrol(self, user):
        """Whose people `user` may enrol here: of each posting that may, whose place holds the session or lies below."""
        return [
            span
            for span in reached_spans(user, Permission.TRAINING_EDIT)
            if lies_in_spans(self.region_path, [span]) or self.region_path in ancestor_paths(span[0])
        ]

    @transaction.atomic
    def announce(self, *, by, times=1):
        """Write a new session, or `times` of them a week apart; raises ValidationError when it lies in the past."""
        self._derive()
        settle(self)
        self.created_by = by
        self.full_clean(exclude=["created_by"])
        self._refuse_past()
        self.save(force_insert=True)
        record("training.create", self, by=by, changes=differences({}, self))
        for week in range(1, times):
            values = {name: getattr(self, name) for name in self.written}
            values["starts_at"] = self.starts_at + timedelta(weeks=week)
            type(self)(**values).announce(by=by)

    @transaction.atomic
    def revise(self, *, by, before):
        """Write changed fields, and fill places that became free from the waiting list; returns who moved up.

        Raises ValidationError: "stale" (written or moved on in the meantime), "fixed" (attendance was taken),
        "capacity" (fewer places than people), and what `clean` refuses.
        """
        locked = self._lock_unchanged()
        if not locked.is_unfinished:
            raise self._stale()
        self._derive()
        has_moved = settle(self)
        self.clean()
        self._refuse_changes(locked)
        values = {name: getattr(self, name) for name in (*self.written, "region_path", "newest_first")}
        type(self).objects.filter(pk=self.pk).update(**values, version=F("version") + 1)
        if has_moved:
            follow(self)
        self.version += 1
        record("training.update", self, by=by, changes=differences(before, self))
        return self.enrolments.model.promote(self._lock(), by=by)

    @transaction.atomic
    def close(self, *, by):
        """No more enrolment, except walk-ins by whoever runs it."""
        locked = self._lock_for(self.State.CLOSED)
        if locked.state != self.State.PLANNED:
            raise self._stale()
        self._move(self.State.CLOSED, by=by, locked=locked)

    @transaction.atomic
    def reopen(self, *, by):
        """Take enrolments again, until it is over."""
        locked = self._lock_for(self.State.PLANNED)
        locked._refuse_over()
        self._move(self.State.PLANNED, by=by, verb="reopen", locked=locked)

    @transaction.atomic
    def resume(self, *, by, reason):
        """Take up the roll of a completed session again, with the reason; the marks stay."""
        refuse_without(reason, _("Say why the roll is taken up again."))
        locked = self._lock_for(self.State.CLOSED)
        if locked.state != self.State.DONE:
            raise self._stale()
        self._move(self.State.CLOSED, by=by, verb="resume", locked=locked, note=reason.strip()[:200])

    @transaction.atomic
    def finish(self, *, by):
        """Complete it: everybody enrolled has been marked. From now on a correction needs a reason."""
        locked = self._lock_for(self.State.DONE)
        if not locked.is_over:
            end = timezone.localtime(locked.ends_at)
            said = _("The session lasts until %(end)s; it is completed after that.") % {"end": f"{end:%Y-%m-%d %H:%M}"}
            raise ValidationError(said, code="early")
        left = locked.enrolments.filter(state="enrolled", attendance="").count()
        if left:
            raise ValidationError(
                _("People not marked yet: %(left)s. Call the roll to the end first.") % {"left": left}, code="unmarked"
            )
        self._move(self.State.DONE, by=by, locked=locked)

    @transaction.atomic
    def complete(self, *, by):
        """`finish`, and before it `close` where enrolment still stands open."""
        if self.state == self.State.PLANNED:
            self.close(by=by)
        self.finish(by=by)

    @transaction.atomic
    def cancel(self, *, by, reason):
        """Call it off. Refused once attendance was taken: then it did take place."""
        refuse_without(reason, _("Say why it is cancelled."))
        locked = self._lock_for(self.State.CANCELLED)
        if locked.has_attendance():
            raise ValidationError(_("Attendance was taken already; a session that was held stays."), code="fixed")
        self._move(self.State.CANCELLED, by=by, locked=locked, cancel_reason=reason.strip()[:200])

    def has_attendance(self):
        return self.enrolments.exclude(attendance="").exists()

    def refuse_enrolment(self, by):
        """Raise ValidationError with the reason when `by` cannot enrol anybody now."""
        if not self.is_unfinished:
            raise ValidationError(
                _("This session is over or cancelled (%(state)s); nobody can be enrolled.")
                % {"state": self.get_state_display()},
                code="shut",
            )
        if self.is_run_by(by) and self.has_day_come:
            return  # somebody who came without being enrolled
        if self.state == self.State.CLOSED:
            raise ValidationError(_("Enrolment for this session is closed."), code="shut")
        self._refuse_over()

    def _refuse_over(self):
        if self.is_over:
            raise ValidationError(_("This session is over; it takes no more enrolments."), code="past")

    def _derive(self):
        self.newest_first = -int(self.starts_at.timestamp())

    def _refuse_past(self):
        if self.starts_at < timezone.now():
            raise ValidationError({"starts_at": _("The beginning lies in the past; enter hours as earned elsewhere.")})

    def _refuse_changes(self, locked):
        """What may not change any more, each beside its field."""
        changed = {name for name in self.written if getattr(self, name) != getattr(locked, name)}
        fixed = changed.intersection(self.fixed_by_attendance)
        if fixed and locked.has_attendance():
            said = _("Attendance was taken already; this stays as it was.")
            raise ValidationError({name: ValidationError(said, code="fixed") for name in sorted(fixed)})
        if "starts_at" in changed:
            self._refuse_past()
        if "region" in changed and locked.enrolments.exclude(state="withdrawn").exists():
            raise ValidationError({"region": _("People are enrolled already; the place stays.")})
        if self.capacity < locked.enrolled:
            raise ValidationError(
                {
                    "capacity": ValidationError(
                        _("%(n)s people are enrolled; there cannot be fewer places.") % {"n": locked.enrolled},
                        code="capacity",
                    )
                }
            )
