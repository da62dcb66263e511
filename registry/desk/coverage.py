"""How many buildings have a head: each building while they fit on a screen, else a bar for each part below."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery

from communities.regions.models import Level, Region
from communities.scope import WHOLE_TREE, reached_spans, step_below
from leaders.appointments.models import Appointment
from leaders.people.models import Kind
from registry.accounts.roles import Permission

PLATES = 100  # buildings that are drawn one by one
STREET = 16  # digits of a street's path: a place from there down has few enough buildings to be read whole


def coverage_of(user):
    """{"held", "total", "soon", "vacant", "percent", "plates", "bars"} of all buildings in reach, in one query.

    `plates` are the buildings with `has_head` and `ends_soon` (none above PLATES), `bars` [{"name", "held", "total"}].
    """
    spans = reached_spans(user, Permission.REGION_VIEW)
    buildings = Region.objects.current().permitted(user, Permission.REGION_VIEW).filter(level=Level.BUILDING)
    if not spans or spans == [WHOLE_TREE]:
        return _summed([], [])
    if all(len(low) >= STREET for low, _high in spans):
        return _of_buildings(buildings)
    return _of_parts(buildings, spans[0][0])


def _of_buildings(buildings):
    rows = list(
        buildings.annotate(has_head=Exists(_heads()), ends_soon=Exists(_heads().ending_or_over()))
        .select_related("parent__parent")
        .order_by("parent__path", "building_key", "path")
    )
    parts: dict[str, dict[str, Any]] = {}
    for row in rows:
        above = row.parent.parent if row.parent.level == Level.COMPOUND else row.parent
        part = parts.setdefault(above.path, {"name": above.name, "held": 0, "total": 0, "soon": 0})
        part["total"] += 1
        part["held"] += row.has_head
        part["soon"] += row.ends_soon
    bars = [part for _path, part in sorted(parts.items())]
    return _summed(bars, rows) if len(rows) <= PLATES else _summed(bars, [])


def _of_parts(buildings, path):
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
    return _summed(list(counted.order_by("part")), [])


def _heads():
    return Appointment.objects.current().filter(kind=Kind.BUILDING, region=OuterRef("pk"))


def _summed(bars, plates):
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
