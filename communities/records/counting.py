"""Several capped counts in one query: the numbers on the tabs of a page."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery

from communities.scope import COUNT_CAP
from registry.accounts.models import User


class CappedCount(Subquery):
    """How many rows a queryset has, counted no further than COUNT_CAP + 1."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet[Any]) -> None:
        super().__init__(queryset.order_by().values("pk")[: COUNT_CAP + 1])


def capped_counts(user: User, querysets: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """{name: number} of the named querysets in one query; COUNT_CAP + 1 stands for “more”."""
    row: Any = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .values(**{f"n_{name}": CappedCount(q) for name, q in querysets.items()})
    )
    found = row.get()
    return {name: found[f"n_{name}"] or 0 for name in querysets}  # of no rows at all the database counts NULL


def shown_count(number: int) -> str:
    """“37”, or “10000+” beyond the cap."""
    return f"{COUNT_CAP}+" if number > COUNT_CAP else str(number)
