"""What waits for a decision: the review queue, of what the subjects declare in WAITING."""

from datetime import datetime
from typing import NamedTuple

from communities.records.lines import count_by_key, gather
from communities.scope import holds_anywhere
from registry.desk.subjects import declared

SHOWN = 100
OWN = 20
COUNTED = 99
COUNTED_IN_TABS = 2000
QUEUES = declared("WAITING")


class Waiting(NamedTuple):
    """One entry of the queue; `seal` is a leader's kind or empty."""

    title: str
    url: str
    who: str
    at: datetime
    seal: str = ""


PERMISSIONS = tuple(dict.fromkeys(queue.source.permission for queue in QUEUES))


def queues_of(user):
    """The queues in which `user` decides anywhere."""
    return [queue for queue in QUEUES if holds_anywhere(user, queue.source.permission)]


def entries(queues, user, *, own=False):
    """[Waiting] of all `queues`, the oldest first: what `user` may decide, or with `own` what `user` handed in."""
    lines = gather([queue.parts(user, own=own) for queue in queues], OWN if own else SHOWN)
    sources = {queue.source.key: queue.source for queue in queues}
    return [_waiting(sources[line.key], line) for line in lines]


def counts(queues, user):
    """{key: how many this user may decide}: one query."""
    return count_by_key([queue.parts(user) for queue in queues], COUNTED_IN_TABS)


def waiting_count(user):
    """How many entries this user may decide now, counted to COUNTED: one query."""
    return sum(count_by_key([queue.parts(user) for queue in queues_of(user)], COUNTED).values())


def _waiting(source, line):
    title, seal = source.entry(*line.words[: len(source.words)])
    return Waiting(title, source.address(line), line.who, line.at, seal)
