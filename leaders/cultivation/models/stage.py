from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.postings.duties import Duty
from communities.records.endings import Ending
from communities.records.placed import PlacePath
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField
from leaders.people.models import Leader, Stage
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot
from registry.audit.rows import insert_rows, rows_of
from registry.upkeep.constraints import Check

ORDER = list(Stage)
# One step forward or back, or none: a new next step without a move. A confirmed post makes a leader from anywhere.
STEPS = {
    Stage.NOMINATED: {Stage.NOMINATED, Stage.BACKBONE, Stage.LEADER},
    Stage.BACKBONE: {Stage.NOMINATED, Stage.BACKBONE, Stage.RESERVE, Stage.LEADER},
    Stage.RESERVE: {Stage.BACKBONE, Stage.RESERVE, Stage.LEADER},
    Stage.LEADER: {Stage.RESERVE, Stage.LEADER, Stage.EMERITUS},
    Stage.EMERITUS: {Stage.LEADER, Stage.EMERITUS},
}


def _forward(stage, target):
    return ORDER.index(target) > ORDER.index(stage)


def _allowed(*, forward):
    """A condition: the row is a step that STEPS allows, one forward or, without `forward`, one back or aside."""
    found = Q()
    for stage, targets in STEPS.items():
        for target in ORDER:
            if target in targets and _forward(stage, target) == forward:
                found |= Q(from_stage=stage.value, to_stage=target.value)
    return found


def steps_from(leader, *, holds_post):
    """The stages this person may be in after the next step, in order; the present one among them."""
    open_ = STEPS[leader.stage]
    if holds_post:
        return [stage for stage in ORDER if stage == Stage.LEADER or stage == leader.stage]
    return [stage for stage in ORDER if stage in open_ and (stage != Stage.LEADER or stage == leader.stage)]


class StageStepQuerySet(ScopedQuerySet):
    def newest(self):
        """The last step of each person: its mentor and next step are those in force."""
        return self.filter(is_last=True)

    def with_names(self):
        return self.select_related("leader")

    def with_mentors(self):
        return self.select_related("mentor", "mentor_user")


