from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.regions.models.region import Region
from communities.text.fields import FreeCharField, KeyField
from communities.text.names import organization_key
from registry.upkeep.constraints import Check


class RegionAct(models.Model):
    """One dated change of the tree, with what is needed to take it back."""

    class Kind(models.TextChoices):
        RENAME = "rename", _("Rename")
        RECODE = "recode", _("New code")
        MOVE = "move", _("Move")
        MERGE = "merge", _("Merge")
        SPLIT = "split", _("Split")
        RETIRE = "retire", _("Retire")
        LEVEL = "level", pgettext_lazy("region act", "Another level")

    keeps_former_place = True

    region = models.ForeignKey(Region, models.PROTECT, related_name="acts", verbose_name=_("region"))
    kind = models.CharField(_("act"), max_length=10, choices=Kind)
    effective_on = models.DateField(_("from"), default=timezone.localdate)
    reason = FreeCharField(_("reason"), max_length=300, blank=True)
    document_number = FreeCharField(_("document number"), max_length=60, blank=True)
    document_key = KeyField(max_length=60, derive=lambda row: organization_key(row.document_number))
    steps = models.JSONField(default=list, editable=False)
    done_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    class Meta:
        verbose_name = _("region act")
        verbose_name_plural = _("region acts")
        ordering = ["-id"]
        constraints = [
            Check(
                name="region_act_taken_back_by_somebody",
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
            )
        ]
        indexes = [models.Index(name="region_act_by_number", fields=["document_key"])]

    def __str__(self):
        return f"{self.get_kind_display()} {self.region}"


class RegionTrace(models.Model):
    """What one region was called, coded and part of until an act changed it."""

    keeps_former_place = True

    act = models.ForeignKey(RegionAct, models.PROTECT, related_name="traces", verbose_name=_("region act"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="traces", verbose_name=_("region"))
    name = FreeCharField(_("name"), max_length=50)
    code = models.CharField(_("statistical code"), max_length=12, blank=True)
    parent = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("part of"))
    number = models.PositiveSmallIntegerField(_("number below it"))

    class Meta:
        verbose_name = _("former name of a region")
        verbose_name_plural = _("former names of regions")
        ordering = ["id"]
        indexes = [models.Index(name="region_trace_by_code", fields=["code"])]

    def __str__(self):
        return self.name


def names_on(region, day):
    """The names from the top down to `region` as they were on `day`."""
    found, here = [], region
    while here is not None:
        trace = (
            RegionTrace.objects.filter(region=here, act__undone_at=None, act__effective_on__gt=day)
            .order_by("act__effective_on", "id")
            .select_related("parent")
            .first()
        )
        found.append((trace or here).name)
        here = trace.parent if trace else here.parent
    return found[::-1]
