"""The one place where acts and looks are written down."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from registry.accounts.models import User
from registry.audit.changes import note_changes
from registry.audit.day_limits import hold_to_limit, is_limited
from registry.audit.models import AuditEntry, ReadLog
from registry.audit.requests import current_request
from registry.audit.rows import insert_rows
from registry.seal import blind_index
from registry.ui.display import office_language

Texts = dict[str, str | None]  # {field: what it holds, as the log keeps it}
Changes = dict[str, Any]  # {field: [old, new]}
HIDDEN = "•••"
UNLOGGED = ("region_path", "version", "document_key")


def snapshot(obj: models.Model) -> Texts:
    """{field: text or None} of every concrete field, ready to be compared after a change.

    Fields named in the model's `sealed_fields` show only a mark of their value (so that a change shows, the
    value never); those in `unlogged_fields` and the derived columns every record has are left out.
    """
    sealed = set(getattr(obj, "sealed_fields", ()))
    unlogged = set(getattr(obj, "unlogged_fields", ()))
    return {
        field.name: _text(_one_way(field, getattr(obj, field.attname)), hidden=field.name in sealed)
        for field in obj._meta.concrete_fields
        if field.name not in unlogged and (field.editable or field.name not in UNLOGGED)
    }


def differences(before: Texts, obj: models.Model) -> Changes:
    """{field: [old, new]} between a snapshot and the object as it is now."""
    now = snapshot(obj)
    return {name: [before.get(name), value] for name, value in now.items() if before.get(name) != value}


def record(
    verb: str, obj: models.Model, *, by: User | None, changes: Changes | None = None, note: str = ""
) -> AuditEntry:
    """Write one audit entry about `obj`, inside the caller's transaction; return it."""
    about = _about(obj)
    note_changes([about["region_path"]])
    return AuditEntry.objects.create(actor=by, verb=verb, changes=changes or {}, note=note[:300], **about, **_mark())


def record_many(
    verb: str,
    objs: Iterable[Any],
    *,
    by: User | None,
    note: str = "",
    changes_of: Callable[[Any], Changes] | None = None,
) -> None:
    """One entry for each object, some thousand at once: for acts on many rows. `changes_of(obj)` tells changes."""
    said: dict[str, Any] = {"actor": by and by.pk, "verb": verb, "note": note[:300], **_mark()}
    fields: list[Any] = [AuditEntry._meta.get_field(name) for name in ("at", "changes")]
    at, changes = fields
    said["at"] = at.get_db_prep_save(timezone.now(), connection)
    paths: set[str] = set()

    def entries() -> Iterator[tuple[Any, ...]]:
        for obj in objs:
            about = _told(obj)
            paths.add(about["region_path"])
            told = changes.get_db_prep_save(changes_of(obj) if changes_of else {}, connection)
            yield (*said.values(), *about.values(), told)

    with office_language():
        insert_rows(AuditEntry, [*said, *ABOUT, "changes"], entries())
    note_changes(paths)


def record_summary(
    verb: str,
    *,
    by: User | None,
    label: str,
    object_type: str,
    region_path: str = "",
    changes: Changes | None = None,
    note: str = "",
) -> AuditEntry:
    """One entry for an act on a table as a whole (an import)."""
    note_changes([region_path])
    return AuditEntry.objects.create(
        actor=by,
        verb=verb,
        object_type=object_type,
        object_label=label[:120],
        region_path=region_path,
        changes=changes or {},
        note=note[:300],
        **_mark(),
    )


def record_read(
    verb: str,
    obj: models.Model,
    *,
    by: Any,
    rows: int = 1,
    purpose: str = "",
    columns: str = "",
    recipient: str = "",
) -> ReadLog:
    """Write that `by` looked at `obj`, or exported `rows` rows from it on with these columns for that purpose.

    `recipient` is the other office a file is given to, if it leaves this one.

    Raises DayLimitReached, and writes nothing, when `by` did so as often today as one account may.
    """
    said = {"purpose": purpose[:160], "columns": columns[:400], "recipient": recipient[:60]}
    entry: Any = ReadLog(actor=by, verb=verb, rows=rows, **said, **_about(obj), **_mark())
    if is_limited(verb, by):
        with transaction.atomic():
            hold_to_limit(verb, by)
            entry.save(force_insert=True)
    else:
        entry.save(force_insert=True)
    return entry


def record_search(verb: str, *, by: Any, label: str, object_type: str, rows: int, region_path: str = "") -> ReadLog:
    """Write that `by` looked for people by something that is never shown; `label` is its masked form."""
    return ReadLog.objects.create(
        actor=by,
        verb=verb,
        object_type=object_type,
        object_label=label[:120],
        region_path=region_path,
        rows=rows,
        **_mark(),
    )


ABOUT = ("object_type", "object_id", "object_label", "region_path")


def _about(obj: models.Model) -> dict[str, Any]:
    with office_language():
        return _told(obj)


def _told(obj: models.Model) -> dict[str, Any]:
    return {
        "object_type": obj._meta.label_lower,
        "object_id": obj.pk,
        "object_label": str(obj)[:120],
        "region_path": getattr(obj, "region_path", None) or getattr(obj, "path", "") or "",
    }


def _mark() -> dict[str, str]:
    mark = current_request.get()
    return {"request_id": mark.request_id, "address": mark.address}


def _one_way(field: Any, value: object) -> object:
    """A moment or an amount written in one way, whether a form made it or the database gave it back."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(UTC)
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return f"{value:.{field.decimal_places}f}"
    return value


def _text(value: object, *, hidden: bool) -> str | None:
    if value is None or value == "":
        return None
    if hidden:
        return f"{HIDDEN}{blind_index(str(value), field='audit')[:4]}"
    if isinstance(value, models.Model):
        return str(value.pk)
    return str(value)[:500]
