"""What is counted of a place: the same sums for the desk, the statistics and their workbooks.

What stands (people, buildings, organizations) is counted as it is today; what happens (money, hours, awards, matters)
is summed over a year. Sums are asked of the database, a query each, never added up from rows.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, ExtractYear

from communities.organizations.models import NationalClass, Organization
from communities.regions.models import Level, Region
from communities.support.models import Support
from leaders.appointments.models import Appointment
from leaders.cases.models import Case as Matter
from leaders.incentives.models import Incentive
from leaders.people.models import Kind, Leader, Stage
from leaders.training.models import TrainingYear

MODES = Organization.ManagementMode.values
CLASSES = NationalClass.values
STATUSES = Organization.LegalStatus.values
FLOWS = ("granted", "minutes", "held_minutes", "awarded", "raised", "answered")
PEOPLE = {
    "people": Count("pk", filter=Q(term_ends_on__isnull=False)),
    **{kind: Count("pk", filter=Q(**{f"leads_{kind}": True})) for kind in Kind.values},
    **{f"stage_{stage}": Count("pk", filter=Q(stage=stage) & Leader.is_here()) for stage in Stage.values},
}
GROUPS = {
    "organizations": Count("pk"),
    **{status: Count("pk", filter=Q(legal_status=status)) for status in STATUSES},
    **{f"mode_{mode}": Count("pk", filter=Q(management_mode=mode)) for mode in MODES},
    **{f"class_{one}": Count("pk", filter=Q(category__national_class=one)) for one in CLASSES},
}
EACH = Count("pk")

Rows = Callable[[Any], Any]  # the rows of a model that are counted, in no order
Part = Callable[[str], Any]  # by which part of the column that holds the path they are counted
Counted = dict[str, dict[Any, int]]  # {part: {name, or (name, year): number}}


def standing(rows: Rows, part: Part) -> Counted:
    """{part: {name: number}} of people, buildings and organizations as they are today; three queries."""
    found: Counted = {}
    for sums in (
        _grouped(rows(Leader), part("region_path"), PEOPLE),
        _grouped(rows(Region).current().filter(level=Level.BUILDING), part("path"), counted_buildings()),
        _grouped(rows(Organization).current(), part("region_path"), GROUPS),
    ):
        for row in sums:
            found.setdefault(row.pop("part"), {}).update(row)
    return found


def happened(rows: Rows, part: Part, years: Iterable[int]) -> Counted:
    """{part: {(name, year): number}} of what is summed over a year; one query, a union of the sums."""

    def yearly(found: QuerySet[Any], name: str, year: Any, number: Any) -> QuerySet[Any, Any]:
        found = found.annotate(on=year).filter(on__in=years)
        return union_of(found, name, F("on"), number, part=part("region_path"))

    cases = rows(Matter).standing()
    asked = [
        yearly(rows(Support).granted(), "granted", F("year"), Sum("granted")),
        yearly(rows(TrainingYear), "minutes", F("year"), Sum("minutes")),
        yearly(rows(TrainingYear).in_office(), "held_minutes", F("year"), Sum("minutes")),
        yearly(rows(Incentive), "awarded", ExtractYear("awarded_on"), EACH),
        yearly(cases, "raised", ExtractYear("received_on"), EACH),
        yearly(cases.exclude(answered_on=None), "answered", ExtractYear("received_on"), EACH),
    ]
    sums: Counted = {}
    for place, name, year, number in asked[0].union(*asked[1:], all=True):
        sums.setdefault(place, {})[name, year] = number or 0
    return sums


def counted_buildings() -> dict[str, Count]:
    """The sums of buildings: all, those with a head, and of these the ones whose head's term ends soon or is over."""
    return {
        "buildings": Count("pk"),
        "covered": Count("pk", filter=Exists(heads())),
        "soon": Count("pk", filter=Exists(heads().ending_or_over())),
    }


def heads() -> Any:
    """The posts of the head in office of the building a query stands at."""
    return Appointment.objects.current().filter(kind=Kind.BUILDING, region=OuterRef("pk"))


def union_of(rows: QuerySet[Any], what: Any, key: Any, number: Any = EACH, **part: Any) -> QuerySet[Any, Any]:
    """Rows (what, key, number) for a union, behind the `part` of the place if one is given; each has the same types."""
    what = Cast(what if isinstance(what, F) else Value(what), CharField())
    names = (*part, "what", "key")
    rows = rows.annotate(**part, what=what, key=Cast(key, BigIntegerField())).values(*names)
    return rows.annotate(number=Cast(number, BigIntegerField())).values_list(*names, "number")


def _grouped(rows: QuerySet[Any], part: Any, sums: dict[str, Any]) -> QuerySet[Any, Any]:
    return rows.annotate(part=part).values("part").annotate(**sums)
