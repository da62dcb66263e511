"""Numbers of a street and year: without gaps or repeats, also when two people issue one at once."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.db.models.functions import Greatest

from registry.ui.signs import told


class YearCounter(models.Model):
    """A subclass has `street`, `year` and `last`, the last number issued, and is unique by the first two."""

    street: Any
    year: int
    last: int
    objects: ClassVar[models.Manager[Any]]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return told(f"{self.street} {self.year}", self.last)

    @classmethod
    def issue(cls, street: models.Model, year: int, *, above: int = 0) -> int:
        """The next number, inside the caller's transaction: rolled back with it, so that no number is lost.

        `above` is the last number that was given of this series elsewhere, such as on paper.
        """
        counter, _new = cls.objects.get_or_create(street=street, year=year)
        # The UPDATE holds the row until the transaction ends; whoever comes next reads what it left.
        cls.objects.filter(pk=counter.pk).update(last=Greatest(F("last"), above) + 1)
        return cls.objects.values_list("last", flat=True).get(pk=counter.pk)
