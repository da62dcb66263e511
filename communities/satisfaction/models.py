"""How residents find the service of a group or of a building's post: shown only as a figure over five answers."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.records.placed import PlacePath
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.text.dates import Precision, shown
from communities.text.fields import DayField
from registry.audit.changes import note_changes
from registry.upkeep.constraints import Check
from registry.upkeep.written import Given, ask

FEWEST_ANSWERS = 5  # below it a figure could be traced to people
MONTHS_COUNTED = 12


class SatisfactionAnswer(models.Model):
    """One answer of one month about a service, never about a person; nothing in it says whose it is."""

    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="satisfaction",
        verbose_name=_("organization"),
    )
    building = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="satisfaction", verbose_name=_("building")
    )
    region_path = PlacePath("organization", "building", noun="satisfaction")
    score = models.PositiveSmallIntegerField(
        _("satisfaction with the service"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    month = DayField(_("month"), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("satisfaction answer")
        verbose_name_plural = _("satisfaction answers")
        constraints = [
            Check(
                name="satisfaction_with_one_service",
                condition=Q(organization__isnull=False, building=None) | Q(organization=None, building__isnull=False),
            ),
            Check(name="satisfaction_from_1_to_5", condition=Q(score__gte=1, score__lte=5)),
        ]
        indexes = [
            models.Index(name="satisfaction_of_group", fields=["organization", "month"]),
            models.Index(name="satisfaction_of_building", fields=["building", "month"]),
        ]

    def __str__(self):
        return shown(self.month, Precision.MONTH)

    @transaction.atomic
    def keep(self):
        """Write it under this month; the day and hour are not kept. No log names it, so kept pages are told here."""
        self.month = timezone.localdate().replace(day=1)
        self.save(force_insert=True)
        note_changes([self.region_path])


def satisfaction_figures(*, organizations=(), buildings=()):
    """{organization or building: {"answers", "mean"}} of the last twelve months, from five answers on."""
    since = (timezone.localdate() - timedelta(days=MONTHS_COUNTED * 30)).replace(day=1)
    given = {f"organization {at}": row.pk for at, row in enumerate(organizations)}
    given |= {f"building {at}": row.pk for at, row in enumerate(buildings)}

    def build():
        groups, houses = ([Given(one) for one in given if one.startswith(kind)] for kind in ("organ", "build"))
        rows = SatisfactionAnswer.objects.filter(
            Q(organization__id__in=groups) | Q(building__id__in=houses), month__gte=since
        )
        counted = rows.values_list("organization", "building").annotate(answers=Count("pk"), mean=Avg("score"))
        return counted.order_by().filter(answers__gte=FEWEST_ANSWERS)

    counted = ask(("satisfaction", len(organizations), len(buildings)), build, **given)
    figures = {(group, house): {"answers": n, "mean": round(float(mean), 1)} for group, house, n, mean in counted}
    found = {row: figures.get((row.pk, None)) for row in organizations}
    found |= {row: figures.get((None, row.pk)) for row in buildings}
    return {row: figure for row, figure in found.items() if figure is not None}
