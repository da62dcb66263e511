"""Ends without a verdict: taken back while it waits, or let go with the organization or seat it is for."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.endings import Ending


class Leaving(models.Model):
    """Mixed into `Appointment`."""

    on_closing = Ending(
        _("Posts"), _("end today; what is not confirmed is withdrawn"),
        lambda: Q(state__in=["pending", "returned", "current"]),
    )  # fmt: skip

    on_leaving = Ending(
        _("Posts"), _("end on the day of the departure; what is not confirmed is withdrawn"),
        lambda: Q(state__in=["pending", "returned", "current"]),
        act=lambda row, *, by, note, how, on: row.leave(by=by, note=note, reason=how, on=on),
    )  # fmt: skip

    class Meta:
        abstract = True

    @transaction.atomic
    def withdraw(self, *, by):
        """Whoever handed it in takes it back before it is confirmed."""
        locked = self._lock_own(self.State.WITHDRAWN, by=by)
        self._move(self.State.WITHDRAWN, by=by, locked=locked, return_reason="")

    @transaction.atomic
    def let_go(self, *, by, note):
        """The organization or the seat is no more."""
        self._leave(by=by, note=note, reason=self.EndReason.DISSOLVED, on=timezone.localdate())

    @transaction.atomic
    def leave(self, *, by, note, reason, on):
        """The person has left: on that day, or on the first day of a term that began later."""
        self._leave(by=by, note=note, reason=reason, on=max(on, min(self.started_on, timezone.localdate())))

    def _leave(self, *, by, note, reason, on):
        if self.state != self.State.CURRENT:
            self._move(self.State.WITHDRAWN, by=by, note=note, return_reason="")
            return
        self._move(self.State.ENDED, by=by, note=note, ended_on=on, end_reason=reason)

    def taken_up(self, *, by):
        """The closing or the departure was taken back."""
        self.leader.refresh_standing()
