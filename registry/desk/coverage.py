"""How many buildings have a head: each building while they fit on a screen, else a bar for each part below."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from communities.records.statements import asked
from communities.regions.models import Level, Region
from communities.scope import WHOLE_TREE, reached_spans, step_below
from communities.text.buildings import building_plate
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.changes import GENERATIONS
from registry.desk.figures import counted_buildings, heads
from registry.desk.streets import by_part, figures_by_street, is_wide

PLATES = 100  # buildings that are drawn one by one


class Plate(NamedTuple):
    """A building and whether it has a head; `above` it stands its compound, or a community without compounds."""

    pk: int
    name: str
    above: int
    above_name: str
    above_path: str
    above_level: str
    over: int
    over_name: str
    over_path: str
    has_head: bool
    ends_soon: bool

    @property
    def plate(self) -> Any:
        return building_plate(self.name)

    @property
    def community(self) -> tuple[str, int, str]:
        """(path, key, name) of the community."""
        if self.above_level == Level.COMPOUND:
            return self.over_path, self.over, self.over_name
        return self.above_path, self.above, self.above_name


def coverage_of(user: User) -> dict[str, Any]:
    """{"held", "total", "soon", "vacant", "percent", "plates", "bars"} of all buildings in reach, in one query.

    `plates` are the buildings as [Plate] (none above PLATES), `bars` the parts as [{"pk", "name", "held", "total",
    "soon"}].
    """
    spans = reached_spans(user, Permission.REGION_VIEW)
    buildings = Region.objects.current().permitted(user, Permission.REGION_VIEW).filter(level=Level.BUILDING)
    if not spans or spans == [WHOLE_TREE]:
        return _summed([], [])
    if all(len(low) >= GENERATIONS for low, _high in spans):  # few enough buildings to be read whole
        plates = [Plate(*row) for row in asked("coverage", user, lambda: _of_buildings(buildings))]
        return _summed(_by_community(plates), plates if len(plates) <= PLATES else [])
    if is_wide(spans):
        return _summed(_of_streets(user, [low for low, _high in spans]), [])
    columns = ("pk", "name", "total", "held", "soon")
    bars = asked("coverage", user, lambda: _of_parts(buildings, spans[0][0]).values_list("key", *columns[1:]))
    return _summed([dict(zip(columns, bar, strict=True)) for bar in bars], [])


def _of_buildings(buildings: QuerySet[Region]) -> QuerySet[Any, Any]:
    """The columns of a Plate, house by house."""
    held = {"has_head": Exists(heads()), "ends_soon": Exists(heads().ending_or_over())}
    rows = buildings.annotate(**held).order_by("parent__path", "building_key", "path")
    above = ("parent", "parent__name", "parent__path", "parent__level")
    over = ("parent__parent", "parent__parent__name", "parent__parent__path")
    return rows.values_list("pk", "name", *above, *over, *held)


def _by_community(plates: Iterable[Plate]) -> list[dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {}
    for plate in plates:
        path, key, name = plate.community
        part = parts.setdefault(path, {"pk": key, "name": name, "held": 0, "total": 0, "soon": 0})
        part["total"] += 1
        part["held"] += plate.has_head
        part["soon"] += plate.ends_soon
    return [part for _path, part in sorted(parts.items())]


def _of_streets(user: User, places: list[str]) -> list[dict[str, Any]]:
    """The bars of the parts of each of `places`, of what is kept by street; one query, for their names."""
    streets = figures_by_street(user, Permission.REGION_VIEW)
    parts = {
        part: numbers for path in places for part, numbers in by_part(streets, path).items() if numbers["buildings"]
    }
    rows = Region.objects.filter(path__in=[*parts]).values_list("path", "pk", "name")
    named = {path: {"pk": key, "name": name} for path, key, name in rows}
    return [
        named[part] | {"total": numbers["buildings"], "held": numbers["covered"], "soon": numbers["soon"]}
        for part, numbers in sorted(parts.items())
    ]


def _of_parts(buildings: QuerySet[Region], path: str) -> QuerySet[Any, Any]:
    """The same counted from the buildings, where a reach is made of streets and of single communities."""
    here = Region.objects.filter(path=OuterRef("part"))
    key, named = Subquery(here.values("pk")[:1]), Subquery(here.values("name")[:1])
    parts = buildings.order_by().annotate(part=step_below(path, "path")).values("part")
    sums = counted_buildings()
    counted = parts.annotate(key=key, name=named, total=sums["buildings"], held=sums["covered"], soon=sums["soon"])
    return counted.order_by("part")


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
