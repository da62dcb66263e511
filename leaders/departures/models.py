"""A person moves away or dies: all that hangs on them is named and let go by one act, taken back within a month."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.endings import let_go, take_up
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse, refuse_second, refuse_without
from communities.records.signed import Signed
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField
from leaders.people.models import Leader, Stage
from registry.audit.log import differences, record
from registry.ui.display import office_language
from registry.upkeep.constraints import Check

TAKEN_BACK_WITHIN = timedelta(days=30)


class DepartureQuerySet(ScopedQuerySet):
    def standing(self):
        return self.filter(state=Departure.State.ENTERED)

    def with_names(self):
        return self.select_related("leader__region__parent", "submitted_by", "taken_back_by")


class Departure(StateMachine):
    """One departure of one person. A fact that is entered, so nobody decides on it."""

    class How(models.TextChoices):
        MOVED = "moved", pgettext_lazy("departure", "Moved away")
        DIED = "died", _("Passed away")

    class State(models.TextChoices):
        ENTERED = "entered", pgettext_lazy("departure", "Entered")
        TAKEN_BACK = "taken_back", pgettext_lazy("departure", "Taken back")
        BACK = "back", _("Came back")

    MOVES = {State.ENTERED: {State.TAKEN_BACK, State.BACK}, State.TAKEN_BACK: set(), State.BACK: set()}
    noun = "departure"
    stale_message = _("This departure was taken back already; reload the page.")

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="departures", verbose_name=_("leader"))
    region_path = PlacePath("leader")
    how = models.CharField(_("what happened"), max_length=5, choices=How)
    left_on = DayField(_("day of the departure"))
    reason = FreeCharField(_("note"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ENTERED, editable=False)
    let_go = models.JSONField(default=list, editable=False)  # what ended with it, for `records.endings.take_up`
    stage_before = models.CharField(max_length=10, choices=Stage, editable=False)
    left = models.JSONField(default=list, editable=False)  # what did not come back with it, in words
    back_reason = FreeCharField(_("why it was taken back"), max_length=200, blank=True, editable=False)
    submission = Signed("submitted", at=_("entered at"), by=_("entered by"), required=True)
    taking_back = Signed("taken_back", at=_("taken back at"), by=_("taken back by"))

    objects = DepartureQuerySet.as_manager()
    unlogged_fields = ("let_go", "left", "stage_before")

    class Meta:
        verbose_name = _("departure of a person")
        verbose_name_plural = _("departures of people")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_departure_per_person", fields=["leader"], condition=Q(state="entered")
            ),
            Check(
                name="departure_taken_back_iff_reasoned",
                condition=(Q(state="entered", taken_back_by=None, back_reason=""))
                | (~Q(state="entered") & Q(taken_back_by__isnull=False) & ~Q(back_reason="")),
            ),
            Check(name="nobody_comes_back_from_death", condition=~Q(state="back") | Q(how="moved")),
        ]
        indexes = [models.Index(name="departure_of_state", fields=["region_path", "state", "id"])]

    def __str__(self):
        return f"{self.leader} {self.get_how_display()}"

    def get_absolute_url(self):
        return reverse("leaders:departure-detail", args=[self.pk])

    @property
    def tag(self):
        return "mute", self.get_how_display() if self.state == self.State.ENTERED else self.get_state_display()

    @property
    def taken_back_until(self):
        return timezone.localdate(self.submitted_at) + TAKEN_BACK_WITHIN

    @property
    def may_be_taken_back(self):
        return self.state == self.State.ENTERED and timezone.localdate() <= self.taken_back_until

    @property
    def may_come_back(self):
        return self.state == self.State.ENTERED and self.how == self.How.MOVED

    @transaction.atomic
    def enter(self, *, by):
        """Write it and let everything open go; raises ValidationError "taken" (entered already) or "date"."""
        leader = Leader.objects.select_for_update().get(pk=self.leader_id)
        first = Departure.objects.standing().select_related("submitted_by").filter(leader=leader).first()
        if first:
            said = _("The departure of %(name)s is entered already.") % {"name": leader}
            refuse_second(said, at=first.submitted_at, by=first.submitted_by)
        if self.left_on > timezone.localdate():
            refuse("date", _("This day lies in the future."), field="left_on")
        self.submitted_at, self.submitted_by, self.stage_before = timezone.now(), by, leader.stage
        self.full_clean(exclude=["region_path", "submitted_by", "leader"], validate_constraints=False)
        self.save(force_insert=True)
        record("departure.enter", self, by=by, changes=differences({}, self))
        with office_language():
            note = str(self.get_how_display())
        self.let_go = let_go(leader, by=by, note=note, how=self.how, on=self.left_on)
        Departure.objects.filter(pk=self.pk).update(let_go=self.let_go)
        # Without a mentor and a next step; whoever led is thanked by the last stage.
        stage = Stage.EMERITUS if leader.stage == Stage.LEADER else leader.stage
        leader.move_to_stage(stage, by=by, note=note)

    @transaction.atomic
    def take_back(self, *, by, reason):
        """It was entered by mistake: all that ended with it is put back. Raises "late" after a month.

        What somebody gave away or changed since does not come back; `left` names it.
        """
        refuse_without(reason)
        locked = self._lock_for(self.State.TAKEN_BACK)
        if not locked.may_be_taken_back:
            refuse("late", _("A departure is taken back within 30 days."))
        locked._refuse_without_a_home()
        self._move(self.State.TAKEN_BACK, by=by, verb="take_back", locked=locked, note=reason, **_signed(by, reason))
        self.left = take_up(locked.let_go, by=by)
        leader = Leader.objects.get(pk=locked.leader_id)
        if leader.stage != locked.stage_before:
            try:
                with transaction.atomic():
                    leader.move_to_stage(locked.stage_before, by=by, note=reason)
            except ValidationError:
                self.left.append(str(Stage(locked.stage_before).label))
        Departure.objects.filter(pk=self.pk).update(left=self.left)

    @transaction.atomic
    def come_back(self, *, by, reason):
        """Who moved away lives here again: new posts may be entered; what ended stays ended."""
        refuse_without(reason)
        locked = self._lock_for(self.State.BACK)
        if not locked.may_come_back:
            raise self._stale()
        locked._refuse_without_a_home()
        self._move(self.State.BACK, by=by, verb="come_back", locked=locked, note=reason, **_signed(by, reason))

    def _refuse_without_a_home(self):
        """Raise ValidationError "ended" where the place the person lives in is retired by now."""
        home = self.leader.region
        if home.has_ended:
            refuse("ended", _("%(region)s is retired.") % {"region": home})


def _signed(by, reason):
    return {"taken_back_at": timezone.now(), "taken_back_by": by, "back_reason": reason.strip()[:200]}
