"""Where a record lies: the path of its region in a column of its own, taken from the record it follows."""

from collections import Counter
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q

from communities.records.signed import constrain, noun_of
from registry.audit.changes import note_changes
from registry.upkeep.constraints import Check


class PlacePath(models.CharField):
    """`region_path = PlacePath("organization")`: the path column, whose place it takes, the check that it is filled.

    Of several names the first that is set counts: `PlacePath("organization", "region")`. Where the row follows one of
    them and names a `region` besides, the region is made the same. The column fills itself when a row is first written;
    a verb that gives a row another place calls `settle` before it saves and `follow` afterwards.
    """

    def __init__(self, *follows: str, noun: str = "", is_checked: bool = True, **options: Any) -> None:
        self.follows, self.noun, self.is_checked = follows or ("region",), noun, is_checked
        super().__init__(**{"max_length": 40, "editable": False} | options)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if self.is_checked and not cls._meta.abstract:
            constrain(cls, Check(name=f"{self.noun or noun_of(cls)}_has_path", condition=~Q(region_path="")))

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def clone(self) -> Any:
        """The plain column, as migrations know it."""
        _name, _path, args, kwargs = self.deconstruct()
        return models.CharField(*args, **kwargs)

    def pre_save(self, instance: Any, add: bool) -> Any:
        if add and not getattr(instance, self.attname):
            settle(instance)
        return super().pre_save(instance, add)

    def holder_of(self, row: Any) -> Any:
        """The record whose place `row` takes, or None."""
        found = (getattr(row, name) for name in self.follows)
        return next((holder for holder in found if holder is not None), None)

    def rows_of(self, model: Any) -> list[tuple[models.QuerySet[Any], str]]:
        """[(rows of this column's model that take their place from `model`, the key they name it by)]."""
        found = []
        for at, name in enumerate(self.follows):
            if self.model._meta.get_field(name).related_model is model:
                before = dict.fromkeys(self.follows[:at])
                found.append((self.model._base_manager.filter(**before, **{f"{name}__isnull": False}), name))
        return found

    def holders(self) -> set[Any]:
        """The models whose rows this column may follow."""
        return {self.model._meta.get_field(name).related_model for name in self.follows}


class OwnerPath(PlacePath):
    """The path of a row that names its owner by `owner_type` and `owner_id`, a record of any model."""

    def holder_of(self, row: Any) -> Any:
        return apps.get_model(row.owner_type)._base_manager.filter(pk=row.owner_id).first()

    def rows_of(self, model: Any) -> list[tuple[models.QuerySet[Any], str]]:
        if not hasattr(model, "document_permission"):
            return []
        return [(self.model._base_manager.filter(owner_type=model._meta.label_lower), "owner_id")]

    def holders(self) -> set[Any]:
        types = self.model._base_manager.order_by().values_list("owner_type", flat=True).distinct()
        return {apps.get_model(name) for name in types}


def path_of(holder: Any) -> str:
    """The path of a region, or of a record that lies in one."""
    return holder.region_path


@cache
def place_paths() -> list[PlacePath]:
    """The path columns of all models that follow another record."""
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, PlacePath)]


def settle(row: Any) -> bool:
    """Give `row` the place of what it follows; nothing is written. True when it lay elsewhere before."""
    field, was = row._meta.get_field("region_path"), row.region_path
    holder = field.holder_of(row)
    if holder is None:
        return False
    row.region_path = path_of(holder)
    if _names_region_besides(field) and hasattr(holder, "region_id"):
        if row.region_id is not None or not row._meta.get_field("region").null:
            row.region = holder.region
    has_moved = bool(was) and was != row.region_path
    if has_moved:
        note_changes([was])  # the log tells of the new place
    return has_moved


def follow(holder: Any) -> int:
    """After `holder` moved: give its place to every record that follows it, and to those that follow them.

    Returns the number of rows written. Runs in the caller's transaction.
    """
    rows = type(holder)._base_manager.filter(pk=holder.pk)
    return _carry(type(holder), rows, path_of(holder), getattr(holder, "region_id", None))


def _carry(model: Any, holders: models.QuerySet[Any], path: str, region: int | None) -> int:
    written = 0
    for field in place_paths():
        for rows, name in field.rows_of(model):
            own = rows.filter(**{f"{name}__in": holders.values("pk")})
            if _names_region_besides(field) and name != "region":
                own.exclude(region=None).exclude(region=region).update(region=region)
            written += own.exclude(region_path=path).update(region_path=path)
            written += _carry(field.model, own, path, region)
    return written


def _names_region_besides(field: PlacePath) -> bool:
    return "region" in field.follows[1:]


def strays() -> list[tuple[type[models.Model], models.QuerySet[Any]]]:
    """[(model, rows)] of every model with rows that lie elsewhere than what they follow."""
    found = []
    for field in place_paths():
        for model in field.holders():
            column = "path" if not _is_placed(model) else "region_path"
            for rows, name in field.rows_of(model):
                there = model._base_manager.filter(pk=models.OuterRef(name)).values(column)
                elsewhere = ~Q(region_path=F("there"))
                if _names_region_besides(field) and name != "region":
                    elsewhere |= Q(region__isnull=False) & ~Q(region=F(f"{name}__region"))
                astray = rows.annotate(there=models.Subquery(there)).filter(elsewhere)
                found += [(field.model, astray)] if astray.exists() else []
    return found


@transaction.atomic
def mend() -> Counter[type[models.Model]]:
    """Give every stray row the place of what it follows; returns {model: rows mended}."""
    mended: Counter[type[models.Model]] = Counter()
    while found := strays():
        for model, rows in found:
            for row in rows:
                settle(row)
                names = ["region_path", "region"] if hasattr(model, "region") else ["region_path"]
                row.save(update_fields=names)
                mended[model] += 1
    return mended


def _is_placed(model: Any) -> bool:
    return any(field.name == "region_path" for field in model._meta.concrete_fields)
