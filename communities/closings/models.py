"""The end of an organization's registration: proposed by one, decided by a manager, taken back within a month."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.records.endings import take_up
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse, refuse_second, refuse_without
from communities.records.signed import Signed
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField
from registry.accounts.roles import Permission
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check

TAKEN_BACK_WITHIN = timedelta(days=30)


class ClosingQuerySet(ScopedQuerySet):
    def proposed(self):
        return self.filter(state=Closing.State.PROPOSED)

    def with_names(self):
        return self.select_related("organization__region", "submitted_by", "decided_by", "taken_back_by")


class Closing(StateMachine):
    """One closing of one group. A group that is on file, public, hosted or supported `needs_second`: somebody else."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Closing to be decided")
        AGREED = "agreed", pgettext_lazy("organization", "Closed")
        RETURNED = "returned", _("Closing not agreed to")
        WITHDRAWN = "withdrawn", _("Proposal withdrawn")
        TAKEN_BACK = "taken_back", _("Closing taken back")

    MOVES = {
        State.PROPOSED: {State.AGREED, State.RETURNED, State.WITHDRAWN},
        State.AGREED: {State.TAKEN_BACK},
        State.RETURNED: set(),
        State.WITHDRAWN: set(),
        State.TAKEN_BACK: set(),
    }
    WAITING = {State.PROPOSED}
    TONES = {"proposed": "info", "agreed": "mute", "returned": "warn", "withdrawn": "mute", "taken_back": "ok"}
    noun = "closing"
    stale_message = _("This closing has already moved on; reload the page.")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="closings", verbose_name=_("organization")
    )
    region_path = PlacePath("organization")
    reason = FreeCharField(_("reason"), max_length=300)
    needs_second = models.BooleanField(_("a second person decides"), default=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    return_reason = FreeCharField(_("reason for returning"), max_length=200, blank=True, editable=False)
    was_published = models.BooleanField(default=False, editable=False)
    closed_on = DayField(_("closed on"), null=True, editable=False)
    let_go = models.JSONField(default=list, editable=False)  # what ended with it, for `records.endings.take_up`
    take_back_reason = FreeCharField(_("why it was taken back"), max_length=200, blank=True, editable=False)
    left = models.JSONField(default=list, editable=False)  # what did not come back with it, in words
    submission = Signed("submitted", at=_("proposed at"), by=_("proposed by"), required=True)
    decision = Signed("decided", at=_("decided at"), by=_("decided by"), other_than=("submitted",))
    taking_back = Signed("taken_back", at=_("taken back at"), by=_("taken back by"))

    objects = ClosingQuerySet.as_manager()
    unlogged_fields = ("let_go", "left", "was_published")

    class Meta:
        verbose_name = _("closing of an organization")
        verbose_name_plural = _("closings of organizations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_proposed_closing_per_organization", fields=["organization"], condition=Q(state="proposed")
            ),
            Check(
                name="closing_of_an_established_group_is_decided",
                condition=~Q(state__in=["agreed", "taken_back"]) | Q(needs_second=False) | Q(decided_by__isnull=False),
            ),
            Check(
                name="closing_dated_iff_closed",
                condition=Q(state__in=["agreed", "taken_back"], closed_on__isnull=False)
                | (~Q(state__in=["agreed", "taken_back"]) & Q(closed_on=None)),
            ),
            Check(
                name="closing_returned_iff_reasoned",
                condition=(Q(state="returned") & ~Q(return_reason="")) | (~Q(state="returned") & Q(return_reason="")),
            ),
            Check(
                name="closing_taken_back_iff_reasoned",
                condition=(Q(state="taken_back", taken_back_by__isnull=False) & ~Q(take_back_reason=""))
                | (~Q(state="taken_back") & Q(taken_back_by=None, take_back_reason="")),
            ),
        ]
        indexes = [models.Index(name="closing_of_state", fields=["region_path", "state", "id"])]

    def __str__(self):
        return str(self.organization)

    def get_absolute_url(self):
        return reverse("communities:closing-detail", args=[self.pk])

    @property
    def tag(self):
        return self.TONES[self.state], self.get_state_display()

    @property
    def taken_back_until(self):
        return self.closed_on + TAKEN_BACK_WITHIN

    @property
    def may_be_taken_back(self):
        return self.state == self.State.AGREED and timezone.localdate() <= self.taken_back_until

    @property
    def take_back_permission(self):
        """What only a manager could close, only a manager takes up again."""
        return Permission.FILING_DECIDE if self.needs_second else Permission.ORGANIZATION_EDIT

    @transaction.atomic
    def propose(self, *, by):
        """Hand it in; a group on which nothing hangs yet is closed at once.

        Raises ValidationError "ended", "taken" (a proposal waits already) or "reason".
        """
        refuse_without(self.reason, _("Say why the registration ends."), field="reason")
        organization = self.organization.lock_current()
        first = Closing.objects.proposed().select_related("submitted_by").filter(organization=organization).first()
        if first:
            said = _("A proposal to close %(name)s waits already.") % {"name": organization}
            refuse_second(said, at=first.submitted_at, by=first.submitted_by)
        self.needs_second = organization.is_established
        self.submitted_at, self.submitted_by = timezone.now(), by
        self.full_clean(exclude=["region_path", "submitted_by", "organization"], validate_constraints=False)
        self.save(force_insert=True)
        record("closing.propose", self, by=by, changes=differences({}, self))
        if not self.needs_second:
            self._close(self._lock(), by=by)

    @transaction.atomic
    def decide(self, *, by):
        """Close the group with everything that hangs on it; raises ValidationError "own", "stale" or "ended"."""
        locked = self._lock_for(self.State.AGREED, by=by)
        self._close(locked, by=by, decided_at=timezone.now(), decided_by=by)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """The group stays."""
        refuse_without(reason)
        locked = self._lock_for(self.State.RETURNED, by=by)
        decided = {"decided_at": timezone.now(), "decided_by": by, "return_reason": reason[:200]}
        self._move(self.State.RETURNED, by=by, verb="return", locked=locked, note=reason, **decided)

    @transaction.atomic
    def withdraw(self, *, by):
        """Take the proposal back while it waits."""
        self._move(self.State.WITHDRAWN, by=by, locked=self._lock_own(self.State.WITHDRAWN, by=by))

    @transaction.atomic
    def take_back(self, *, by, reason):
        """Take the group up again as it was: raises ValidationError "late" after a month, "ended" for a retired place.

        What somebody gave away or changed since does not come back; `left` names it.
        """
        refuse_without(reason)
        locked = self._lock_for(self.State.TAKEN_BACK)
        if not locked.may_be_taken_back:
            refuse("late", _("A closing is taken back within 30 days; register the group anew."))
        organization = Organization.objects.select_for_update().get(pk=locked.organization_id)
        if not organization.region.is_current:
            raise ValidationError(_("%(region)s is retired.") % {"region": organization.region}, code="ended")
        signed = {"taken_back_at": timezone.now(), "taken_back_by": by, "take_back_reason": reason[:200]}
        self._move(self.State.TAKEN_BACK, by=by, verb="take_back", locked=locked, note=reason, **signed)
        organization.reopen(by=by, note=reason, shown=locked.was_published)
        self.left = take_up(locked.let_go, by=by)
        Closing.objects.filter(pk=self.pk).update(left=self.left)
        organization.follow_filing(by=by, note=reason)

    def _close(self, locked, *, by, **decided):
        organization = locked.organization
        was = {"was_published": organization.is_published, "closed_on": timezone.localdate()}
        self._move(self.State.AGREED, by=by, verb="close", locked=locked, **was, **decided)
        self.let_go = organization.end(by=by, note=locked.reason)
        Closing.objects.filter(pk=self.pk).update(let_go=self.let_go)

    def _to_lock(self):
        return Closing.objects.select_for_update(of=("self",)).select_related("organization__region")
