"""Lines from many tables by one question: each source says which rows, moment and words; the database unites them.

A page that lists what is due or what waits would otherwise ask once for every subject of the register.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Func, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.functional import Promise

from communities.records.moves import handed_in_by_barred
from communities.records.statements import asked
from communities.workdays import add_workdays
from registry.accounts.models import User

MARK = "\x1f"  # the unit separator of ASCII: no word has one
QUEUE = ("queue", "at")  # in an address: which queue a page was opened from, and where in it
CORRECTION_DAYS = 10
Words = str | Promise
DueEntry = tuple[str, Words, Words, Words]  # icon, title, where it comes from, what the button does
WaitingEntry = tuple[Words, str]  # title, a leader's kind or ""
Rows = Callable[..., Any]  # (user) → the rows, wherever they lie; for a calendar (user, first day, last day)


class Line(NamedTuple):
    """One row of one source; `words` are its columns as text, "" where there is nothing; `place` is its path."""

    key: str
    pk: int
    at: date
    who: str
    place: str
    words: tuple[str, ...]


class Source(NamedTuple):
    """`rows(user)` says which rows; `at`, `who` and `words` name their columns.

    Whom `permission` lets see them is asked here, for all sources alike; with `is_lent` the rows may lie above the
    place they are lent to, and `rows` says which are in reach. `entry(*words)` gives the title (and what else its page
    shows) of a line; `url` names the page of a row, or makes it of the line; `settle(lines)` gives days that no column
    holds.
    """

    key: str
    label: str | Promise
    permission: str
    rows: Rows
    at: str
    words: tuple[str, ...]
    entry: Callable
    url: str | Callable
    who: str = ""
    settle: Callable | None = None
    is_lent: bool = False

    def reached(self, user: User, *days: date) -> Any:
        rows = self.rows(user, *days)
        return rows if self.is_lent else rows.permitted(user, self.permission)

    def address(self, line: Line) -> str:
        return self.url(line) if callable(self.url) else reverse(self.url, args=[line.pk])

    def settled(self, lines: list[Line]) -> dict[int, date]:
        """{number: the day that really counts} for the lines of this source, where a rule decides it."""
        own = [line for line in lines if line.key == self.key]
        return self.settle(own) if self.settle and own else {}

    def query(self, rows: Any) -> QuerySet[Any, Any]:
        """The rows as a part of the union: number, moment, and in one text key, who, place and words."""
        place = rows.path_field if hasattr(rows, "path_field") else ""
        said = Said(Value(self.key), self.who, place, *self.words)
        return rows.order_by().annotate(line_at=F(self.at), line_said=said).values_list("pk", "line_at", "line_said")


class Said(Func):
    """Columns as one text, MARK before each but the first; "" for what is empty or not named.

    One column for all of them: written down as a column each, the query costs several times what it costs to ask.
    """

    output_field = TextField()

    def __init__(self, key: Value, *names: str) -> None:
        super().__init__(key, *[F(name) if name else Value("") for name in names])

    def as_sql(self, compiler: Any, connection: Any, *_words: Any, **_context: Any) -> Any:
        (sql, values), *others = map(compiler.compile, self.source_expressions)
        found = list(values)
        for text, its in others:
            sql += f" || %s || REPLACE(COALESCE(CAST({text} AS text), ''), %s, '')"
            found += [MARK, *its, MARK]
        return f"({sql})", found


class Queue(NamedTuple):
    """A source of lines with the column of who submitted them: what `user` is barred from deciding is left out.

    `verb` confirms several at once, where nothing more is to be said and nothing is lost by it. Whoever holds
    `handed_by` hands such rows in, and is told (at `told_at`) of those that nobody is left to decide; "" where the
    subject tells it itself. `also_barred(postings)` leaves out of them, as a subquery, whom the row itself bars.
    """

    source: Source
    submitter: str
    verb: str = ""
    handed_by: str = ""
    told_at: str | Callable[[Line], str] = ""
    also_barred: Callable[[Any], Any] | None = None

    def parts(self, user: User, *, own: bool = False) -> QuerySet[Any, Any]:
        rows = self.source.reached(user)
        if own:
            return self.source.query(rows.filter(**{self.submitter: user}))
        return self.source.query(rows.exclude(handed_in_by_barred(self.submitter, user)))


def waiting_key(user: User) -> str:
    """Under which the cache keeps how much waits for `user`."""
    return f"waiting-{user.pk}"


def queue(
    key: str,
    label: str | Promise,
    permission: str,
    rows: Rows,
    entry: Callable[..., Any],
    words: tuple[str, ...],
    url: str | Callable[[Line], str],
    *,
    submitter: str = "submitted_by",
    at: str = "submitted_at",
    verb: str = "",
    handed_by: str = "",
    told_at: str | Callable[[Line], str] = "",
    also_barred: Callable[[Any], Any] | None = None,
) -> Queue:
    source = Source(key, label, permission, rows, at, words, entry, url, f"{submitter}__display_name")
    return Queue(source, submitter, verb, handed_by, told_at or url, also_barred)


def correction_days(lines: list[Line]) -> dict[int, date]:
    """What was returned should be back within CORRECTION_DAYS working days."""
    return {line.pk: add_workdays(line.at, CORRECTION_DAYS) for line in lines}


def gather(name: Hashable, user: User, sources: Iterable[Any], part: Callable[[Any], Any], most: int) -> list[Line]:
    """[Line] of the parts `part(source)` makes, the earliest first; one query, whatever the number of sources.

    `name` and the account say what is asked, as for `asked`.
    """
    rows = _united(name, user, sources, part, lambda rows: rows.order_by("line_at", "pk")[:most])
    return [_line(*row) for row in rows]


def count_by_key(
    name: Hashable, user: User, sources: Iterable[Any], part: Callable[[Any], Any], most: int
) -> dict[str, int]:
    """{key: how many} of all parts, over at most `most` rows; one query."""
    rows = _united(name, user, sources, part, lambda rows: rows[:most])
    return dict(Counter(said.partition(MARK)[0] for _pk, _at, said in rows))


def _united(
    name: Hashable, user: User, sources: Iterable[Any], part: Callable[[Any], Any], cut: Callable[[Any], Any]
) -> list[Any]:
    def build() -> Any:
        first, *others = map(part, sources)
        return cut(first.union(*others, all=True))

    return asked(name, user, build) if sources else []


def _line(pk: int, at: date, said: str) -> Line:
    key, who, place, *words = said.split(MARK)
    return Line(key, pk, at, who, place, tuple(words))
