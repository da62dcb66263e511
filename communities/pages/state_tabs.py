"""The tabs of a list by state."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from communities.scope import COUNT_CAP


def state_tabs(
    rows: QuerySet[Any], choices: Iterable[tuple[Any, Any]], chosen: str
) -> tuple[list[tuple[Any, Any, int | str, bool]], int | str]:
    """[(state, label, count, chosen)] with “all” first: one query over at most 10,001 rows."""
    capped = rows.model.objects.filter(pk__in=rows.order_by().values("pk")[: COUNT_CAP + 1])
    counts = dict(capped.order_by().values_list("state").annotate(Count("pk")))
    over = sum(counts.values()) > COUNT_CAP
    tabs: list[tuple[Any, Any, int | str, bool]] = [
        (value, label, "" if over else counts.get(value, 0), value == chosen) for value, label in choices
    ]
    return tabs, "" if over else sum(counts.values())
