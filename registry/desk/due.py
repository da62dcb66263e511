"""What is due: the to-do list, of what the subjects declare in DUE."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from communities.records.lines import Line, Source, gather
from communities.scope import holds_anywhere
from registry.accounts.models import User
from registry.desk.stuck import waits_for_nobody
from registry.desk.subjects import declared
from registry.desk.waiting import QUEUES

MOST = 200
SOURCES = [*declared("DUE"), *(waits_for_nobody(queue) for queue in QUEUES if queue.handed_by)]


class Task(NamedTuple):
    """`source` says where it comes from, `verb` what the button does; both are read aloud together with the title.

    `key` and `pk` are those of its line: by them a reminder names it.
    """

    due_on: date
    icon: str
    title: str
    source: str
    verb: str
    url: str
    key: str = ""
    pk: int = 0

    @property
    def days_left(self) -> int:
        return (self.due_on - timezone.localdate()).days


def tasks(user: User, keys: Iterable[str] | None = None, most: int = MOST) -> list[Task]:
    """Everything due for `user`, the most urgent first, at most `most`: one query, and one more where streets differ.

    With `keys` only what those sources say.
    """
    sources = [source for source in SOURCES if keys is None or source.key in keys]
    held = {source.key: source for source in sources if holds_anywhere(user, source.permission)}
    lines = gather(("due", *held, most), user, held.values(), lambda source: source.query(source.reached(user)), most)
    days = {source.key: source.settled(lines) for source in held.values()}
    found = [_task(held[line.key], line, days[line.key].get(line.pk, line.at)) for line in lines]
    return sorted(found, key=lambda task: task.due_on)


def _task(source: Source, line: Line, day: date) -> Task:
    icon, title, where, verb = source.entry(*line.words)
    return Task(day, icon, title, where, verb, source.address(line), line.key, line.pk)
