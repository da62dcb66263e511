"""The seats of one: who sits there now, and what may be entered beside that."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.refusals import refuse


class Seat(models.Model):
    """Mixed into `Appointment`. Only a building and a compound are seats of one."""

    class Meta:
        abstract = True

    def sitting(self):
        """The current appointment in the same seat, or None. Only a building and a compound are seats of one."""
        if not self.region_id:
            return None
        return (
            type(self)
            .objects.current()
            .with_names()
            .filter(kind=self.kind, region_id=self.region_id)
            .exclude(pk=self.pk)
            .first()
        )

    def is_past_beside(self, sitting):
        """Whether this term is over while `sitting` serves in the same seat."""
        return sitting is not None and self.term_ends_on < timezone.localdate()

    def _refuse_to_replace(self, sitting, *, replace):
        names = {"post": self.post, "leader": sitting.leader}
        if self.started_on > timezone.localdate():
            text = _("%(leader)s is in office until %(day)s; confirm the successor from that day on.")
            refuse("early", text % {"leader": sitting.leader, "day": self.started_on})
        if not replace:
            text = _("%(post)s is still held by %(leader)s; end that term first, or let it end by this decision.")
            refuse("taken", text % names)

    def _refuse_taken_seat(self):
        self.leader.refuse_after_departure()
        waiting = type(self).objects.pending().with_names().exclude(pk=self.pk)
        if self.region_id:
            waiting = waiting.filter(kind=self.kind, region_id=self.region_id)
        elif self.organization_id:
            waiting = (
                type(self)
                .objects.filter(
                    state__in=[self.State.PENDING, self.State.CURRENT],
                    organization_id=self.organization_id,
                    leader_id=self.leader_id,
                )
                .exclude(pk=self.pk)
            )
        else:
            return
        other = waiting.first()
        if other:
            raise ValidationError(
                _("For %(post)s there is an entry already: %(leader)s (%(state)s).")
                % {"post": other.post, "leader": other.leader, "state": other.get_state_display()},
                code="taken",
            )
