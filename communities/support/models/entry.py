"""The lines of the ledger: what was used of a grant and what came back."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.money import NOTHING, YuanField
from communities.records.placed import PlacePath
from communities.records.signed import Signed
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField
from registry.accounts.roles import Permission
from registry.ui.money import in_yuan
from registry.upkeep.constraints import Check

FEN = Decimal("0.01")


class SupportEntryQuerySet(ScopedQuerySet):
    def with_names(self):
        return self.select_related("support__organization__region", "entered_by")

    def totals(self):
        """{"used", "returned"} of the lines; what was taken back is taken off."""
        parts = {
            f"{kind}_{sign}": Sum("amount", filter=Q(kind=kind, reverses__isnull=sign == "plus"))
            for kind in SupportEntry.Kind.values
            for sign in ("plus", "minus")
        }
        found = self.order_by().aggregate(**parts)
        return {
            kind: (found[f"{kind}_plus"] or NOTHING) - (found[f"{kind}_minus"] or NOTHING)
            for kind in SupportEntry.Kind.values
        }


class SupportEntry(models.Model):
    """One line of the ledger. Never changed: a wrong line is met by a counter line that names it."""

    class Kind(models.TextChoices):
        USED = "used", _("Used")
        RETURNED = "returned", _("Given back")

    support = models.ForeignKey(
        "communities.Support", models.PROTECT, related_name="entries", verbose_name=_("support")
    )
    region_path = PlacePath("support")
    kind = models.CharField(_("kind of line"), max_length=8, choices=Kind)
    amount = YuanField(_("amount (yuan)"), validators=[MinValueValidator(FEN)])
    booked_on = DayField(_("day"))
    what_for = FreeCharField(_("what for"), max_length=80)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("takes back")
    )
    entry = Signed("entered", at=_("entered at"), by=_("entered by"), required=True)

    objects = SupportEntryQuerySet.as_manager()
    unlogged_fields = ("entered_at", "entered_by")
    document_permission = Permission.SUPPORT_EDIT

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        ordering = ["booked_on", "id"]
        indexes = [models.Index(name="ledger_line_by_day", fields=["region_path", "-booked_on", "-id"])]
        constraints = [
            Check(name="ledger_line_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {in_yuan(self.amount)} {self.what_for}"

    def get_absolute_url(self):
        return self.support.get_absolute_url()

    @property
    def takes_documents(self):
        """Receipts, which come in after settling too."""
        return self.support.takes_documents

    def documents_changed_by(self, user):
        return self.support.documents_changed_by(user)

    @property
    def signed(self):
        return -self.amount if self.reverses_id else self.amount

    def clean(self):
        if self.booked_on and self.booked_on > timezone.localdate():
            raise ValidationError({"booked_on": _("This day lies in the future.")})

    @transaction.atomic
    def take_back(self, *, by, what_for):
        """Meet this line with a counter line; raises ValidationError when it was met, or is one itself."""
        if self.reverses_id or SupportEntry.objects.filter(reverses=self).exists():
            raise ValidationError(_("This line was taken back already."), code="stale")
        return self.support._book(
            self.kind, self.amount, on=timezone.localdate(), what_for=what_for, by=by, reverses=self
        )
