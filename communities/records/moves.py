"""Rows whose `state` moves by verbs: one lock, one check, one write, one log entry."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from registry.audit.log import differences, record, snapshot


class Moving(models.Model):
    """A subclass names its `MOVES` ({state: {states it may become}}) and its `noun`, the beginning of its verbs.

    `_move` is the only code that sets `state`; a verb calls it and says what else is written with the move.
    """

    MOVES = {}
    noun = ""
    stale_message = _("This record has already moved on; reload the page.")

    class Meta:
        abstract = True

    def may_become(self, target):
        return target in self.MOVES.get(self.state, ())

    @transaction.atomic
    def _move(self, target, *, by, verb="", note="", locked=None, **fields):
        """Lock, check, write and record; raises ValidationError "stale" when somebody was quicker.

        `locked` is the row as the verb locked and checked it already; `verb` the log's name of the act, by
        default the target state. Returns the locked row; `self` carries the new values too.
        """
        locked = locked or self._lock()
        if target not in self.MOVES[locked.state]:
            raise self._stale()
        before, was = snapshot(locked), locked.state
        values = {"state": target, **fields}
        for name, value in values.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        # The condition decides the race where the engine has no row locks.
        if not type(self)._base_manager.filter(pk=self.pk, state=was).update(**values):
            raise self._stale()
        record(f"{self.noun}.{verb or target}", locked, by=by, changes=differences(before, locked), note=note)
        return locked

    def _lock(self):
        return type(self)._base_manager.select_for_update().get(pk=self.pk)

    def _lock_for(self, target, *, by=None, submitted_by="submitted_by"):
        """The locked row, ready to become `target`; with `by`, refused to whoever stands in `submitted_by`."""
        locked = self._lock()
        if target not in self.MOVES[locked.state]:
            raise self._stale()
        if by is not None and getattr(locked, f"{submitted_by}_id") == by.pk:
            raise ValidationError(_("Nobody decides what they submitted themselves."), code="own")
        return locked

    def _stale(self):
        return ValidationError(self.stale_message, code="stale")
