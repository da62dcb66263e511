"""Two people edited one record: what only one of them changed is merged, what both changed is chosen."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from crispy_forms.layout import LayoutObject
from django.forms import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from communities.pages.seen import Shown, as_text
from registry.audit.sentences import Change
from registry.ui.days import listed

SENTENCE = _("Somebody changed this record in the meantime. Choose for each field which to keep, then save.")


class Conflict(NamedTuple):
    """A field that two people changed: the texts of both, and the name of the choice between them."""

    name: str
    label: str
    theirs: str
    mine: str


class ConflictChoice(LayoutObject):
    """The part of the form that asks which of two values to keep."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        self.conflicts, self.fields = conflicts, list[str]()

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        return render_to_string("components/conflict.html", {"conflicts": self.conflicts})


def values_of(form: Any) -> dict[str, str]:
    """{name: text} of what a form shows of its row, uploads and hidden fields left out."""
    shown = {}
    for name, field in form.fields.items():
        if not field.widget.is_hidden and not field.widget.needs_multipart_form:
            shown[name] = as_text(form.get_initial_for_field(field, name))
    return shown


def merged(form: Any, current: Any, shown: Shown) -> tuple[Any, list[Conflict]]:
    """(data to send instead, [Conflict]): `form` as it was sent, `current` shows the row as it is now.

    The choice between two values is posted as `keep-NAME` = theirs | mine.
    """
    form.is_valid()
    data, now, conflicts = form.data.copy(), values_of(current), []
    for name, was in shown.values.items():
        if name not in form.fields:
            continue  # not asked by now
        typed = as_text(form.cleaned_data.get(name, form.data.get(form.add_prefix(name))))
        theirs, choice = now.get(name, ""), form.data.get(f"keep-{name}", "")
        if choice == "theirs" or (typed == was != theirs):
            _put(data, current[name])
        elif theirs not in (was, typed) and choice != "mine":
            mine = _readable(form.fields[name], typed)
            conflicts.append(
                Conflict(name, str(form.fields[name].label), _readable(current.fields[name], theirs), mine)
            )
    return data, conflicts


def moved(current: Any, shown: Shown) -> list[Change]:
    """[Change]: what `current`, the form of the row as it is now, does not show as it was shown."""
    now = values_of(current)
    return [
        Change(str(current.fields[name].label), *(_readable(current.fields[name], text) for text in (was, now[name])))
        for name, was in shown.values.items()
        if name in now and now[name] != was
    ]


def _readable(field: Any, text: str) -> str:
    """A value as people read it: the label of a choice, the name of a row."""
    if hasattr(field, "queryset"):
        numbers = [one for one in text.split(",") if one.isdigit()]
        rows = field.queryset.model._base_manager.filter(pk__in=numbers).order_by("pk")
        return listed([str(row) for row in rows]) or text or "—"
    labels = {str(value): str(label) for value, label in _flat(getattr(field, "choices", None) or ())}
    return labels.get(text) or text or "—"


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _put(data: QueryDict, bound: BoundField) -> None:
    """Put a field's present value into `data` as the page would send it."""
    value = bound.field.prepare_value(bound.initial)
    if hasattr(value, "all"):
        value = value.all()
    if isinstance(value, list | tuple) or hasattr(value, "model") and not hasattr(value, "pk"):
        data.setlist(bound.html_name, [as_text(one) for one in value])
    elif value is True:
        data[bound.html_name] = "on"
    elif value is False:
        data.pop(bound.html_name, None)
    else:
        data[bound.html_name] = as_text(value)
