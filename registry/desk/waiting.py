"""What waits for a decision: the review queue, of what the subjects declare in WAITING."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from django.utils.dateparse import parse_datetime

from communities.records.lines import Line, Queue, Source, count_by_key, gather
from communities.regions.models import Level, Region
from communities.scope import ancestor_paths, holds_anywhere
from registry.accounts.models import User
from registry.desk.subjects import declared

SHOWN = 100
OWN = 20
COUNTED = 99
COUNTED_IN_TABS = 2000
SAID = (Level.COMMUNITY, Level.STREET, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)
QUEUES = declared("WAITING")


class Waiting(NamedTuple):
    """One entry of the queue; `seal` is a leader's kind or empty, `step` what is decided, `place` its community."""

    title: str
    url: str
    who: str
    at: datetime
    pk: int
    step: str
    place: str
    seal: str = ""

    @property
    def position(self) -> str:
        """Where it stands among all that waits, as text: what comes after it is found also once it is decided."""
        return f"{self.at.isoformat()}~{self.pk}"

    def is_beyond(self, position: str) -> bool:
        """Whether it stands after `position`; a text that is no position has nothing after it."""
        at, _mark, number = position.partition("~")
        try:
            moment = parse_datetime(at)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or not (number.isascii() and number.isdigit() and len(number) < 19):
            return False
        return (self.at, self.pk) > (moment, int(number))


PERMISSIONS = tuple(dict.fromkeys(queue.source.permission for queue in QUEUES))


def queues_of(user: User) -> list[Queue]:
    """The queues in which `user` decides anywhere."""
    return [queue for queue in QUEUES if holds_anywhere(user, queue.source.permission)]


def entries(queues: Sequence[Queue], user: User, *, own: bool = False) -> list[Waiting]:
    """[Waiting] of all `queues`, the oldest first: what `user` may decide, or with `own` what `user` handed in."""
    name = ("waiting", own, *_keys(queues))
    lines = gather(name, user, queues, lambda queue: queue.parts(user, own=own), OWN if own else SHOWN)
    sources = {queue.source.key: queue.source for queue in queues}
    places = community_names([] if own else [line.place for line in lines])
    return [_waiting(sources[line.key], line, places) for line in lines]


def counts(queues: Sequence[Queue], user: User) -> dict[str, int]:
    """{key: how many this user may decide}: one query."""
    return _counted(queues, user, COUNTED_IN_TABS)


def waiting_count(user: User) -> int:
    """How many entries this user may decide now; one more than COUNTED where there are more: one query."""
    return sum(_counted(queues_of(user), user, COUNTED + 1).values())


def told_count(number: int) -> str:
    """“37”, or “99+” beyond what is counted."""
    return f"{COUNTED}+" if number > COUNTED else str(number)


def _counted(queues: Sequence[Queue], user: User, most: int) -> dict[str, int]:
    name = ("waiting-count", most, *_keys(queues))
    return count_by_key(name, user, queues, lambda queue: queue.parts(user), most)


def _keys(queues: Sequence[Queue]) -> list[str]:
    return [queue.source.key for queue in queues]


def after(rows: list[Waiting], position: str) -> Waiting | None:
    """The first of `rows` that stands after `position`; from the end it goes on at the beginning; None without rows."""
    return next((row for row in rows if row.is_beyond(position)), rows[0] if rows else None)


def community_names(paths: list[str]) -> dict[str, str]:
    """{path: the name of the community it lies in, or of the place itself above one}: one query."""
    wanted = {above for path in paths for above in (*ancestor_paths(path)[-3:], path)}
    found = Region.objects.filter(path__in=wanted, level__in=SAID).values_list("path", "name") if wanted else ()
    names = dict(found)
    return {path: next((names[one] for one in reversed(ancestor_paths(path)) if one in names), "") for path in paths}


def _waiting(source: Source, line: Line, places: dict[str, str]) -> Waiting:
    title, seal = source.entry(*line.words)
    place = places.get(line.place, "")
    at = cast(datetime, line.at)  # what waits was handed in at a moment
    return Waiting(title, source.address(line), line.who, at, line.pk, str(source.label), place, seal)
