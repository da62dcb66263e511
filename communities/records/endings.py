"""What hangs on a record that is about to end, what becomes of it, and how it is taken up again.

A model whose rows hang on an organization declares `on_closing = Ending(…)` and the verb `let_go(by=, note=)`, one
whose rows hang on a person `on_leaving`; tests go through every relation, so that nothing new is left behind.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import CharField, Q, Value
from django.utils.functional import Promise

from communities.records.placed import PlacePath
from registry.accounts.models import User
from registry.audit.log import differences, record, snapshot
from registry.ui.display import office_language
from registry.ui.signs import told

SHOWN = 20  # rows named of one kind
MOST = 2000
WHOLE = 5  # the parts of what `let_go` says of one row


class Ending(NamedTuple):
    """`is_open()` is the condition on rows that are not at their end; `words` tells a row, by default its text.

    Rows that `stay` are named but not touched; those that `returns` is False for are not taken up again. `through`
    names the field of several that point at the holder; `act` is called with what the holder's end says besides.
    """

    label: Promise
    fate: Promise
    is_open: Callable[[], Q]
    words: Callable = str
    stays: bool = False
    returns: bool = True
    through: str = ""
    act: Callable = lambda row, *, by, note, **_more: row.let_go(by=by, note=note)


class Hanging(NamedTuple):
    """One kind of what hangs on a record: how many, the first of them as [(text, address)], and its fate.

    `keys` names all of them, for `mark_of`.
    """

    label: str
    fate: str
    number: int
    rows: list[tuple[str, str]]
    keys: tuple[str, ...] = ()


def hanging_on(holder: models.Model) -> list[Hanging]:
    """[Hanging] of all kinds that have open rows: one query, and one for each kind found."""
    found = []
    for ending, rows, count in _open_rows(holder):
        told = [(ending.words(row), row.get_absolute_url()) for row in rows[:SHOWN]]
        found.append(Hanging(str(ending.label), str(ending.fate), count, told, keys_of(rows)))
    return found


def keys_of(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(f"{row._meta.label_lower}.{row.pk}" for row in rows)


def mark_of(hanging: list[Hanging]) -> str:
    """A short text that is another one as soon as other rows hang on the record."""
    keys = sorted(key for kind in hanging for key in kind.keys)
    return hashlib.sha256(" ".join(keys).encode()).hexdigest()[:20]


def hanging_of(rows: Iterable[Any], fate: str | Promise) -> list[Hanging]:
    """[Hanging] of rows in hand, by their kinds."""
    kinds: dict[Any, list[Any]] = {}
    for row in rows:
        kinds.setdefault(row._meta.verbose_name_plural, []).append(row)
    found = []
    for label, some in kinds.items():
        told = [(str(row), row.get_absolute_url()) for row in some[:SHOWN]]
        found.append(Hanging(str(label), str(fate), len(some), told, keys_of(some)))
    return found


def let_go(holder: models.Model, *, by: User, note: str, **more: Any) -> list[list[Any]]:
    """End everything open that hangs on `holder`; returns what `take_up` and `ended_with` need, ready for JSON.

    That is [kind, key, {column: [old, new]}, words, address] a row; no columns where it is not taken up again. Runs in
    the caller's transaction.
    """
    done = []
    for ending, rows, _count in _open_rows(holder):
        if ending.stays:
            continue
        for row in rows:
            was, was_key, changed = _values(row), row.pk, None
            with office_language():
                words, address = str(ending.words(row)), row.get_absolute_url()
            ending.act(row, by=by, note=note, **more)
            if ending.returns:
                now = _values(type(row)._base_manager.get(pk=was_key))
                changed = {name: [was[name], now[name]] for name in was if was[name] != now[name]}
            done.append([row._meta.label_lower, was_key, changed, words, address])
    return done


def ended_with(done: list[list[Any]], holder: type[models.Model]) -> list[Hanging]:
    """[Hanging] of what `let_go` ended on a record of the model `holder`, as it read then: no query."""
    endings = {one.related_model._meta.label_lower: ending for one, ending in relations_of(holder)}
    kinds: dict[str, list[list[Any]]] = {}
    for row in done:
        if row[0] in endings and len(row) == WHOLE:
            kinds.setdefault(row[0], []).append(row)
    return [
        Hanging(
            str(endings[kind].label), str(endings[kind].fate), len(rows),
            [(words, address) for *_row, words, address in rows[:SHOWN]],
        )
        for kind, rows in kinds.items()
    ]  # fmt: skip


def given_away(done: list[list[Any]], holder: type[models.Model]) -> list[str]:
    """What of it is not taken up again when the end is taken back: “Training: …”."""
    return [
        told(kind.label, words)
        for kind in ended_with([row for row in done if row[2] is None], holder)
        for words, _address in kind.rows
    ]


def take_up(done: list[list[Any]], *, by: User) -> list[str]:
    """Put back what `let_go` ended, the last first; returns the texts of what changed since and could not be."""
    left = []
    for label, pk, changed, *_words in reversed(done):
        if changed is None:
            continue
        row = apps.get_model(label)._base_manager.select_for_update().get(pk=pk)
        try:
            with transaction.atomic():
                _put_back(row, changed, by=by)
        except (ValidationError, IntegrityError):
            left.append(str(apps.get_model(label)._base_manager.get(pk=pk)))
    return left


def relations_of(model: type[models.Model]) -> list[tuple[Any, Ending]]:
    """[(relation, Ending)] through which rows with an ending of their own hang on `model`."""
    found, declared = [], getattr(model, "hangs_by", "on_closing")
    for relation in model._meta.related_objects:
        ending = getattr(relation.related_model, declared, None)
        if ending and not relation.many_to_many and ending.through in ("", relation.field.name):
            found.append((relation, ending))
    return found


def _open_rows(holder: models.Model) -> list[tuple[Ending, list[Any], int]]:
    """[(Ending, rows, count)] of the kinds that have any."""
    kinds = {}
    for relation, ending in relations_of(type(holder)):
        rows = relation.related_model.objects.filter(ending.is_open(), **{relation.field.name: holder})
        kinds[relation.related_model._meta.label_lower] = ending, rows
    if not kinds:
        return []
    marked = [
        rows.order_by().annotate(kind_of_row=Value(key, CharField())).values_list("kind_of_row", "pk")
        for key, (_ending, rows) in kinds.items()
    ]
    counts: dict[str, int] = {}
    for key, _pk in marked[0].union(*marked[1:], all=True)[:MOST]:
        counts[key] = counts.get(key, 0) + 1
    return [
        (ending, list((rows.with_names() if hasattr(rows, "with_names") else rows).order_by("pk")), counts[key])
        for key, (ending, rows) in kinds.items()
        if key in counts
    ]


def _values(row: Any) -> dict[str, str | None]:
    """{column: text} of a row, as `to_python` reads it again."""
    return {
        field.attname: None if getattr(row, field.attname) is None else field.value_to_string(row)
        for field in row._meta.concrete_fields
    }


def _put_back(row: Any, changed: dict[str, list[Any]], *, by: User) -> None:
    now = _values(row)
    if any(now[name] != new for name, (_old, new) in changed.items() if name != "version"):
        raise ValidationError("", code="stale")
    before = snapshot(row)
    for name, (old, _new) in changed.items():
        field = next(field for field in row._meta.concrete_fields if field.attname == name)
        setattr(row, name, row.version + 1 if name == "version" else field.to_python(old))
    row.save(update_fields=list(changed))
    _refuse_on_what_ended(row)
    if hasattr(row, "taken_up"):
        row.taken_up(by=by)
    record("closing.take_up", row, by=by, changes=differences(before, row))


def _refuse_on_what_ended(row: Any) -> None:
    """Raise ValidationError "ended" where another record on which `row` hangs has ended meanwhile (`has_ended`)."""
    for field in row._meta.concrete_fields:
        holder = getattr(row, field.name) if field.many_to_one else None
        if getattr(holder, "has_ended", False) and _ends_with(row, field):
            raise ValidationError("", code="ended")


def _ends_with(row: Any, field: Any) -> bool:
    """Whether the end of what `field` names is the end of `row` too: as it declares, or as its place."""
    if hasattr(field.remote_field.model, "hangs_by"):
        return any(one.field == field and not ending.stays for one, ending in relations_of(field.remote_field.model))
    place = next((one for one in row._meta.concrete_fields if isinstance(one, PlacePath)), None)
    return place is not None and field.name in place.follows
