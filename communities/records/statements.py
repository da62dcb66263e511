"""Long questions put into SQL once: whoever asks the same again that day pays for the database alone.

For the desk Django spends many times what the database needs. A statement may be kept because a question asked by one
account depends on nothing but the postings of that account, the day and the language; the moment is said by `ago`.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from communities.scope import open_postings
from registry.accounts.models import User

KEPT = 512  # statements a process keeps, about 30 KB each

_said: ContextVar[list[tuple[datetime, timedelta]] | None] = ContextVar("moments_said", default=None)
_statements: OrderedDict[tuple, "Statement"] = OrderedDict()
_lock = threading.Lock()


class Statement(NamedTuple):
    """SQL and its values.

    `moments` is {position among `values`: how long before now}, `converters` {column: (functions, expression)}.
    """

    sql: str
    values: tuple
    moments: dict[int, timedelta]
    converters: dict[int, tuple]

    def values_now(self, alias: str) -> list[Any]:
        now, adapt = timezone.now(), connections[alias].ops.adapt_datetimefield_value
        values = list(self.values)
        for position, before in self.moments.items():
            values[position] = adapt(now - before)
        return values


def ago(before: timedelta = timedelta()) -> datetime:
    """The moment `before` now, for a condition of a statement that may be kept."""
    moment = timezone.now() - before
    said = _said.get()
    if said is not None:
        said.append((moment, before))
    return moment


def asked(name: Hashable, user: User, build: Callable[[], QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """The rows of the queryset `build()`, a `values_list`, as tuples.

    `name` tells this question from all others of the same account; `build` must look at nothing but the account,
    its postings, the day, the language and `ago`, and must not ask the database.
    """
    alias = router.db_for_read(type(user))
    day = timezone.localdate()
    postings = () if user.is_superuser else tuple(open_postings(user))
    key = (name, user.pk, user.is_superuser, postings, day, get_language(), alias)
    with _lock:
        statement = _statements.get(key)
        if statement is not None:
            _statements.move_to_end(key)
    if statement is None:
        statement = write(build, alias)
        with _lock:
            _statements[key] = statement
            while len(_statements) > KEPT:
                _statements.popitem(last=False)
    if not statement.sql:
        return []
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values_now(alias))
        rows = cursor.fetchall()
    return [_converted(row, statement.converters, connection) for row in rows] if statement.converters else rows


def write(build: Callable[[], QuerySet[Any, Any]], alias: str) -> Statement:
    """The Statement of the queryset that `build` makes; without SQL where no row can meet it."""
    said: list[tuple[datetime, timedelta]] = []
    token = _said.set(said)
    try:
        compiler = build().query.get_compiler(alias)
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return Statement("", (), {}, {})
    finally:
        _said.reset(token)
    adapt = connections[alias].ops.adapt_datetimefield_value
    before: dict[object, timedelta] = {adapt(moment): how_long for moment, how_long in said}
    moments = {at: before[one] for at, one in enumerate(values) if isinstance(one, str | datetime) and one in before}
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    return Statement(sql, tuple(values), moments, compiler.get_converters(columns))


def forget() -> None:
    """For tests: what was kept is of another world."""
    with _lock:
        _statements.clear()


def _converted(row: Any, converters: dict[int, tuple[Any, ...]], connection: Any) -> tuple[Any, ...]:
    row = list(row)
    for column, (functions, expression) in converters.items():
        for convert in functions:
            row[column] = convert(row[column], expression, connection)
    return tuple(row)
