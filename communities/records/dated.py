"""What stands in a worker's calendar on a day of its own: a subject declares in DATED which rows those are."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from communities.records.lines import Line, Rows, Source
from registry.accounts.models import User


class Dated(NamedTuple):
    """One entry. `who` is the person it is about, told on pages and in no file that leaves the house.

    `key` and `number` name it for ever, so that a calendar that was subscribed to knows it again on another day.
    """

    key: str
    number: int
    day: date
    title: str
    url: str
    who: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_off: bool = False
    label: str = ""


class DatedSource(NamedTuple):
    """`lines` is the Source whose `rows` are asked between two days: rows(user, first, last).

    `entry(line, words)` makes the rest of a Dated: {"title", and what else it has}.
    """

    lines: Source
    entry: Callable

    @property
    def key(self) -> str:
        return self.lines.key

    @property
    def permission(self) -> str:
        return self.lines.permission

    def query(self, user: User, first: date, last: date) -> QuerySet[Any, Any]:
        return self.lines.query(self.lines.reached(user, first, last))

    def dated(self, line: Line) -> Dated:
        said = self.entry(line.at, *line.words[: len(self.lines.words)])
        return Dated(self.key, line.pk, line.at, url=self.lines.address(line), label=str(self.lines.label), **said)


def dated(
    key: str,
    label: str | Promise,
    permission: str,
    rows: Rows,
    at: str,
    words: tuple[str, ...],
    entry: Callable[..., dict[str, Any]],
    url: str | Callable[[Line], str],
) -> DatedSource:
    return DatedSource(Source(key, label, permission, rows, at, words, entry, url), entry)
