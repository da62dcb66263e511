"""A comparison of the tree with a newer national table, kept between its page and what is done of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.text.fields import FreeCharField
from registry.upkeep.constraints import Check


class RegionEdition(models.Model):
    """What one file would change. It holds public names and codes alone, so it is neither sealed nor scoped."""

    file_name = FreeCharField(pgettext_lazy("edition", "file"), max_length=120)
    changes = models.JSONField(default=list, editable=False)
    told = models.JSONField(default=list, editable=False)  # [[position in changes, "" or why it was not done]]
    left_out = models.PositiveIntegerField(_("lines of places not served"), default=0)
    unchanged = models.PositiveIntegerField(_("places as they were"), default=0)
    compared_at = models.DateTimeField(_("compared at"), auto_now_add=True)
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("compared by")
    )
    applied_at = models.DateTimeField(_("carried out at"), null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("carried out by"),
    )

    steps = models.JSONField(default=list, editable=False)  # what was done, in its order, for taking it back
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("taken back by"),
    )

    class Meta:
        verbose_name = _("edition of the national table")
        verbose_name_plural = _("editions of the national table")
        ordering = ["-id"]
        constraints = [
            Check(
                name="region_edition_carried_out_by_somebody",
                condition=Q(applied_at=None, applied_by=None) | Q(applied_at__isnull=False, applied_by__isnull=False),
            ),
            Check(
                name="region_edition_taken_back_after_it_was_carried_out",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, applied_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("communities:region-edition", args=[self.pk])

    @property
    def can_be_taken_back(self):
        """Whether it was carried out since steps are kept, and stands."""
        return bool(self.steps) and self.taken_back_at is None
