"""Sealing anew, with the PHONE_KEY of today, what an old one sealed. In batches; whatever was done is done.

A model says what it keeps sealed by `sealed_columns` = {column: what it is bound to}. Where more hangs on such a value,
its `renewed(column, text)` returns the text to seal and {other column: its new value}.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from registry.seal import is_sealed_anew, key_id, seal, unseal

BATCH = 300

Sealing = Any  # a model with `sealed_columns`


class Done(NamedTuple):
    model: str
    renewed: int
    closed: int  # that no key in use opens


def sealed_models() -> list[Sealing]:
    return [model for model in apps.get_models() if getattr(model, "sealed_columns", None)]


def seal_anew(*, dry_run: bool = False) -> Iterator[Done]:
    """Go once through everything; yields a Done for each kind of row that has any left."""
    for model in sealed_models():
        renewed = closed = 0
        last = None
        while rows := _left(model, after=last):
            last = rows[-1][0]
            if dry_run:
                renewed += len(rows)
                continue
            with transaction.atomic():
                for pk, *values in rows:
                    is_well = _renew(model, pk, dict(zip(model.sealed_columns, values, strict=True)))
                    renewed, closed = renewed + (is_well is True), closed + (is_well is False)
        if renewed or closed:
            yield Done(model._meta.label_lower, renewed, closed)


def _left(model: Sealing, *, after: int | None) -> list[tuple[Any, ...]]:
    """The next rows in which something is sealed with another key than today's."""
    mark = f"{key_id(settings.PHONE_KEY)}:"
    old = reduce(or_, [~Q((column, "")) & ~Q((column + "__startswith", mark)) for column in model.sealed_columns])
    rows = model._base_manager.filter(old)
    rows = rows if after is None else rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", *model.sealed_columns)[:BATCH])


def _renew(model: Sealing, pk: int, was: dict[str, str]) -> bool | None:
    """True: sealed anew. None: somebody wrote the row meanwhile. False: no key opens it."""
    try:
        new = renewed_columns(model, was)
    except (InvalidTag, ValueError):
        return False
    return True if model._base_manager.filter(pk=pk, **was).update(**new) else None


def renewed_columns(model: Sealing, was: dict[str, str]) -> dict[str, str]:
    new: dict[str, str] = {}
    for column, sealed in was.items():
        if is_sealed_anew(sealed):
            continue
        field = model.sealed_columns[column]
        text, more = getattr(model, "renewed", as_it_is)(column, unseal(sealed, field=field))
        new |= {column: seal(text, field=field), **more}
    return new


def as_it_is(column: str, text: str) -> tuple[str, dict[str, str]]:
    return text, {}


def renew_within(value: Any) -> Any:
    """Rows kept as {column: value} inside a sealed text hold sealed values themselves."""
    if isinstance(value, list):
        return [renew_within(one) for one in value]
    if not isinstance(value, dict):
        return value
    value = {name: renew_within(one) for name, one in value.items()}
    for model in sealed_models():
        was = {name: value[name] for name in model.sealed_columns if isinstance(value.get(name), str)}
        try:
            value |= renewed_columns(model, was)
        except (InvalidTag, ValueError):
            continue  # a column of this name in another kind of row
    return value
