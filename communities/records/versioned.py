"""Records that two people may have open at once: every write raises their version."""

from functools import cache
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.encoding import force_str
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """`version` rises with every write.

    A page that showed the row sets `seen` to the version it showed; the next lock then raises ValidationError
    "stale" when the row is another one by now. An act without a page leaves `seen` None and is not held to one.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    seen: int | None = None
    stale_message = _("This record has already moved on; reload the page.")
    changed_message = _("Somebody changed this record in the meantime. What you typed is kept; compare and save again.")

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """As Django's; a first row about a person waits for whoever is erasing them, and is refused afterwards."""
        leader = getattr(self, "leader", None) if self._state.adding else None
        if leader is not None:
            leader.refuse_erased(anew=True)
        super().save(*args, **options)

    def _get_FIELD_display(self, field: Any) -> Any:  # Django's name for what is behind get_…_display
        """As Django's, which puts the choices of the field together anew for each row of a list."""
        value = getattr(self, field.attname)
        return force_str(_labels(field, get_language()).get(value, value), strings_only=True)

    def _lock(self) -> Self:
        """The row as it is now, locked until the transaction ends; raises "stale", or "ended" (see below)."""
        locked = self._to_lock().get(pk=self.pk)
        seen, self.seen = self.seen, None
        if seen is not None and seen != locked.version:
            raise self._stale()
        locked._refuse_erased()
        return locked

    def _refuse_erased(self) -> None:
        """Raise "ended" for a row about a person whose data was erased: nothing is written there any more."""
        leader = getattr(self, "leader", None)
        if leader is not None:
            leader.refuse_erased()

    def _lock_unchanged(self) -> Self:
        """The locked row while it is the one this instance was read from; else raises "stale"."""
        locked = self._lock()
        if locked.version != self.version:
            raise self._changed()
        return locked

    def _lift_version(self) -> None:
        """Raise the version of the row this instance was read from, by one statement; raises "stale" as above."""
        rows = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not rows.update(version=F("version") + 1):
            raise self._changed()
        self.version, self.seen = self.version + 1, None

    def _to_lock(self) -> models.QuerySet[Self]:
        """The rows to lock; a subclass selects the relations its verbs ask for (and locks its own table alone)."""
        return type(self)._base_manager.select_for_update()

    def _stale(self) -> ValidationError:
        return ValidationError(self.stale_message, code="stale")

    def _changed(self) -> ValidationError:
        return ValidationError(self.changed_message, code="stale")


@cache
def _labels(field: Any, _language: str | None) -> dict[Any, Any]:
    """Once for each language: choices that a function makes may be words already, not texts looked up at each use."""
    return dict(field.flatchoices)