class StageStep(models.Model):
    """One dated step on the way to leading. Written by `Leader.register` and `Leader.move_to_stage`, never changed."""

    leader = models.ForeignKey(Leader, models.CASCADE, related_name="stage_steps", verbose_name=_("leader"))
    region_path = PlacePath("leader", noun="stage_step")
    from_stage = models.CharField(_("stage before"), max_length=10, choices=Stage, blank=True)
    to_stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    on = DayField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    reason = FreeCharField(_("reason"), max_length=200, blank=True)
    mentor = models.ForeignKey(
        Leader, models.SET_NULL, null=True, blank=True, related_name="guided_steps", verbose_name=_("mentor")
    )
    mentor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mentor among the staff"),
    )
    next_step = FreeCharField(_("next step"), max_length=100, blank=True)
    next_step_due = DayField(_("next step due"), null=True, blank=True)
    is_last = models.BooleanField(_("newest step"), default=True, editable=False)

    objects = StageStepQuerySet.as_manager()
    held_by = Duty(
        _("Mentor of"), "mentor_user", Permission.LEADER_EDIT, lambda: Q(is_last=True),
        words=lambda row: str(row.leader),
    )  # fmt: skip
    on_leaving = Ending(
        _("Mentor of"), _("is without a mentor; the next step stays"), lambda: Q(is_last=True), through="mentor",
        words=lambda row: str(row.leader), returns=False,
    )  # fmt: skip

    class Meta:
        verbose_name = _("stage step")
        verbose_name_plural = _("stage steps")
        ordering = ["-on", "-id"]
        constraints = [
            Check(
                name="stage_step_follows_the_order_or_says_why",
                condition=Q(from_stage="") | _allowed(forward=True) | (_allowed(forward=False) & ~Q(reason="")),
            ),
            Check(name="stage_step_has_at_most_one_mentor", condition=Q(mentor=None) | Q(mentor_user=None)),
            Check(name="stage_step_mentor_is_somebody_else", condition=Q(mentor=None) | ~Q(mentor=F("leader"))),
            Check(name="stage_step_due_only_with_a_next_step", condition=Q(next_step_due=None) | ~Q(next_step="")),
            models.UniqueConstraint(
                name="one_last_stage_step_per_person", fields=["leader"], condition=Q(is_last=True)
            ),
        ]
        indexes = [
            models.Index(
                name="stage_steps_due",
                fields=["region_path", "next_step_due"],
                condition=Q(is_last=True, next_step_due__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.leader} {self.get_to_stage_display()}"

    def get_absolute_url(self):
        return self.leader.get_absolute_url()

    def hand_to(self, to, *, by, note):
        """The posting of the mentor among the staff has ended."""
        step = {"next_step": self.next_step, "next_step_due": self.next_step_due}
        self.take(self.leader, self.to_stage, by=by, reason=note, mentor=to, **step)

    def let_go(self, *, by, note):
        """The mentor has left: a step without one, all else as it was."""
        step = {"next_step": self.next_step, "next_step_due": self.next_step_due}
        self.take(self.leader, self.to_stage, by=by, reason=note, **step)

    @property
    def is_move(self):
        return self.from_stage != self.to_stage

    @property
    def mentor_name(self):
        """Needs the mentors selected."""
        return str(self.mentor or self.mentor_user or "")

    @property
    def is_late(self):
        return bool(self.next_step_due) and self.next_step_due < timezone.localdate()

    @classmethod
    def begin(cls, leader, *, by, reason=""):
        """The first step, written when the person is registered."""
        return cls.objects.create(
            leader=leader, to_stage=leader.stage, on=leader.stage_since, by=by,
            reason=reason[:200],
        )  # fmt: skip

    @classmethod
    def begin_many(cls, leaders, *, by, reason=""):
        """`begin` for many people registered at once: one row of each kind is made, and written for each person."""
        names = [field.name for field in cls._meta.concrete_fields if not field.primary_key]
        at, kinds = names.index("leader"), {}
        for leader in leaders:
            kind = (leader.stage, leader.stage_since)
            if kind not in kinds:
                step = cls(leader=leader, to_stage=leader.stage, on=leader.stage_since, by=by, reason=reason[:200])
                kinds[kind] = rows_of([step])[0]
        rows = ((kinds[leader.stage, leader.stage_since], leader.pk) for leader in leaders)
        insert_rows(cls, names, ((*row[:at], pk, *row[at + 1 :]) for row, pk in rows))

    @classmethod
    @transaction.atomic
    def take(cls, leader, stage, *, by, reason="", on=None, mentor=None, next_step="", next_step_due=None, seen=None):
        """Take the next step; return it, or None when there was nothing to write.

        `seen` is the stage the user saw. Raises ValidationError: "stale", "order" (not the next stage), "post" (a
        leader needs a post in office, and whoever has one is a leader), "reason", "date", "mentor".
        """
        locked = Leader.objects.select_for_update().get(pk=leader.pk)
        locked.refuse_erased()
        was = locked.stage
        if seen is not None and seen != was:
            raise _stale()
        if stage == was and not (reason or mentor or next_step):
            return None
        _refuse_move(locked, stage, reason)
        last = cls.objects.filter(leader=locked).newest().first()
        day = _checked_day(on or timezone.localdate(), last)
        step = cls(
            leader=locked, from_stage=was, to_stage=stage, on=day, by=by,
            reason=reason[:200], next_step=next_step, next_step_due=next_step_due,
        )  # fmt: skip
        step._set_mentor(mentor)
        before = snapshot(locked)
        since = day if stage != was else locked.stage_since
        if not Leader.objects.filter(pk=locked.pk, stage=was).update(stage=stage, stage_since=since):
            raise _stale()
        cls.objects.filter(leader=locked, is_last=True).update(is_last=False)
        step.save(force_insert=True)
        leader.stage, leader.stage_since = locked.stage, locked.stage_since = stage, since
        verb = "leader.stage" if stage != was else "leader.next_step"
        record(verb, locked, by=by, changes=differences(before, locked), note=reason)
        return step

    def _set_mentor(self, mentor):
        if isinstance(mentor, Leader):
            if mentor.pk == self.leader_id:
                raise _wrong("mentor", _("The mentor should be somebody else."), "mentor")
            mentor.refuse_after_departure()
            self.mentor = mentor
        else:
            self.mentor_user = mentor


def _stale():
    return ValidationError(_("The stage was changed in the meantime; reload the page."), code="stale")


def _wrong(field, message, code):
    """A refusal that belongs beside one field of the form."""
    return ValidationError({field: ValidationError(message, code=code)})


def _refuse_move(leader, stage, reason):
    if stage not in STEPS[leader.stage]:
        stages = {"old": leader.get_stage_display(), "new": Stage(stage).label}
        raise _wrong("stage", _("From “%(old)s” no step leads to “%(new)s”.") % stages, "order")
    if stage == Stage.LEADER != leader.stage and not leader.holds_post():
        said = _("“Leader” needs a post in office; submit the post and have it confirmed.")
        raise _wrong("stage", said, "post")
    if leader.stage == Stage.LEADER != stage and leader.holds_post():
        said = _("A post is still in office; end the term before leaving the stage “Leader”.")
        raise _wrong("stage", said, "post")
    if not _forward(leader.stage, Stage(stage)) and not reason.strip():
        raise _wrong("reason", _("Give the reason."), "reason")


def _checked_day(day, last):
    if day > timezone.localdate():
        raise _wrong("on", _("The day of the step lies in the future."), "date")
    if last is not None and day < last.on:
        said = _("The step before was on %(day)s; this one cannot be earlier.") % {"day": last.on}
        raise _wrong("on", said, "date")
    return day
