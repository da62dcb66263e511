"""What the log on standard error says: each line with its request, one line a request, one for a slow query.

A line holds no path, no query string and no value of a query: names, numbers and secret links would be in them.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from registry.audit.requests import current_request

log = logging.getLogger("registry.request")
slow = logging.getLogger("registry.slow")
SQL_LETTERS = 500


class WithRequest(logging.Filter):
    """Gives every record the id of the request it belongs to, "-" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request.get().request_id or "-"
        return True


class NoRefusals(logging.Filter):
    """Drops Django's own words about a refused request (with path, some with a traceback); ours say it in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status is None:
            return True
        if status >= 500:
            record.msg, record.args = "the traceback of this request's failure", None  # instead of its path
            return bool(record.exc_info)
        if record.name.startswith("django.security"):
            current_request.get().tally.reason = record.getMessage()
        return False


def count_query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wraps each query of a request: counted, and told when it was slow, with its text and without its values."""
    tally, began = current_request.get().tally, time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        tally.queries += 1
        took = round(1000 * (time.perf_counter() - began))
        if took >= settings.SLOW_QUERY_MS:
            slow.warning("slow query ms=%d sql=%.*s", took, SQL_LETTERS, " ".join(sql.split()))


def tell(request: HttpRequest, response: HttpResponseBase) -> None:
    """One line: who (by number), what, how it ended, what it cost. INFO; a refusal WARNING, a failure ERROR."""
    status, tally = response.status_code, current_request.get().tally
    level = logging.ERROR if status >= 500 else logging.WARNING if status >= 400 else logging.INFO
    if not log.isEnabledFor(level):
        return
    words = f"request method={request.method} view={view_of(request)} status={status} user={account_of(request)}"
    words += f" ms={tally.milliseconds} queries={tally.queries}"
    log.log(level, "%s", words + (f" reason={tally.reason[:200]!r}" if tally.reason else ""))


def view_of(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return (match.view_name or match.func.__name__) if match else "-"


def account_of(request: HttpRequest) -> int | str:
    """The account's number where it is known already: the line itself asks the database nothing."""
    user = request.__dict__.get("_cached_user")
    return (user.pk if user is not None else None) or "-"
