"""Who comes to a session: places, waiting list, attendance and the minutes credited for it."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.refusals import refuse, refuse_without
from communities.scope import ScopedQuerySet, in_spans, reached_spans
from communities.text.fields import FreeCharField
from leaders.appointments.models import Appointment
from leaders.people.models import Leader, Stage
from leaders.training.models.attendance import Attendance, usual_minutes
from leaders.training.models.session import TrainingSession
from leaders.training.models.year import TrainingYear
from registry.audit.log import differences, record, record_many, snapshot
from registry.upkeep.constraints import Check

ENROL_CAP = 200


class Enrolled(NamedTuple):
    """What became of the people named: a place, the waiting list, or nothing new."""

    seated: list
    waiting: list
    already: int
    retired: int


class EnrolmentQuerySet(ScopedQuerySet):
    path_field = "leader__region_path"

    def permitted(self, user, permission):
        """Seen and changed from two sides: by whoever reaches the session, and by whoever reaches the person.

        So a worker sees the own people in the street's course and nobody else's. Always read for one session or
        one person, hence by join.
        """
        spans = reached_spans(user, permission)
        return self.filter(in_spans(spans, "session__region_path") | in_spans(spans, "leader__region_path"))

    def with_people(self):
        """What a row of the roll shows: the person, the open posts, the place."""
        posts = Appointment.objects.current().select_related("organization", "region__parent")
        return self.select_related("leader__region__parent", "session", "corrected_by").prefetch_related(
            Prefetch("leader__appointments", queryset=posts, to_attr="open_posts")
        )

    def seated(self):
        return self.filter(state=Enrolment.State.ENROLLED)

    def waiting(self):
        return self.filter(state=Enrolment.State.WAITING).order_by("position")

    def attended(self):
        return self.filter(attendance__in=Enrolment.CAME)


class Enrolment(StateMachine):
    """One person in one session, once. Withdrawn rows stay and are taken up again by a new enrolment."""

    Attendance = Attendance

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("Has a place")
        WAITING = "waiting", _("On the waiting list")
        WITHDRAWN = "withdrawn", _("Enrolment withdrawn")

    MOVES = {
        State.ENROLLED: {State.WITHDRAWN},
        State.WAITING: {State.ENROLLED, State.WITHDRAWN},
        State.WITHDRAWN: {State.ENROLLED, State.WAITING},
    }
    CAME = (Attendance.PRESENT, Attendance.LATE)
    AWAY = (Attendance.LEAVE, Attendance.ABSENT)
    on_leaving = Ending(
        _("Training"), _("the place is given back; who waits moves up"),
        lambda: Q(state__in=["enrolled", "waiting"], attendance="", session__in=TrainingSession.objects.to_come()),
        words=lambda row: str(row.session), returns=False,
    )  # fmt: skip
    noun = "enrolment"
    stale_message = _("This enrolment has already changed; reload the page.")

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="enrolments", verbose_name=_("training session")
    )
    leader = models.ForeignKey(Leader, models.PROTECT, related_name="enrolments", verbose_name=_("leader"))
    state = models.CharField(_("state"), max_length=10, choices=State, editable=False)
    position = models.PositiveIntegerField(_("number on the waiting list"), null=True, editable=False)
    enrolled_at = models.DateTimeField(_("enrolled at"), editable=False)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("enrolled by")
    )
    attendance = models.CharField(_("attendance"), max_length=8, choices=Attendance, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes credited"), default=0, editable=False)
    session_minutes = models.PositiveSmallIntegerField(default=0, editable=False)
    marked_at = models.DateTimeField(_("marked at"), null=True, editable=False)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("marked by"),
    )
    correction = FreeCharField(_("reason for the correction"), max_length=200, blank=True, editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, editable=False)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("corrected by"),
    )

    objects = EnrolmentQuerySet.as_manager()
    unlogged_fields = (
        "session_minutes", "marked_at", "marked_by", "enrolled_at", "enrolled_by", "corrected_at", "corrected_by",
    )  # fmt: skip

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="enrolled_once_in_a_session",
                fields=["session", "leader"],
                violation_error_message=_("This person is enrolled already."),
            ),
            models.UniqueConstraint(
                name="one_at_each_number_of_the_waiting_list",
                fields=["session", "position"],
                condition=Q(position__isnull=False),
            ),
            Check(
                name="enrolment_waits_iff_numbered",
                condition=Q(state="waiting", position__isnull=False)
                | Q(state__in=["enrolled", "withdrawn"], position=None),
            ),
            Check(
                name="enrolment_marked_iff_signed",
                condition=Q(attendance="", marked_at=None, marked_by=None)
                | (~Q(attendance="") & Q(marked_at__isnull=False, marked_by__isnull=False)),
            ),
            Check(name="only_the_enrolled_are_marked", condition=Q(state="enrolled") | Q(attendance="")),
            Check(name="only_who_came_is_credited", condition=Q(attendance__in=["present", "late"]) | Q(minutes=0)),
            Check(name="credited_at_most_the_session", condition=Q(minutes__lte=F("session_minutes"))),
            Check(
                name="correction_signed_and_reasoned",
                condition=Q(correction="", corrected_at=None, corrected_by=None)
                | (~Q(correction="") & Q(corrected_at__isnull=False, corrected_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="enrolment_of_person", fields=["leader", "state", "attendance"])]

    def __str__(self):
        return f"{self.leader} · {self.session}"

    def get_absolute_url(self):
        return self.session.get_absolute_url()

    @property
    def region_path(self):
        """Where the log files it: with the person."""
        return self.leader.region_path

    @property
    def came(self):
        return self.attendance in self.CAME

    @property
    def number(self):
        """The number on the certificate."""
        return f"PX-{self.session_id:06d}-{self.pk:06d}"

    @property
    def tag(self):
        tones = {Attendance.PRESENT: "ok", Attendance.LATE: "warn", Attendance.LEAVE: "info", Attendance.ABSENT: "bad"}
        if self.attendance:
            return tones[self.attendance], self.get_attendance_display()
        tones = {self.State.ENROLLED: "info", self.State.WAITING: "warn"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @classmethod
    @transaction.atomic
    def enrol(cls, session, leaders, *, by, verb=""):
        """Give each of `leaders` a place or a number on the waiting list, in their order; return Enrolled.

        `verb` is how the log calls it where the people did it themselves.

        The session's row is locked first, so of many who enrol at once each sees the places the others took.
        Raises ValidationError when the session takes nobody. Who is on board already is counted, not refused.
        """
        locked = session._lock()
        locked.refuse_enrolment(by)
        people = list({leader.pk: leader for leader in leaders}.values())
        known = {row.leader_id: row for row in cls.objects.filter(session=locked, leader__in=people)}
        open_ = [row for row in people if row.pk not in known or known[row.pk].state == cls.State.WITHDRAWN]
        here = set(Leader.objects.here().filter(pk__in=[row.pk for row in open_]).values_list("pk", flat=True))
        fresh = [row for row in open_ if row.stage != Stage.EMERITUS and row.pk in here]
        free = locked.free
        if free and cls.objects.filter(session=locked, state=cls.State.WAITING).exists():
            free = 0  # once it has begun nobody moves up by itself, and nobody new passes those who wait
        seated = cls._place(locked, fresh[:free], known, cls.State.ENROLLED, by=by, verb=verb)
        waiting = cls._place(locked, fresh[free:], known, cls.State.WAITING, by=by, verb=verb)
        _count(locked, enrolled=len(seated), queue_made=len(waiting))
        return Enrolled(seated, waiting, len(people) - len(open_), len(open_) - len(fresh))

    @classmethod
    def _place(cls, session, leaders, known, state, *, by, verb):
        """Write the rows of `leaders` in one state: new ones at once, withdrawn ones taken up again."""
        numbers = range(session.queue_made + 1, session.queue_made + 1 + len(leaders))
        rows, now = [], timezone.now()
        for leader, number in zip(leaders, numbers, strict=True):
            position = number if state == cls.State.WAITING else None
            facts = {"position": position, "enrolled_at": now, "enrolled_by": by}
            if leader.pk in known:
                row = known[leader.pk]
                row.leader, row.session = leader, session
                row._move(state, by=by, verb=verb or "again", **facts)
            else:
                row = cls(session=session, leader=leader, state=state, **facts)
            rows.append(row)
        new = [row for row in rows if row.pk is None]
        cls.objects.bulk_create(new)
        usual = "enrol" if state == cls.State.ENROLLED else "wait"
        record_many(f"enrolment.{verb or usual}", new, by=by)
        return rows

    @classmethod
    @transaction.atomic
    def promote(cls, session, *, by):
        """Fill free places from the waiting list, the longest waiting first; return who moved up.

        Once the session has begun nobody moves up unseen: whoever waits and is there takes a place by being marked.
        """
        if not session.free or session.starts_at <= timezone.now():
            return []
        rows = list(cls.objects.filter(session=session).waiting().select_related("leader")[: session.free])
        for row in rows:
            row.session = session
            row._move(cls.State.ENROLLED, by=by, verb="promote", position=None)
        _count(session, enrolled=len(rows))
        return rows

    @transaction.atomic
    def withdraw(self, *, by, verb=""):
        """Give the place (or the number) back; the first on the waiting list moves up. Return who moved up."""
        session = self.session._lock()
        locked = self._lock_for(self.State.WITHDRAWN)
        if not session.is_unfinished:
            raise ValidationError(_("This session is over or cancelled; enrolments stay as they are."), code="shut")
        if locked.attendance:
            raise ValidationError(
                _("%(leader)s was marked already; correct the attendance instead.") % {"leader": locked.leader},
                code="marked",
            )
        had_place = locked.state == self.State.ENROLLED
        self._move(self.State.WITHDRAWN, by=by, verb=verb, locked=locked, position=None)
        if not had_place:
            return []
        _count(session, enrolled=-1)
        return type(self).promote(session, by=by)

    def let_go(self, *, by, note):
        """The person has left."""
        self.withdraw(by=by)

    @transaction.atomic
    def mark(self, *, by, attendance="", minutes=None, verb="mark"):
        """Write who came, and the minutes; either may be left as it is. A second tap of the same changes nothing.

        Whoever stands on the waiting list and came takes a free place, that of somebody who is away too. Raises
        ValidationError: "shut" (done or cancelled), "early", "place" (not enrolled, or no place free), "minutes".
        """
        session = self.session._lock()
        _refuse_roll(session)
        locked = self._lock()
        if locked.state == self.State.WAITING and attendance in self.CAME:
            locked = self._take_place(locked, session, by=by)
        locked._refuse_without_place()
        attendance = attendance or locked.attendance
        locked._refuse_given_away(attendance, session)
        if not attendance:
            raise ValidationError(_("Mark who came first, then the minutes."), code="minutes")
        minutes = locked._minutes_for(attendance, minutes, session)
        self._write(locked, session, by=by, verb=verb, attendance=attendance, minutes=minutes)

    @classmethod
    @transaction.atomic
    def mark_rest_present(cls, session, *, by):
        """Everybody with a place who is not marked yet was there; return how many."""
        locked = session._lock()
        _refuse_roll(locked)
        rows = list(cls.objects.filter(session=locked, attendance="").seated().select_related("leader", "session"))
        facts = {"attendance": Attendance.PRESENT, "minutes": locked.minutes, "session_minutes": locked.minutes}
        facts |= {"marked_at": timezone.now(), "marked_by": by}
        cls.objects.filter(pk__in=[row.pk for row in rows]).update(**facts)
        record_many("enrolment.present", rows, by=by)
        TrainingYear.refresh([row.leader for row in rows], locked.day.year)
        return len(rows)

    @transaction.atomic
    def correct(self, *, by, attendance, reason, minutes=None):
        """Change the roll of a completed session, with the reason; without minutes, as `mark` counts them.

        Raises ValidationError: "shut" (not completed), "place", "same" (it stands so already), "minutes".
        """
        refuse_without(reason, _("Say why the attendance is corrected."))
        session = self.session._lock()
        if session.state != TrainingSession.State.DONE:
            raise ValidationError(_("Only the roll of a completed session is corrected."), code="shut")
        locked = self._lock()
        locked._refuse_without_place()
        locked._refuse_given_away(attendance, session)
        minutes = locked._minutes_for(attendance, minutes, session)
        if (attendance, minutes) == (locked.attendance, locked.minutes):
            raise ValidationError(_("The roll says so already; nothing was corrected."), code="same")
        signed = {"correction": reason.strip()[:200], "corrected_at": timezone.now(), "corrected_by": by}
        self._write(locked, session, by=by, verb="correct", attendance=attendance, minutes=minutes, **signed)

    def _take_place(self, locked, session, *, by):
        """A place nobody has, or that of somebody marked as away: then as many places are taken as before."""
        if not session.free and _expected(session) >= session.capacity:
            said = _("No place is free for %(leader)s; raise the number of places first.")
            raise ValidationError(said % {"leader": locked.leader}, code="place")
        locked = self._move(self.State.ENROLLED, by=by, verb="seat", locked=locked, position=None)
        if session.free:
            _count(session, enrolled=1)
        return locked

    def _refuse_given_away(self, attendance, session):
        """Whoever was marked as away has no place any more once somebody who waited took it."""
        if self.attendance in self.AWAY and attendance in self.CAME and _expected(session) >= session.capacity:
            said = _("The place of %(leader)s was given to somebody who waited; raise the number of places first.")
            raise ValidationError(said % {"leader": self.leader}, code="place")

    def _refuse_without_place(self):
        if self.state != self.State.ENROLLED:
            said = _("%(leader)s has no place in this session.") % {"leader": self.leader}
            raise ValidationError(said, code="place")

    def _minutes_for(self, attendance, minutes, session):
        """The minutes that go with `attendance`: as given; else as they are while it stays, and the usual otherwise."""
        if attendance not in self.CAME:
            return 0
        if minutes is not None:
            return minutes
        return self.minutes if attendance == self.attendance else usual_minutes(attendance, session.minutes)

    def _write(self, locked, session, *, by, verb, attendance, minutes, **signed):
        """One person's attendance, and the hours of the year with it; nothing when nothing changes."""
        if not 0 <= minutes <= session.minutes:
            said = _("The session lasted %(most)s minutes; now it is %(minutes)s.")
            refuse("minutes", said % {"most": session.minutes, "minutes": minutes})
        facts = {"attendance": attendance, "minutes": minutes, "session_minutes": session.minutes, **signed}
        same = locked.attendance == attendance and locked.minutes == minutes
        before = snapshot(locked)
        if not same or signed:
            facts |= {"marked_at": timezone.now(), "marked_by": by}
            type(self).objects.filter(pk=self.pk).update(**facts)
        for name, value in facts.items():
            setattr(self, name, value)
            setattr(locked, name, value)
        if not same or signed:
            record(f"enrolment.{verb}", locked, by=by, changes=differences(before, locked), note=self.correction)
            TrainingYear.refresh([locked.leader], session.day.year)

    def _to_lock(self):
        return type(self).objects.select_for_update(of=("self",)).select_related("leader", "session")


def _refuse_roll(session):
    if not session.is_unfinished:
        refuse("shut", _("The roll of this session is closed (%(state)s).") % {"state": session.get_state_display()})
    if not session.has_day_come:
        refuse("early", _("The roll is called from the day of the session on."))


def _expected(session):
    """How many have a place and are not marked as away."""
    return Enrolment.objects.filter(session=session).seated().exclude(attendance__in=Enrolment.AWAY).count()


def _count(session, **added):
    """Change counters of the locked session row, in the database and in hand."""
    added = {name: number for name, number in added.items() if number}
    if added:
        TrainingSession.objects.filter(pk=session.pk).update(**{name: F(name) + n for name, n in added.items()})
    for name, number in added.items():
        setattr(session, name, getattr(session, name) + number)
