"""How many buildings have a head: each building while they fit on a screen, else a bar for each part below."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from communities.records.statements import asked
from communities.regions.models import Level, Region
from communities.scope import WHOLE_TREE, reached_spans, step_below
from communities.text.buildings import building_plate
from leaders.appointments.models import Appointment
from leaders.people.models import Kind
from registry.accounts.models import User
from registry.accounts.roles import Permission

PLATES = 100  # buildings that are drawn one by one
STREET = 16  # digits of a street's path: a place from there down has few enough buildings to be read whole


class Plate(NamedTuple):
    """A building and whether it has a head; `above` it stands its compound, or a community without compounds."""

    pk: int
    name: str
    above: int
    above_name: str
    above_path: str
    above_level: str
    over_name: str
    over_path: str
    has_head: bool
    ends_soon: bool

    @property
    def plate(self) -> Any:
        return building_plate(self.name)

    @property
    def community(self) -> tuple[str, str]:
        """(path, name) of the community."""
        if self.above_level == Level.COMPOUND:
            return self.over_path, self.over_name
        return self.above_path, self.above_name


def coverage_of(user: User) -> dict[str, Any]:
    """{"held", "total", "soon", "vacant", "percent", "plates", "bars"} of all buildings in reach, in one query.

    `plates` are the buildings as [Plate] (none above PLATES), `bars` [{"name", "held", "total", "soon"}].
    """
    spans = reached_spans(user, Permission.REGION_VIEW)
    buildings = Region.objects.current().permitted(user, Permission.REGION_VIEW).filter(level=Level.BUILDING)
    if not spans or spans == [WHOLE_TREE]:
        return _summed([], [])
    if all(len(low) >= STREET for low, _high in spans):
        plates = [Plate(*row) for row in asked("coverage", user, lambda: _of_buildings(buildings))]
        return _summed(_by_community(plates), plates if len(plates) <= PLATES else [])
    columns = ("name", "total", "held", "soon")
    bars = asked("coverage", user, lambda: _of_parts(buildings, spans[0][0]).values_list(*columns))
    return _summed([dict(zip(columns, bar, strict=True)) for bar in bars], [])


def _of_buildings(buildings: QuerySet[Region]) -> QuerySet[Any, Any]:
    """The columns of a Plate, house by house."""
    heads = {"has_head": Exists(_heads()), "ends_soon": Exists(_heads().ending_or_over())}
    rows = buildings.annotate(**heads).order_by("parent__path", "building_key", "path")
    above = ("parent", "parent__name", "parent__path", "parent__level", "parent__parent__name", "parent__parent__path")
    return rows.values_list("pk", "name", *above, *heads)


def _by_community(plates: Iterable[Plate]) -> list[dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {}
    for plate in plates:
        path, name = plate.community
        part = parts.setdefault(path, {"name": name, "held": 0, "total": 0, "soon": 0})
        part["total"] += 1
        part["held"] += plate.has_head
        part["soon"] += plate.ends_soon
    return [part for _path, part in sorted(parts.items())]


def _of_parts(buildings: QuerySet[Region], path: str) -> QuerySet[Any, Any]:
    named = Region.objects.filter(path=OuterRef("part")).values("name")[:1]
    counted = (
        buildings.order_by()
        .annotate(part=step_below(path, "path"))
        .values("part")
        .annotate(
            name=Subquery(named),
            total=Count("pk"),
            held=Count("pk", filter=Exists(_heads())),
            soon=Count("pk", filter=Exists(_heads().ending_or_over())),
        )
    )
    return counted.order_by("part")


def _heads() -> Any:
    return Appointment.objects.current().filter(kind=Kind.BUILDING, region=OuterRef("pk"))


def _summed(bars: list[dict[str, Any]], plates: list[Plate]) -> dict[str, Any]:
    held, total, soon = (sum(bar[name] for bar in bars) for name in ("held", "total", "soon"))
    return {
        "held": held,
        "total": total,
        "soon": soon,
        "vacant": total - held,
        "percent": round(100 * held / total, 1) if total else 0,
        "plates": plates,
        "bars": [] if plates else bars,
    }
