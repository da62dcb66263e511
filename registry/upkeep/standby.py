"""Reading from a hot standby of PostgreSQL, where DATABASE_STANDBY_URL names one. Writes know nothing of it.

A page is first tried with the standby, for the tables that may be two seconds old (STANDBY_MODELS) and no others.
Whatever goes wrong there, a refusal or a 404 included, has the page made once more from the primary, which decides. So
a standby that is down, behind, in a conflict, or asked for a table that may not lag costs time and never an answer.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter

STANDBY = "standby"
PIN = "fresh"  # the cookie of who wrote just now: their pages come from the primary
PIN_SECONDS = 10
LOOK_SECONDS = 1  # the standby has to have what the primary had at the look before
REST_SECONDS = 5  # after it failed
NEVER = float("-inf")
OLDEST = 10  # seconds after which a look says nothing any more
TABLE = re.compile(r'"([a-z0-9_]+)"')

READS = Counter("registry_standby_pages", "Pages tried with the standby, by how that ended.", ["outcome"])
is_tried = ContextVar("is_tried", default=False)


class MayNotLag(Exception):
    """A query for the standby names a table that is read from the primary alone."""


class StandbyRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        may_lag = is_tried.get() and model._meta.label_lower in settings.STANDBY_MODELS
        return STANDBY if may_lag and not connections[DEFAULT_DB_ALIAS].in_atomic_block else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        is_tried.set(False)  # what is read from here on has to show it
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


@cache
def fixed_tables() -> set[str]:
    """The tables that are read from the primary alone: all that are not named as those that may lag."""
    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table for m in models if m._meta.label_lower not in settings.STANDBY_MODELS}


def keep_to_tables(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A query may join what it did not begin at."""
    if fixed_tables().intersection(TABLE.findall(sql)):
        raise MayNotLag
    return execute(sql, params, many, context)


class Looks:
    """Whether the standby of this process can be read from: it must have replayed what the primary had a look ago."""

    def __init__(self) -> None:
        self.next_at, self.mark_at, self.is_good = 0.0, NEVER, False
        self.mark = ""

    def good(self) -> bool:
        now = time.monotonic()
        if now >= self.next_at:
            self.next_at = now + LOOK_SECONDS
            self.is_good = self.look(now)
        return self.is_good

    def look(self, now: float) -> bool:
        try:
            with connections[STANDBY].cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text")
                is_standby, reached = cursor.fetchone()
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute("SELECT pg_current_wal_lsn()::text")
                mark = cursor.fetchone()[0]
        except (DatabaseError, InterfaceError):
            self.failed()
            return False
        known = self.mark if now - self.mark_at <= OLDEST else mark
        self.mark, self.mark_at = mark, now
        return bool(is_standby and reached and place(reached) >= place(known))

    def failed(self) -> None:
        """Let it rest: a connection that does not come about costs each page seconds."""
        self.next_at, self.is_good, self.mark_at = time.monotonic() + REST_SECONDS, False, NEVER
        connections[STANDBY].close()


def place(text: str) -> int:
    """The number of a position in the log of writes, "16/B374D848"."""
    high, _slash, low = text.partition("/")
    return (int(high, 16) << 32) + int(low, 16)


looks = Looks()


class StandbyMiddleware:
    """The last one, so that nothing but the view itself is tried twice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.STANDBY_IS_SET and request.method not in {"GET", "HEAD"} and response.status_code < 400:
            response.set_cookie(
                PIN, "1", max_age=PIN_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The page as made with the standby; None has it made from the primary."""
        if not settings.STANDBY_IS_SET or request.method not in {"GET", "HEAD"} or PIN in request.COOKIES:
            return None
        if request.path.startswith(settings.STANDBY_NEVER) or not looks.good():
            return None
        with tried():
            try:
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
            except (DatabaseError, InterfaceError):
                READS.labels("failed").inc()
                looks.failed()
                return None
            except Exception:  # said again, or not, from the primary
                READS.labels("again").inc()
                return None
        READS.labels("served").inc()
        return response


@contextmanager
def tried() -> Iterator[None]:
    token = is_tried.set(True)
    try:
        with connections[STANDBY].execute_wrapper(keep_to_tables):
            yield
    finally:
        is_tried.reset(token)


@contextmanager
def from_primary() -> Iterator[None]:
    """What is read inside has to be true at this moment, for it is kept longer than that."""
    token = is_tried.set(False)
    try:
        yield
    finally:
        is_tried.reset(token)
