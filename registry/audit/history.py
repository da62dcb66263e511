"""The history of one record, as its page shows it: the one place where a page asks the log."""

from collections import defaultdict

from django.db.models import Model, Q

from registry.audit.models import AuditEntry

SHOWN = 60  # entries on a page; the log has them all


def history_of(row: Model, *others: Model) -> list[AuditEntry]:
    """The entries about `row` and the rows that its page tells of as well, the newest first, with their actors."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for one in (row, *others):
        numbers[one._meta.label_lower].append(one.pk)
    about = Q()
    for kind, keys in numbers.items():
        about |= Q(object_type=kind, object_id__in=keys)  # a list: below an OR a subquery finds no index
    return list(AuditEntry.objects.filter(about).select_related("actor")[:SHOWN])
