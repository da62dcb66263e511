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
        if self.state != self.State.CURRENT:
            self._move(self.State.WITHDRAWN, by=by, note=note, return_reason="")
            return
        over = {"ended_on": timezone.localdate(), "end_reason": self.EndReason.DISSOLVED}
        self._move(self.State.ENDED, by=by, note=note, **over)

    def taken_up(self, *, by):
        """The closing was taken back."""
        self.leader.refresh_standing()
