"""Lines from many tables by one question: each source says which rows, moment and words; the database unites them.

A page that lists what is due or what waits would otherwise ask once for every subject of the register.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from communities.records.moves import handed_in_by_barred
from communities.workdays import add_workdays

WORDS = 9
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
    """`rows(user)` is the queryset in reach; `at` and `who` name its columns, `words` up to WORDS more.

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
        """The rows as a part of the union: key, number, moment, who, place and words, each of one type in all parts."""
        words = [_text(name) for name in self.words]
        words += [Value("", TextField())] * (WORDS - len(words))
        named = {f"line_{number}": word for number, word in enumerate(words)}
        who = _text(self.who) if self.who else Value("", TextField())
        place = _text(rows.path_field) if hasattr(rows, "path_field") else Value("", TextField())
        found = rows.order_by().annotate(
            line_key=Value(self.key, CharField()), line_at=F(self.at), line_who=who, line_place=place, **named
        )
        return found.values_list("line_key", "pk", "line_at", "line_who", "line_place", *named)


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


def gather(parts, most):
    """[Line] of all parts, the earliest first; one query, whatever the number of parts."""
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by("line_at", "pk")[:most]
    return [Line(key, pk, at, who, place, tuple(words)) for key, pk, at, who, place, *words in rows]


def count_by_key(parts, most):
    """{key: how many} of all parts, over at most `most` rows; one query."""
    counts: dict[str, int] = {}
    if parts:
        for key, *_rest in parts[0].union(*parts[1:], all=True)[:most]:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _text(name):
    return Coalesce(Cast(F(name), TextField()), Value("", TextField()))
