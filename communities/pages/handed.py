"""What whoever handed a record in changed since it was sent back: all a second look has to go through."""

from itertools import takewhile
from typing import Any

from registry.audit.models import AuditEntry
from registry.audit.sentences import told_changes

MARKS = {"state", "reason", "return_reason"}  # what the sending to and fro itself writes, beside who and when


def changed_since_return(row: Any, entries: list[AuditEntry]) -> list[Any]:
    """[Change(label, old, new)] from `entries`, the history of `row`, newest first; [] when it was never sent back."""
    kind = row._meta.label_lower
    own = [entry for entry in entries if (entry.object_type, entry.object_id) == (kind, row.pk)]
    since = list(takewhile(lambda entry: not entry.verb.endswith(".return"), own))
    if len(since) == len(own):
        return []
    changes: dict[str, list] = {}
    for entry in reversed(since):
        for name, (old, new) in entry.changes.items():
            changes[name] = [changes.get(name, [old])[0], new]
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1] and not is_mark(name)}
    told = told_changes(AuditEntry(object_type=kind, object_id=row.pk, changes=changes))
    return [change for change in told if change.old or change.new]


def is_mark(name: str) -> bool:
    return name in MARKS or name.endswith(("_at", "_by"))
