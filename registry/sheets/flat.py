"""Tables of a hundred thousand rows: what columns are told from is read as plain values, without an object of a row.

A column takes part when its value is a dotted name, or is made of some, that ends in a field of the table, in the words
of one (`get_…_display`), or in an attribute of which the model says in `told_from` which lookups it is made of and by
which function: `{"place_label": (("level", "parent__name", "name"), label_of)}`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils.encoding import force_str

from registry.audit.rows import parts_of
from registry.sheets.columns import Column, Made

BATCH = 1000
DISPLAY = ("get_", "_display")


@dataclass(frozen=True)
class Source:
    """Which lookups one column reads and what is made of them; None of `tell` leaves the one value as it is."""

    lookups: tuple[str, ...]
    tell: Callable[..., Any] | None = None


def flat_rows(
    rows: QuerySet[Any], columns: Sequence[Column], may_see: Callable[[Column, str], bool]
) -> Iterator[list[Any]] | None:
    """The cells of every row, or None where some column needs the row itself.

    `may_see(column, path)` is asked of columns with a permission of their own, for each row's place.
    """
    sources = [_of_many() if column.many else source_of(rows.model, column.value) for column in columns]
    if None in sources:
        return None
    return _cells(rows, [(column, source) for column, source in zip(columns, sources, strict=True) if source], may_see)


def source_of(model: Any, value: Any) -> Source | None:
    """What a column's value on `model` is told from, or None."""
    if isinstance(value, Made):
        parts = [source_of(model, name) for name in value.names]
        plain = [part.lookups[0] for part in parts if part is not None and part.tell is None]
        return Source(tuple(plain), value.make) if len(plain) == len(parts) else None
    if not isinstance(value, str):
        return None
    *links, name = value.split(".")
    for link in links:
        field = _field(model, link)
        if (
            field is None
            or not (field.many_to_one or field.one_to_one)
            or not field.concrete
            or not field.related_model
        ):
            return None
        model = field.related_model
    source = _source(model, name)
    if source is None or not links:
        return source
    before = "__".join(links)
    return Source(
        tuple(f"{before}__{lookup}" for lookup in source.lookups), source.tell and _unless_missing(source.tell)
    )


def _source(model: Any, name: str) -> Source | None:
    if name in getattr(model, "told_from", {}):
        return Source(*model.told_from[name])
    begin, end = DISPLAY
    if name.startswith(begin) and name.endswith(end):
        field = _field(model, name.removeprefix(begin).removesuffix(end))
        return Source((field.name,), _words(field)) if field is not None else None
    field = _field(model, name)
    return Source((name,)) if field is not None and field.concrete and not field.is_relation else None


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _words(field: Any) -> Callable[[Any], Any]:
    """The words of a choice in the language of this moment."""
    said = {value: force_str(label, strings_only=True) for value, label in field.flatchoices}
    return lambda value: said.get(value, value)


def _unless_missing(tell: Callable[..., Any]) -> Callable[..., Any]:
    """Where the link leads nowhere, every value behind it is missing, and so is the cell."""
    return lambda *values: None if all(value is None for value in values) else tell(*values)


def _of_many() -> Source:
    return Source(("pk",))


def _cells(
    rows: QuerySet[Any], told: list[tuple[Column, Source]], may_see: Callable[[Column, str], bool]
) -> Iterator[list[Any]]:
    place: str = getattr(rows, "path_field", "region_path")
    guarded = [(number, column) for number, (column, _source) in enumerate(told) if column.permission]
    wanted = ["pk", place] if guarded else ["pk"]  # the number always: two rows may look alike
    lookups = list(dict.fromkeys([*wanted, *(lookup for _column, source in told for lookup in source.lookups)]))
    makers = [_maker(source, lookups) for _column, source in told]
    many = [(number, column.many) for number, (column, _source) in enumerate(told) if column.many]
    values = rows.prefetch_related(None).values_list(*lookups)
    for part in parts_of(values.iterator(chunk_size=BATCH), BATCH):
        found = {number: ask([row[0] for row in part]) for number, ask in many}
        for row in part:
            cells = [make(row) for make in makers]
            for number, texts in found.items():
                cells[number] = texts.get(row[0])
            for number, column in guarded:
                if not may_see(column, row[1]):
                    cells[number] = None
            yield cells


def _maker(source: Source, lookups: list[str]) -> Callable[[tuple[Any, ...]], Any]:
    places = [lookups.index(lookup) for lookup in source.lookups]
    first, tell = places[0], source.tell
    if tell is None:
        return lambda row: row[first]
    if len(places) == 1:
        return lambda row: tell(row[first])
    return lambda row: tell(*[row[place] for place in places])
