"""The tree of a day gone by: which rows lay in a place then, and in which of its parts.

Only moves are undone. What was merged lies with its successor since and cannot be told apart there; what was split
lies in the parts.
"""

from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, Q, Value, When
from django.utils import timezone

from communities.regions.models import RegionAct, RegionTrace
from communities.scope import ancestor_paths, in_spans, lies_in, part_below, span_of, step_below


class Moved(NamedTuple):
    """A place that lay elsewhere: its name, what it was part of until `until`, what it is part of now."""

    name: str
    then: str
    now: str
    until: date


class Zone(NamedTuple):
    """The rows at `path` today and below lay in the place (in its part `part`), or did not (None)."""

    path: str
    part: str | None


class FormerTree:
    """How the place at `place` was made up on `day`. One query; none more where nothing was moved since."""

    def __init__(self, place: str, day: date) -> None:
        self.place = place
        since = {"act__kind": RegionAct.Kind.MOVE, "act__undone_at": None, "act__effective_on__gt": day}
        traces = RegionTrace.objects.filter(**since).exclude(parent=None).order_by("act__effective_on", "id")
        self._parents: dict[str, str] = {}  # {path today: the path, today, of what it was part of on the day}
        self._told: dict[str, Moved] = {}
        columns = ("region__path", "parent__path", "region__name", "parent__name", "region__parent__name")
        for path, parent, *names, until in traces.values_list(*columns, "act__effective_on"):
            if path not in self._parents:  # the first move after the day says where it lay on it
                self._parents[path] = parent
                self._told[path] = Moved(*names, until)

    def __bool__(self) -> bool:
        """Whether it differs from today's."""
        return bool(self._zones)

    @property
    def moved(self) -> list[Moved]:
        return [self._told[zone.path] for zone in self._zones]

    def holds(self, path: str) -> bool:
        """Whether what lies at `path` today lay in the place."""
        return self._part(path) is not None

    def inside(self, field: str) -> Q:
        """A condition: the row, whose path stands in `field`, lay in the place."""
        held = [Zone(self.place, ""), *(zone for zone in self._zones if zone.part is not None)]
        found = Q()
        for zone in held:
            inner = [one.path for one in self._zones if one.path != zone.path and lies_in(one.path, zone.path)]
            found |= in_spans([span_of(zone.path)], field) & ~in_spans([span_of(path) for path in inner], field)
        return found

    def part(self, field: str) -> Any:
        """An expression: the path of the part of the place in which the row lay."""
        deepest_first = sorted(self._zones, key=lambda zone: -len(zone.path))
        cases = [
            When(in_spans([span_of(zone.path)], field), then=Value(zone.part)) for zone in deepest_first if zone.part
        ]
        return Case(*cases, default=step_below(self.place, field)) if cases else step_below(self.place, field)

    def _part(self, path: str) -> str | None:
        """The part of the place in which what lies at `path` today lay; the place itself, or None."""
        here = path
        while here != self.place:
            up = self._parents.get(here) or "".join(ancestor_paths(here)[-2:-1])
            if not up:
                return None
            if up == self.place:
                return here
            here = up
        return self.place

    @cached_property
    def _zones(self) -> list[Zone]:
        """The moved places that lay otherwise than what they lie in today, the highest first."""
        found: list[Zone] = []
        for path in sorted(self._parents, key=len):
            around = [zone for zone in found if lies_in(path, zone.path)]
            today = part_below(self.place, path) if lies_in(path, self.place) else None
            usual = around[-1].part if around else today
            if (part := self._part(path)) != usual:
                found.append(Zone(path, part))
        return found


def tree_of_year(place: str, year: int) -> FormerTree | None:
    """The tree at the end of a year gone by, where it differs from today's; None where today's holds."""
    if not place or year >= timezone.localdate().year:
        return None
    return FormerTree(place, date(year, 12, 31)) or None
