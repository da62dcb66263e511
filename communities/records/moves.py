"""Rows whose `state` moves by verbs: one lock, one check, one write, one log entry."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.refusals import refuse_without
from communities.records.versioned import Versioned
from communities.scope import Account
from registry.accounts.models import User
from registry.audit.log import differences, record, snapshot
from registry.upkeep.written import ago

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OWN = _("Nobody decides what they submitted themselves.")
MADE = _(
    "Nobody decides what an account hands in whose first password they gave in the last 30 days. "
    "A first password given by somebody else lifts this."
)
MADE_FOR = timedelta(days=30)
OF_ANOTHER = _("Only whoever handed it in takes it back.")


def why_barred(submitter: User | None, by: Account) -> tuple[str, "StrPromise"] | None:
    """Why `by` decides nothing of what the account `submitter` handed in, as (code, sentence), or None.

    Who knew an account's password could be both people whom a decision takes.
    """
    if submitter is None:
        return None
    if submitter.pk == by.pk:
        return ("own", OWN)
    was_lately = submitter.first_password_at is not None and submitter.first_password_at > timezone.now() - MADE_FOR
    return ("made", MADE) if was_lately and submitter.first_password_by_id == by.pk else None


def barred_accounts(submitter: User | None) -> set[int | None]:
    """The numbers of the accounts that `why_barred` keeps from what `submitter` handed in."""
    if submitter is None:
        return set()
    was_lately = submitter.first_password_at is not None and submitter.first_password_at > timezone.now() - MADE_FOR
    return {submitter.pk, submitter.first_password_by_id} if was_lately else {submitter.pk}


def handed_in_by_barred(submitter: str, user: User) -> Q:
    """A condition on rows: `why_barred` keeps `user` from them; `submitter` names the column."""
    made = {f"{submitter}__first_password_by": user, f"{submitter}__first_password_at__gt": ago(MADE_FOR)}
    return Q(**{submitter: user}) | Q(**made)


def refuse_barred(submitter: User | None, by: User) -> None:
    """Raise ValidationError "own" or "made" where `why_barred` says so."""
    barred = why_barred(submitter, by)
    if barred:
        raise ValidationError(barred[1], code=barred[0])


class StateMachine(Versioned):
    """A subclass names its `MOVES` ({state: {states it may become}}) and its `noun`, the beginning of its log verbs.

    `_move` is the only code that sets `state`; a verb calls it and says what else is written with the move.
    """

    MOVES: dict[str, set[str]] = {}
    noun = ""
    state: Any  # a CharField of the subclass

    class Meta:
        abstract = True

    def may_become(self, target: str) -> bool:
        return target in self.MOVES.get(self.state, ())

    @transaction.atomic
    def _move(
        self, target: str, *, by: User, verb: str = "", note: str = "", locked: Any = None, **fields: Any
    ) -> Self:
        """Lock, check, write and record; raises ValidationError "stale" when somebody was quicker.

        `locked` is the row as the verb locked and checked it already; `verb` the log's name of the act, by
        default the target state. Returns the locked row; `self` carries the new values too.
        """
        locked = locked or self._lock()
        if target not in self.MOVES[locked.state]:
            raise self._stale()
        before, was, read = snapshot(locked), locked.state, locked.version
        values = {"state": target, "version": read + 1, **fields}
        for name, value in values.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        # The condition decides the race where the engine has no row locks.
        rows: Any = type(self)._base_manager
        if not rows.filter(pk=self.pk, state=was, version=read).update(**values):
            raise self._stale()
        record(f"{self.noun}.{verb or target}", locked, by=by, changes=differences(before, locked), note=note)
        return locked

    def _lock_for(self, target: str, *, by: User | None = None, submitted_by: str = "submitted_by") -> Self:
        """The locked row, ready to become `target`; with `by`, refused to whoever is barred from what
        `submitted_by` handed in: every verb that decides comes through here.
        """
        locked = self._lock()
        if target not in self.MOVES[locked.state]:
            raise self._stale()
        if by is not None:
            refuse_barred(getattr(locked, submitted_by), by)
        return locked

    def _return(self, *, by: User, reason: str) -> None:
        """Send it back to whoever handed it in, as "returned", with what is to be changed."""
        refuse_without(reason)
        locked = self._lock_for("returned", by=by)
        decided: dict[str, Any] = {"decided_at": timezone.now(), "decided_by": by, "return_reason": reason[:200]}
        self._move("returned", by=by, verb="return", locked=locked, **decided)

    def _lock_own(self, target: str, *, by: User, submitted_by: str = "submitted_by") -> Self:
        """The locked row, ready to become `target`; refused ("other") to whoever does not stand in `submitted_by`."""
        locked = self._lock_for(target)
        if getattr(locked, f"{submitted_by}_id") != by.pk:
            raise ValidationError(OF_ANOTHER, code="other")
        return locked
