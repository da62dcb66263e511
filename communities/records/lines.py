"""Lines from many tables by one question: each source says which rows, moment and words; the database unites them.

A page that lists what is due or what waits would otherwise ask once for every subject of the register.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import F, Func, TextField, Value
from django.urls import reverse

from communities.records.moves import handed_in_by_barred
from communities.records.statements import asked
from communities.workdays import add_workdays

MARK = "\x1f"  # the unit separator of ASCII: no word has one
QUEUE = ("queue", "at")  # in an address: which queue a page was opened from, and where in it
CORRECTION_DAYS = 10


class Line(NamedTuple):
    """One row of one source; `words` are its columns as text, "" where there is nothing; `place` is its path."""

    key: str
    pk: int
    at: date
    who: str
    place: str
    words: tuple


class Source(NamedTuple):
    """`rows(user)` is the queryset in reach; `at`, `who` and `words` name its columns.

    `entry(*words)` gives the title (and what else its page shows) of a line; `url` names the page of a row, or
    makes it of the line; `settle(lines)` gives days that no column holds.
    """

    key: str
    label: str
    permission: str
    rows: Callable
    at: str
    words: tuple
    entry: Callable
    url: str | Callable
    who: str = ""
    settle: Callable | None = None

    def address(self, line):
        return self.url(line) if callable(self.url) else reverse(self.url, args=[line.pk])

    def settled(self, lines):
        """{number: the day that really counts} for the lines of this source, where a rule decides it."""
        own = [line for line in lines if line.key == self.key]
        return self.settle(own) if self.settle and own else {}

    def query(self, rows):
        """The rows as a part of the union: number, moment, and in one text key, who, place and words."""
        place = rows.path_field if hasattr(rows, "path_field") else ""
        said = Said(Value(self.key), self.who, place, *self.words)
        return rows.order_by().annotate(line_at=F(self.at), line_said=said).values_list("pk", "line_at", "line_said")


class Said(Func):
    """Columns as one text, MARK before each but the first; "" for what is empty or not named.

    One column for all of them: written down as a column each, the query costs several times what it costs to ask.
    """

    output_field = TextField()

    def __init__(self, key, *names):
        super().__init__(key, *[F(name) if name else Value("") for name in names])

    def as_sql(self, compiler, connection, *_words, **_context):
        (sql, values), *others = map(compiler.compile, self.source_expressions)
        found = list(values)
        for text, its in others:
            sql += f" || %s || REPLACE(COALESCE(CAST({text} AS text), ''), %s, '')"
            found += [MARK, *its, MARK]
        return f"({sql})", found


class Queue(NamedTuple):
    """A source of lines with the column of who submitted them: what `user` is barred from deciding is left out.

    `verb` confirms several at once, where nothing more is to be said and nothing is lost by it.
    """

    source: Source
    submitter: str
    verb: str = ""

    def parts(self, user, *, own=False):
        rows = self.source.rows(user)
        if own:
            return self.source.query(rows.filter(**{self.submitter: user}))
        return self.source.query(rows.exclude(handed_in_by_barred(self.submitter, user)))


def waiting_key(user):
    """Under which the cache keeps how much waits for `user`."""
    return f"waiting-{user.pk}"


def queue(key, label, permission, rows, entry, words, url, *, submitter="submitted_by", at="submitted_at", verb=""):
    who = f"{submitter}__display_name"
    return Queue(Source(key, label, permission, rows, at, words, entry, url, who), submitter, verb)


def correction_days(lines):
    """What was returned should be back within CORRECTION_DAYS working days."""
    return {line.pk: add_workdays(line.at, CORRECTION_DAYS) for line in lines}


def gather(name, user, sources, part, most):
    """[Line] of the parts `part(source)` makes, the earliest first; one query, whatever the number of sources.

    `name` and the account say what is asked, as for `asked`.
    """
    rows = _united(name, user, sources, part, lambda rows: rows.order_by("line_at", "pk")[:most])
    return [_line(*row) for row in rows]


def count_by_key(name, user, sources, part, most):
    """{key: how many} of all parts, over at most `most` rows; one query."""
    rows = _united(name, user, sources, part, lambda rows: rows[:most])
    return dict(Counter(said.partition(MARK)[0] for _pk, _at, said in rows))


def _united(name, user, sources, part, cut):
    def build():
        first, *others = map(part, sources)
        return cut(first.union(*others, all=True))

    return asked(name, user, build) if sources else []


def _line(pk, at, said):
    key, who, place, *words = said.split(MARK)
    return Line(key, pk, at, who, place, tuple(words))
