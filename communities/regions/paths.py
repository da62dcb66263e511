"""Whatever carries a place's path follows when the place moves: found by walking the models, so none is forgotten."""

from functools import cache

from django.apps import apps
from django.db.models import F, Index, Value
from django.db.models.functions import Concat, Substr

from communities.regions.models.region import Region
from communities.scope import in_spans, span_of

NUMBERED_BY = {"street", "certificate_street"}  # keys that say whose number a row bears: it stays theirs
FORMER = "gone_path"  # of a merge: where the record lay that became part of another
CHUNK = 900  # keys in one statement: SQLite's oldest limit


@cache
def carriers():
    """[(model, the name of its path column, the key it is found by or "")]; found by a key before found by the path.

    A table without an index on the path is found by the one record its rows belong to, never by reading it whole.
    """
    found = [(Region, "path", "")]
    for model in apps.get_models():
        if _has_path(model):
            found.append((model, "region_path", "" if _has_index(model) else _owner_of(model)))
        if any(field.name == FORMER for field in model._meta.concrete_fields):
            found.append((model, FORMER, ""))
    return sorted(found, key=lambda one: (not one[2], one[0]._meta.label))


@cache
def references():
    """[(model, field name)] of every key to a region outside the tree's own table and its history."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if not getattr(model, "keeps_former_place", False) and model is not Region
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Region and field.name not in NUMBERED_BY
    ]


def _has_path(model):
    return any(field.name == "region_path" for field in model._meta.concrete_fields)


def _has_index(model):
    return any(
        isinstance(index, Index) and index.condition is None and index.fields[:1] == ["region_path"]
        for index in model._meta.indexes
    )


def _owner_of(model):
    owners = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and not field.null and _has_path(field.related_model) and _has_index(field.related_model)
    ]
    return owners[0] if len(owners) == 1 else ""


def rows_below(model, column, owner, path):
    rows = model._base_manager.filter(in_spans([span_of(path)], column))
    if owner:
        above = model._meta.get_field(owner).related_model._base_manager
        rows = rows.filter(**{f"{owner}__in": above.filter(in_spans([span_of(path)])).values("pk")})
    return rows


def carry(old, new):
    """Give every row at or below the path `old` its place below `new`. One statement a table."""
    for model, column, owner in carriers():
        rest = Concat(Value(new), Substr(F(column), len(old) + 1))
        rows_below(model, column, owner, old).update(**{column: rest})


def counted_below(path):
    """[(what, how many)] of what would move with the place at `path`, each record type with rows there."""
    found = []
    for model, column, owner in carriers():
        if column != FORMER and model._meta.verbose_name_plural and not hasattr(model, "hits"):
            count = rows_below(model, column, owner, path).count()
            found += [(model._meta.verbose_name_plural, count)] if count else []
    return found


def chunks(keys):
    keys = list(keys)
    return [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
