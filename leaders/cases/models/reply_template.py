from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.placed import PlacePath
from communities.regions.models import Region
from communities.scope import ScopedQuerySet, ancestor_paths
from communities.text.fields import FreeCharField, FreeTextField
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check


class ReplyTemplateQuerySet(ScopedQuerySet):
    def for_place(self, path):
        """What a worker at the place may begin an answer with: the templates of the regions above it."""
        return self.filter(retired_at=None, region_path__in=ancestor_paths(path)).order_by("title", "id")


class ReplyTemplate(models.Model):
    """A beginning for answers, written once for a street; every answer is changed before it is sent."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("street"))
    region_path = PlacePath(noun="reply_template")
    title = FreeCharField(pgettext_lazy("matter", "title"), max_length=40)
    text = FreeTextField(_("text"), max_length=1000)
    retired_at = models.DateTimeField(_("retired at"), null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("retired by"),
    )

    objects = ReplyTemplateQuerySet.as_manager()
    unlogged_fields = ("region_path",)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["region_path", "title", "id"]
        constraints = [
            Check(
                name="reply_template_retired_iff_signed",
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("leaders:reply-template-list")

    @transaction.atomic
    def enter(self, *, by):
        self.save(force_insert=True)
        record("reply_template.enter", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def change(self, *, by, title, text):
        locked = ReplyTemplate.objects.select_for_update().get(pk=self.pk)
        if locked.retired_at:
            raise ValidationError(_("This template was retired already."), code="stale")
        before = snapshot(locked)
        self.title, self.text = title, text
        self.save(update_fields=["title", "text"])
        record("reply_template.change", self, by=by, changes=differences(before, self))

    @transaction.atomic
    def retire(self, *, by):
        """Offered no more; answers written from it stay."""
        signed = {"retired_at": timezone.now(), "retired_by": by}
        if not ReplyTemplate.objects.filter(pk=self.pk, retired_at=None).update(**signed):
            raise ValidationError(_("This template was retired already."), code="stale")
        record("reply_template.retire", self, by=by)
