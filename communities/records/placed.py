"""Where a record lies: the path of its region in a column of its own, taken from what it belongs to."""

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Q

from communities.records.signed import constrain, noun_of


class PathColumn(models.CharField):
    """`region_path`: filled from the row it follows when the record is first written without one."""

    def pre_save(self, instance, add):
        path = getattr(instance, self.attname)
        if add and not path:
            path = path_of(getattr(instance, type(instance).place.follows))
            setattr(instance, self.attname, path)
        return path

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Place:
    """`place = Place("organization")` gives a model its `region_path`, the check that it is never empty, and says
    whose place it takes: a region's, or that of another placed record. `follow` carries it along.
    """

    def __init__(self, follows="region"):
        self.follows = follows

    def contribute_to_class(self, model, name):
        setattr(model, name, self)
        model.add_to_class("region_path", PathColumn(max_length=40, editable=False))
        if not model._meta.abstract:
            constrain(model, CheckConstraint(name=f"{noun_of(model)}_has_path", condition=~Q(region_path="")))


def path_of(holder):
    """The path of a region, or of a record that lies in one."""
    return getattr(holder, "region_path", None) or holder.path


def follow(holder):
    """After `holder` moved: give its place to every record that follows it, and to those that follow them.

    Returns the number of rows written. Runs in the caller's transaction.
    """
    return _carry(type(holder), {"pk": holder.pk}, path_of(holder))


def _carry(model, chosen, path):
    written = 0
    for other in apps.get_models():
        place = getattr(other, "place", None)
        if not isinstance(place, Place) or other._meta.get_field(place.follows).related_model is not model:
            continue
        below = {f"{place.follows}__{name}": value for name, value in chosen.items()}
        rows = other._base_manager.filter(**below).exclude(region_path=path)
        written += rows.update(region_path=path) + _carry(other, below, path)
    return written
