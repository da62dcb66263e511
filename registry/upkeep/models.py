from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.upkeep.constraints import Check


class DailyRun(models.Model):
    """When one of the daily jobs ran last, what it said, and who runs it now: the row is the lock of its job.

    A lease and not a row lock: a transaction held for the whole job would stop every other writer of SQLite.
    """

    job = models.CharField(_("job"), max_length=40, unique=True)
    holder = models.CharField(max_length=32, blank=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(_("begun"), null=True)
    done_at = models.DateTimeField(_("last done"), null=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    is_failed = models.BooleanField(_("failed"), default=False)

    class Meta:
        verbose_name = _("daily job")
        verbose_name_plural = _("daily jobs")
        ordering = ["job"]

    def __str__(self) -> str:
        return self.job


class KeyCanary(models.Model):
    """A known word sealed with PHONE_KEY, in the only row: what cannot be opened was sealed with another key."""

    sealed = models.CharField(max_length=120, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("key mark")
        verbose_name_plural = _("key marks")
        constraints = [Check(name="one_key_canary", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.made_at)
