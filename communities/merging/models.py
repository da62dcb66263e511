"""What was said of two records that look alike: that they are not the same, or that they became one."""

import json

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.signed import Signed
from communities.scope import ScopedQuerySet
from registry.seal import seal, unseal
from registry.upkeep.constraints import Check
from registry.upkeep.rotation import renew_within

SEAL = "merge.kept"


class Kind(models.TextChoices):
    LEADER = "leader", pgettext_lazy("written twice", "Person")
    ORGANIZATION = "organization", pgettext_lazy("written twice", "Organization")


class Apart(models.Model):
    """Two records that somebody compared and said are not the same: they are not suggested as doubles again."""

    subject = models.CharField(max_length=12, choices=Kind)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    saying = Signed("said", at=_("entered at"), by=_("entered by"), required=True)

    class Meta:
        verbose_name = _("pair of records that are not the same")
        verbose_name_plural = _("pairs of records that are not the same")
        constraints = [
            models.UniqueConstraint(name="apart_once_a_pair", fields=["subject", "first_id", "second_id"]),
            Check(name="apart_in_order", condition=Q(first_id__lt=F("second_id"))),
        ]

    def __str__(self):
        return f"{self.subject} {self.first_id} {self.second_id}"


class Merge(models.Model):
    """Two records made one. What it takes to undo it lies sealed, for it holds a person's data."""

    subject = models.CharField(max_length=12, choices=Kind)
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    label = models.CharField(pgettext_lazy("merge", "record"), max_length=120)
    region_path = models.CharField(max_length=40)
    gone_path = models.CharField(max_length=40)
    kept_version = models.PositiveIntegerField()
    left_photo = models.ImageField(blank=True)  # the file the kept record did not take: not to be swept away
    sealed = models.TextField(editable=False)
    sealed_columns = {"sealed": SEAL}
    doing = Signed("done", at=_("merged at"), by=_("merged by"), required=True)
    undoing = Signed("undone", at=_("taken back at"), by=_("taken back by"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of two records")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="merged_away_once", fields=["subject", "gone_id"], condition=Q(undone_at=None)
            ),
            Check(name="merge_of_two", condition=~Q(kept_id=F("gone_id"))),
            Check(name="merge_has_path", condition=~Q(region_path="") & ~Q(gone_path="")),
        ]
        indexes = [models.Index(name="merges_by_place", fields=["region_path", "-id"])]

    def __str__(self):
        return self.label

    @staticmethod
    def renewed(column, text):
        return json.dumps(renew_within(json.loads(text)), ensure_ascii=False), {}

    @property
    def kept(self):
        """{"row", "before", "steps"}: the row that went, the kept one's columns before, and each step."""
        return json.loads(unseal(self.sealed, field=SEAL))

    @kept.setter
    def kept(self, value):
        self.sealed = seal(json.dumps(value, ensure_ascii=False), field=SEAL)


def successor_of(subject, pk):
    """The number of the record that `pk` became part of, through further merges, or None."""
    seen = set()
    while pk not in seen:
        seen.add(pk)
        after = Merge.objects.filter(subject=subject, gone_id=pk, undone_at=None).values_list("kept_id", flat=True)
        if not (after := after.first()):
            return pk if len(seen) > 1 else None
        pk = after
    return None
