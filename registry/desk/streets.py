"""The figures of each street in a wide reach, counted once and again after every act there.

A province's desk would count 100,000 people at each opening. Here each street's figures are kept in the memory of the
process beside the version of the street (registry.audit.changes: a sum that grows with every act there or above); one
query tells which versions moved, and only those streets are counted anew. So a sum is always that of the moment: no
figure is kept for a time, and nothing has to be added up by the verbs. The day is part of the key, since terms run out.
"""

import threading
from collections import Counter, OrderedDict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from communities.records.statements import asked
from communities.scope import (
    WHOLE_TREE,
    Span,
    ancestor_paths,
    in_spans,
    lies_in,
    lies_in_spans,
    part_below,
    reached_spans,
    span_of,
    span_of_place,
    street_of,
)
from registry.accounts.models import User
from registry.audit.changes import GENERATIONS
from registry.audit.models import PlaceChange
from registry.desk.figures import happened, standing
from registry.upkeep.standby import from_primary

REACHES = 20  # reaches a process keeps, some 2 KB a street each
FEW = 60  # streets up to which each is looked up by a range of its own; from there on the whole reach is counted

Numbers = dict[Any, int]  # {name: number} of what stands, {(name, year): number} of what happened
Version = tuple[Any, ...]


class Street(NamedTuple):
    version: Version
    numbers: Numbers


_kept: OrderedDict[tuple[Any, ...], dict[str, Street]] = OrderedDict()
_lock = threading.Lock()


def is_wide(spans: list[Span]) -> bool:
    """Whether a reach takes in whole streets and more, but not the whole country."""
    return bool(spans) and spans != [WHOLE_TREE] and all(len(low) < GENERATIONS for low, _high in spans)


def figures_by_street(user: User, permission: str) -> dict[str, Numbers]:
    """{path of a street, or of a place above the streets where something lies: its Numbers} in the reach of `user`.

    `is_wide` has to be true of the reach. Asked once a request, whatever the permissions that reach the same.
    """
    spans = reached_spans(user, permission)
    if not hasattr(user, "_figures_by_street"):
        user._figures_by_street = {}
    found = user._figures_by_street
    if tuple(spans) not in found:
        found[tuple(spans)] = _figures(user, permission, spans)
    return found[tuple(spans)]


def by_part(streets: dict[str, Numbers], path: str) -> dict[str, Counter[Any]]:
    """{path one step below `path`: the sum of its streets}; what lies at `path` itself under its own path."""
    found: dict[str, Counter[Any]] = {}
    for place, numbers in streets.items():
        if lies_in(place, path):
            found.setdefault(part_below(path, place), Counter()).update(numbers)
    return found


def sums_below(streets: dict[str, Numbers], places: list[str]) -> dict[str, dict[Any, int]]:
    """{each of `places`: the sum of the streets in it}."""
    return {path: dict(in_all({at: one for at, one in streets.items() if lies_in(at, path)})) for path in places}


def in_all(streets: dict[str, Numbers]) -> Counter[Any]:
    """The sum over all streets; 0 for a name that none has."""
    return sum(map(Counter, streets.values()), Counter())


def forget() -> None:
    """For tests: what was kept is of another world."""
    with _lock:
        _kept.clear()


def _figures(user: User, permission: str, spans: list[Span]) -> dict[str, Numbers]:
    today = timezone.localdate()
    changed, kept = _versions(user, permission, spans), _taken((today, *spans))
    known = kept or {}
    now = {place: _version(place, changed) for place in {*known, *changed} if lies_in_spans(place, spans)}
    old = [place for place, version in now.items() if place not in known or known[place].version != version]
    if kept is None or len(old) > FEW:
        known, ranges = {}, spans
    else:
        ranges = [_of_street(place) for place in old]
    if ranges:
        with from_primary():  # a standby a second behind would be kept under the version of now
            numbers = counted(ranges, today)
        anew = {*numbers, *(old if known else now)}
        known = known | {place: Street(_version(place, changed), numbers.get(place, {})) for place in anew}
        _keep((today, *spans), known)
    return {place: street.numbers for place, street in known.items()}


def counted(spans: list[Span], today: date) -> dict[str, Numbers]:
    """{street, or place above the streets: its Numbers} of the rows in `spans`; a name that is 0 is left out."""

    def rows(model: Any) -> Any:
        return model.objects.in_spans(spans).order_by()

    found: dict[str, Numbers] = standing(rows, street_of)
    for place, numbers in happened(rows, street_of, years_counted(today)).items():
        found.setdefault(place, {}).update(numbers)
    return {place: {name: number for name, number in numbers.items() if number} for place, numbers in found.items()}


def years_counted(today: date) -> tuple[int, int]:
    """The years of which something is kept: this one and the one before."""
    return (today.year, today.year - 1)


def _of_street(place: str) -> Span:
    """The range of a street and all below it; above the streets that of the place alone."""
    return span_of(place) if len(place) == GENERATIONS else span_of_place(place)


def _versions(user: User, permission: str, spans: list[Span]) -> dict[str, Version]:
    """{place: (acts, when the last)} of the places in reach and those above, "" among them: one query."""
    return {place: (acts, str(at)) for place, acts, at in asked("changes by street", user, lambda: _changes(spans))}


def _changes(spans: list[Span]) -> QuerySet[Any, Any]:
    above = {"", *(up for low, _high in spans for up in ancestor_paths(low))}
    rows = PlaceChange.objects.filter(in_spans(spans, "place")) | PlaceChange.objects.filter(place__in=sorted(above))
    return rows.order_by().values("place").annotate(n=Sum("acts"), last=Max("at")).values_list("place", "n", "last")


def _version(place: str, changed: dict[str, Version]) -> Version:
    """What was written at a street and at every place above it."""
    return tuple(changed.get(up) for up in ("", *ancestor_paths(place)))


def _taken(key: tuple[Any, ...]) -> dict[str, Street] | None:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def _keep(key: tuple[Any, ...], streets: dict[str, Street]) -> None:
    with _lock:
        _kept[key] = streets
        while len(_kept) > REACHES:
            _kept.popitem(last=False)
