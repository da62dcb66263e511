"""Questions put into SQL once: whoever asks the same again that day pays for the database alone.

Django spends many times what the database needs: to put a wide queryset together and into SQL takes it 1 to 4 ms, the
questions of a desk 20. What may differ from one asking to the next is said by `Given` and `ago`; nothing else may.
"""

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import BigIntegerField, Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from django.utils.translation import get_language

KEPT = 1024  # questions a process keeps, some 40 KB each
BIGGEST = BigIntegerField.MAX_BIGINT
SHAPE = ("_iterable_class", "_fields", "_prefetch_related_lookups")  # of a queryset, beside its SQL

_said: ContextVar[list[tuple[datetime, timedelta]] | None] = ContextVar("moments_said", default=None)
_questions: OrderedDict[tuple, "Question"] = OrderedDict()
_lock = threading.Lock()


class Given(Expression):
    """A number or a text that is filled in at each asking: `filter(leader=Given("leader"))`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any, *_words: Any, **_context: Any) -> Any:
        return "%s", [self]


def ago(before: timedelta = timedelta()) -> datetime:
    """The moment `before` now, for a condition of a question that may be kept."""
    moment = timezone.now() - before
    said = _said.get()
    if said is not None:
        said.append((moment, before))
    return moment


def ask(name: Hashable, build: Callable[[], QuerySet[Any, Any]], /, *, using: str = "", **given: Any) -> list[Any]:
    """The rows of the queryset `build()`, made as the queryset makes them: models, or tuples of a `values_list`.

    `name` tells this question from all others. `build` must look at nothing but what the name says, the day, the
    language, `ago` and `Given`, and must not ask the database. `using` names the database where the router has no say.
    """
    return kept((name, timezone.localdate(), get_language()), build).rows(given, using)


def kept(key: tuple, build: Callable[[], QuerySet[Any, Any]]) -> "Question":
    """The Question under `key`, made if nobody asked it yet; the one asked for longest ago makes room."""
    with _lock:
        question = _questions.get(key)
        if question is not None:
            _questions.move_to_end(key)
            return question
    question = written(build)
    with _lock:
        _questions[key] = question
        while len(_questions) > KEPT:
            _questions.popitem(last=False)
    return question


def written(build: Callable[[], QuerySet[Any, Any]]) -> "Question":
    said: list[tuple[datetime, timedelta]] = []
    token = _said.set(said)
    try:
        queryset: Any = build()
    finally:
        _said.reset(token)
    if queryset._known_related_objects:
        raise ValueError("A question that is kept may not begin at a row: filter by Given instead.")
    return Question(queryset, said)


def forget() -> None:
    """For tests: what was kept is of another world."""
    with _lock:
        _questions.clear()


class Question:
    """What makes the rows of a queryset once its SQL is written; the same SQL serves the primary and a standby."""

    def __init__(self, queryset: Any, said: list[tuple[datetime, timedelta]]) -> None:
        self.model, self.kind = queryset.model, type(queryset)
        self.shape = {name: getattr(queryset, name) for name in SHAPE}
        self.compiler = WrittenCompiler(queryset.query, queryset.db, said)

    def rows(self, given: dict[str, Any], using: str = "") -> list[Any]:
        if not self.compiler.sql or any(isinstance(one, int) and abs(one) > BIGGEST for one in given.values()):
            return []  # no row can meet it; a number no column holds is taken by neither engine
        alias = using or router.db_for_read(self.model)
        rows: Any = self.kind(self.model, cast(Any, Answering(self.compiler.filled(given, alias))), alias)
        for name, part in self.shape.items():
            setattr(rows, name, part)
        return list(rows)


class WrittenCompiler(SQLCompiler):
    """Writes its SQL when it is made and lets go of the query; `filled` gives a copy for one asking."""

    def __init__(self, query: Any, alias: str, said: list[tuple[datetime, timedelta]]) -> None:
        super().__init__(query, connections[alias], alias)
        try:
            self.sql, found = super().as_sql()
        except EmptyResultSet:
            self.sql, found = "", ()
        self.values = list[Any](found)
        adapt = self.connection.ops.adapt_datetimefield_value
        moments: dict[object, timedelta] = {adapt(moment): before for moment, before in said}
        self.moments = {
            at: moments[one] for at, one in enumerate(self.values) if isinstance(one, str | datetime) and one in moments
        }
        self.given = {at: one.name for at, one in enumerate(self.values) if isinstance(one, Given)}
        columns = [column for column, *_rest in self.select[: self.col_count]] if self.sql else []
        self.converters = super().get_converters(columns)
        self.query = self.where = self.having = self.quote_cache = cast(Any, None)  # nobody asks them any more

    def as_sql(self, *_args: Any, **_kwargs: Any) -> Any:
        return self.sql, self.values

    def get_converters(self, expressions: Any) -> Any:
        return self.converters

    def filled(self, given: dict[str, Any], alias: str) -> "WrittenCompiler":
        mine = copy.copy(self)
        mine.connection, mine.using = connections[alias], alias  # each thread has its own
        mine.values = list[Any](self.values)
        for at, name in self.given.items():
            mine.values[at] = given[name]
        if self.moments:
            now, adapt = timezone.now(), mine.connection.ops.adapt_datetimefield_value
            for at, before in self.moments.items():
                mine.values[at] = adapt(now - before)
        return mine


class Answering(NamedTuple):
    """Stands for a Query towards the queryset that makes the rows: all it is asked for is a compiler."""

    compiler: SQLCompiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> SQLCompiler:
        return self.compiler
