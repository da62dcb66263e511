"""What the desk shows of impact assessments: where one is missing or grown old, how they read, where they stand."""

from typing import Any

from django.db.models import DateField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.assessments.models import Assessment
from communities.pages.menu import item
from communities.records.checked import Checked, Part
from communities.records.lines import DueEntry, Line, Source
from communities.regions.models import Level, Region
from communities.scope import places_above
from registry.accounts.roles import Permission, Role


def unassessed(_asked: object) -> QuerySet[Any]:
    """Streets with a manager of their own and no assessment, nor one above them."""
    above = Assessment.objects.filter(region_path__in=places_above(OuterRef("path")))
    managed = Region.objects.filter(level=Level.STREET, posting__role=Role.MANAGER, posting__ended_on=None)
    rows = Region.objects.current().filter(~Exists(above), pk__in=managed.values("pk"))
    today = Value(timezone.localdate(), output_field=DateField())
    return rows.annotate(missing_on=Coalesce("opened_on", today))


def describe_unassessed(street: str) -> DueEntry:
    return "eye", street, _("Impact assessment of publication missing"), _("Enter assessment")


def form_of(line: Line) -> str:
    return f"{reverse('communities:assessment-create')}?region={line.pk}"


def to_review(_asked: object) -> QuerySet[Any]:
    """The last assessment of each place, once its day has come."""
    return Assessment.objects.newest().filter(review_on__lte=timezone.localdate())


def describe_review(place: str) -> DueEntry:
    return "eye", place, _("Impact assessment to be looked at again"), _("Assess anew")


DUE = [
    Source(
        "assessment_missing", "", Permission.ASSESSMENT_EDIT, unassessed, "missing_on", ("name",),
        describe_unassessed, form_of,
    ),
    Source(
        "assessment_review", "", Permission.ASSESSMENT_EDIT, to_review, "review_on", ("region__name",),
        describe_review, "communities:assessment-detail",
    ),
]  # fmt: skip

SENTENCES = {"assessment.enter": gettext_lazy("%(who)s entered the impact assessment %(what)s")}

MENU = [
    item(
        "manage", "assessment", Permission.ASSESSMENT_VIEW, "communities:assessment-list", "eye",
        gettext_lazy("Impact assessments"),
    ),
]  # fmt: skip

LOOK = ("communities:assessment-list", Permission.ASSESSMENT_VIEW)
CHECKED = [
    Checked(
        "unassessed", Part.PUBLIC, gettext_lazy("Streets without an impact assessment of publication"), unassessed,
        "path", is_fault=True, look=LOOK,
    ),
    Checked(
        "assessments_old", Part.PUBLIC, gettext_lazy("Impact assessments whose day to be looked at again has come"),
        to_review, is_fault=True, look=LOOK,
    ),
]  # fmt: skip
