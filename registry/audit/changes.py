"""At which places something was written: what tells a kept page that it is old."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count

from registry.audit.models import PlaceChange

Version = tuple[int, str]  # how many acts, and when the last
GENERATIONS = 16  # digits of a path down to the street: what is told apart below it is one place here
BATCH = 5_000
EVERYWHERE = "SELECT SUM(acts), MAX(at) FROM audit_placechange"
AT = "SELECT SUM(acts), MAX(at) FROM audit_placechange WHERE place IN "


def neighbourhood(path: str) -> str:
    """The path under which a change at `path` is noted: that of its street, or `path` itself above the streets."""
    return path[:GENERATIONS]


def note_changes(paths: Iterable[str]) -> None:
    """Note, in the caller's transaction, that something was written at each of `paths`; "" is everywhere."""
    places = sorted({neighbourhood(path) for path in paths})
    PlaceChange.objects.bulk_create([PlaceChange(place=place) for place in places])


def changes_at(places: set[str] | None) -> Version:
    """What stands for all that was written at `places`, as a comparable value; None asks for all places."""
    if places is None:
        return _asked(EVERYWHERE, [])
    return _asked(f"{AT}({','.join(['%s'] * len(places))})", sorted(places))


def _asked(sql: str, values: list[str]) -> Version:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        acts, at = cursor.fetchone()
    return (int(acts or 0), str(at))


def add_up(*, dry_run: bool) -> str:
    """Make one row of the many of each place; the sums stay what they are, for whoever reads meanwhile too."""
    many = PlaceChange.objects.values("place").annotate(rows=Count("pk")).filter(rows__gt=1).order_by("place")
    places = list(many.values_list("place", flat=True))
    if not dry_run:
        for place in places:
            _add_up(place)
    return f"{len(places)} places"


@transaction.atomic
def _add_up(place: str) -> None:
    # Those seen now and no others: what is committed meanwhile stays a row of its own.
    found = PlaceChange.objects.select_for_update().filter(place=place).order_by("pk")[:BATCH]
    numbers, acts, times = zip(*found.values_list("pk", "acts", "at"), strict=True)
    PlaceChange.objects.filter(pk__in=numbers[1:]).delete()
    PlaceChange.objects.filter(pk=numbers[0]).update(acts=sum(acts), at=max(times))
