"""The history of one record, as its page shows it: the one place where a page asks the log."""

from collections import defaultdict
from typing import Any

from django.db.models import Model, Q, QuerySet

from registry.accounts.models import User
from registry.audit.models import AuditEntry
from registry.upkeep.written import Given, ask

SHOWN = 60  # entries on a page; the log has them all


def history_of(row: Model, *others: Model) -> list[AuditEntry]:
    """The entries about `row` and the rows that its page tells of as well, the newest first, with their actors.

    Those a page listed as parts of the row before (its documents, photos, lines) stand in `row.parts_told`.
    """
    return _with_actors(_found(row, *others, *getattr(row, "parts_told", ())))


def _found(row: Model, *others: Model) -> list[AuditEntry]:
    if not others:
        return ask("history", _of_one, kind=row._meta.label_lower, row=row.pk)
    numbers: dict[str, list[int]] = defaultdict(list)
    for one in (row, *others):
        numbers[one._meta.label_lower].append(one.pk)
    about = Q()
    for kind, keys in numbers.items():
        about |= Q(object_type=kind, object_id__in=keys)  # a list: below an OR a subquery finds no index
    return list(AuditEntry.objects.filter(about).select_related("actor")[:SHOWN])


def _with_actors(entries: list[Any]) -> list[AuditEntry]:
    """Whoever acted on the page is named too where a change says whose hand it was: no further query."""
    names = {(User, str(entry.actor_id)): str(entry.actor) for entry in entries if entry.actor_id}
    for entry in entries:
        entry.relation_names = names
    return entries


def _of_one() -> QuerySet[AuditEntry]:
    about = AuditEntry.objects.filter(object_type=Given("kind"), object_id=Given("row"))
    return about.select_related("actor")[:SHOWN]
