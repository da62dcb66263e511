"""The history of one record, as its page shows it: the one place where a page asks the log."""

from collections import defaultdict

from django.db.models import Model, Q, QuerySet

from registry.audit.models import AuditEntry
from registry.upkeep.written import Given, ask

SHOWN = 60  # entries on a page; the log has them all


def history_of(row: Model, *others: Model) -> list[AuditEntry]:
    """The entries about `row` and the rows that its page tells of as well, the newest first, with their actors."""
    if not others:
        return ask("history", _of_one, kind=row._meta.label_lower, row=row.pk)
    numbers: dict[str, list[int]] = defaultdict(list)
    for one in (row, *others):
        numbers[one._meta.label_lower].append(one.pk)
    about = Q()
    for kind, keys in numbers.items():
        about |= Q(object_type=kind, object_id__in=keys)  # a list: below an OR a subquery finds no index
    return list(AuditEntry.objects.filter(about).select_related("actor")[:SHOWN])


def _of_one() -> QuerySet[AuditEntry]:
    about = AuditEntry.objects.filter(object_type=Given("kind"), object_id=Given("row"))
    return about.select_related("actor")[:SHOWN]
