"""Matters that tell the same: one is handled, the others are joined with it, and can be taken apart again."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from registry.audit.log import record

NEXT_DAY = {"received": "acknowledge_by", "handling": "reply_by", "answered": "close_by"}


class Joined(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def merge(self, *, by, into):
        """Handle it as one with `into`: whoever raised it reads the answers given there."""
        first, second = sorted((self.pk, into.pk))
        rows = {pk: type(self).objects.select_for_update(of=("self",)).get(pk=pk) for pk in (first, second)}
        locked, main = rows[self.pk], rows[into.pk]
        if main.merged_into_id and main.pk != locked.pk:
            said = _("%(number)s is joined with %(main)s already; that one is handled.")
            joined = {"number": main.number, "main": main.merged_into.number}
            raise ValidationError({"into": said % joined}, code="stale")
        if locked.pk == main.pk or not locked.is_open or not main.is_open:
            raise ValidationError({"into": _("Only two open matters can be joined.")}, code="stale")
        if locked.doubles.exists():
            raise ValidationError(
                {"into": _("Others are joined with this matter; join it the other way round.")}, code="chain"
            )
        self._change(locked, by=by, verb="merge", merged_into=main, due_on=None)
        self.entries.create(kind="merged", by=by, text=main.number)
        main.entries.create(kind="merged", by=by, text=self.number)

    @transaction.atomic
    def unmerge(self, *, by):
        """Take it apart: it is handled by itself again, by its own clock."""
        locked = self._lock()
        if locked.merged_into_id is None:
            raise self._stale()
        due = getattr(locked, NEXT_DAY[locked.state])
        self._change(locked, by=by, verb="unmerge", merged_into=None, due_on=due, settled_at=None)
        self.entries.create(kind="merged", by=by, text="–")

    @transaction.atomic
    def add_partner(self, organization, *, by):
        """One more organization raises it: a joint matter."""
        locked = self._open()
        if organization.pk == locked.organization_id or locked.partners.filter(pk=organization.pk).exists():
            raise ValidationError({"organization": _("This organization raises it already.")}, code="taken")
        locked.partners.add(organization)
        record("case.partner", locked, by=by, note=organization.name)
