"""What a page showed: every form about a record carries it, signed, so that the answer can be held against it."""

from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.core import signing
from django.db.models import Manager, Model, QuerySet
from django.utils.timezone import is_aware, localtime

from registry.audit.log import snapshot
from registry.audit.models import AuditEntry
from registry.audit.sentences import name_relations, told_changes
from registry.ui.forms import NOT_WHOLE

SALT = "seen"


class Shown(NamedTuple):
    """`version` is the row's as it was shown; `values` maps the names shown to their text."""

    version: int
    values: dict


class SeenField(forms.CharField):
    """Hidden; gives a Shown. What was not signed by us, or for another row, is an error like an empty one."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NOT_WHOLE}

    def __init__(self, row: Any, values: dict[str, Any] | None = None, *, required: bool = True) -> None:
        super().__init__(initial=pack(row, values), label="", required=required)
        self.row = row

    def clean(self, value: Any) -> Any:
        shown = unpack(super().clean(value), self.row)
        if shown is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return shown

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def pack(row: Any, values: dict[str, Any] | None = None) -> str:
    """The signed text for a form: the row's version and what was shown of it (by default what the log would say)."""
    shown = {
        "row": f"{row._meta.label_lower}.{row.pk}",
        "version": getattr(row, "version", 0),
        "values": values or snapshot(row),
    }
    return signing.dumps(shown, salt=SALT, compress=True)


def renew(form: Any, row: Any) -> None:
    """Let a form that was sent carry the row as it is shown now, so that pressing once more answers to that."""
    if "seen" in form.fields:
        form.data = form.data.copy()
        form.data[form.add_prefix("seen")] = pack(row)


def unpack(text: str, row: Any) -> Shown | None:
    """The Shown that `pack` made for this row, or None."""
    try:
        found = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    ours = found["row"] == f"{row._meta.label_lower}.{row.pk}"
    return Shown(found["version"], found["values"]) if ours else None


def is_about(text: str, key: object) -> bool:
    """Whether we signed it for a row with this key, of whatever kind."""
    try:
        return str(signing.loads(text, salt=SALT)["row"]).endswith(f".{key}")
    except signing.BadSignature:
        return False


def changes_since(shown: Shown, row: Any) -> list[Any]:
    """[Change(label, old, new)]: what of a row is not as it was shown."""
    now = snapshot(row)
    changes = {name: [shown.values.get(name), value] for name, value in now.items() if shown.values.get(name) != value}
    entry = AuditEntry(object_type=row._meta.label_lower, object_id=row.pk, changes=changes)
    name_relations([entry])
    return told_changes(entry)


def as_text(value: object) -> str:
    """A form's value as text, the same for what a field gives before and after it is sent."""
    if value is None or value is False:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return f"{localtime(value) if is_aware(value) else value:%Y-%m-%d %H:%M}"
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, QuerySet | list | tuple | set):
        return ",".join(sorted(as_text(one) for one in value))
    return str(value)
