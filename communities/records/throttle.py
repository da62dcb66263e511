"""How often one address sent something in a span of time: in the database, so that every process counts together."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.seal import blind_index
from registry.ui.signs import told


class SendingCount(models.Model):
    """One address, one form, one span. The address stands in it only as a keyed hash that changes with the span."""

    purpose = models.CharField(_("form"), max_length=40)
    starts_at = models.DateTimeField(_("span from"))
    mark = models.CharField(_("hashed address"), max_length=32)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("count of sendings")
        verbose_name_plural = _("counts of sendings")
        constraints = [
            models.UniqueConstraint(name="sendings_counted_once", fields=["purpose", "starts_at", "mark"]),
        ]
        indexes = [models.Index(name="sendings_by_age", fields=["starts_at"])]

    def __str__(self) -> str:
        return told(self.purpose, self.times)

    @classmethod
    def take(cls, purpose: str, address: str, *, most: int, span: timedelta) -> int:
        """Count one sending; return 0 when it is allowed, else the seconds until the next one is.

        `span` is a timedelta; spans begin at fixed moments, so two processes agree on them.
        """
        key, left = _span(purpose, address, span)
        try:
            with transaction.atomic():
                cls.objects.create(**key, times=1)
                return 0
        except IntegrityError:
            allowed = cls.objects.filter(**key, times__lt=most).update(times=F("times") + 1)
        return 0 if allowed else left

    @classmethod
    def wait(cls, purpose: str, address: str, *, most: int, span: timedelta) -> int:
        """What `take` would return now, nothing counted: 0, or the seconds until the next one is allowed."""
        key, left = _span(purpose, address, span)
        return left if cls.objects.filter(**key, times__gte=most).exists() else 0


def _span(purpose: str, address: str, span: timedelta) -> tuple[dict[str, Any], int]:
    """(the row's columns for the present span, the seconds until it ends)."""
    now, seconds = timezone.now(), int(span.total_seconds())
    start = int(now.timestamp()) // seconds * seconds
    starts_at = datetime.fromtimestamp(start, tz=now.tzinfo)
    mark = blind_index(f"{start}:{address}", field=f"sendings.{purpose}")
    return {"purpose": purpose, "starts_at": starts_at, "mark": mark}, start + seconds - int(now.timestamp())
