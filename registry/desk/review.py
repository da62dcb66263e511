"""The queue beside the page of what is decided: what comes before and after, and what the badge says meanwhile."""

from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache

from communities.records.lines import Queue, waiting_key
from registry.accounts.models import User
from registry.accounts.requests import StaffRequest
from registry.desk.waiting import SHOWN, Waiting, entries, queues_of

ALL = "all"


def chosen_queues(user: User, asked: str) -> tuple[str, list[Queue]]:
    """(the key asked for where `user` decides such things, else ALL; the queues it stands for)."""
    held = queues_of(user)
    chosen = [queue for queue in held if queue.source.key == asked]
    return (asked, chosen) if chosen else (ALL, held)


def opened(row: Waiting, key: str) -> str:
    """The address of an entry, with the queue it was opened from and its position there."""
    return f"{row.url}{'&' if '?' in row.url else '?'}{urlencode({'queue': key, 'at': row.position})}"


def panel(request: StaffRequest, seconds: int) -> dict[str, Any] | None:
    """What stands beside a page opened from the queue, or None; the badge then counts these very rows."""
    user = request.user
    if "queue" not in request.GET or not user.is_authenticated:
        return None
    key, queues = chosen_queues(user, request.GET["queue"])
    if not queues:
        return None
    rows = entries(queues, user)
    if key == ALL and len(rows) < SHOWN:
        cache.set(waiting_key(user), len(rows), seconds)
    at = next((number for number, row in enumerate(rows) if row.url.partition("?")[0] == request.path), None)
    if at is None:
        beyond = (number for number, row in enumerate(rows) if row.is_beyond(request.GET.get("at", "")))
        before = after = next(beyond, None)
        before = len(rows) - 1 if before is None else before - 1
    else:
        before, after = at - 1, at + 1
    links = [{"row": row, "url": opened(row, key), "is_here": number == at} for number, row in enumerate(rows)]
    return {
        "key": key,
        "label": queues[0].source.label if key != ALL else "",
        "links": links,
        "number": "" if at is None else at + 1,
        "count": len(rows),
        "is_more": len(rows) == SHOWN,
        "previous_url": links[before]["url"] if rows and before >= 0 else "",
        "next_url": links[after]["url"] if rows and after is not None and after < len(rows) else "",
    }
