"""What the office left out of a national table: no later one offers it as if nobody had looked at it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.text.fields import KeyField


class LeftOutChange(models.Model):
    """One change that was declined. It holds public names and codes alone, so it is neither sealed nor scoped."""

    mark = KeyField(max_length=160, unique=True)  # the first of `edition.keys_of(change)`
    change = models.JSONField(editable=False)
    left_out_at = models.DateTimeField(_("left out at"), auto_now_add=True)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("left out by")
    )

    class Meta:
        verbose_name = _("change left out of a national table")
        verbose_name_plural = _("changes left out of national tables")
        ordering = ["-id"]

    def __str__(self):
        return self.change["name"]
