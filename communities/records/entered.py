"""What happened elsewhere or before the register: entered by one, confirmed by somebody else, and then it counts."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, lookups
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.dates import DayNumber
from communities.records.moves import StateMachine
from communities.records.refusals import refuse, refuse_without
from communities.scope import ScopedQuerySet
from registry.audit.log import differences, record, record_many
from registry.upkeep.constraints import Check


class EnteredQuerySet(ScopedQuerySet):
    def pending(self) -> Self:
        return self.filter(state__in=Entered.WAITING)

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def standing(self) -> Self:
        """Counted, or on the way to be."""
        return self.filter(state__in=Entered.STANDING)

    def with_names(self) -> Self:
        return self.select_related("leader__region__parent", "submitted_by", "decided_by")


def entered_rules(*, key: str, day: str, once: str, in_year: str, decided: str, refused: str) -> list[Any]:
    """The constraints of such a record, each under its name: one entry of a thing, its day in its year, two hands."""
    after = lookups.GreaterThan(DayNumber(day), F("year") * 10_000)
    before = lookups.LessThan(DayNumber(day), (F("year") + 1) * 10_000)
    return [
        models.UniqueConstraint(name=once, fields=["leader", key], condition=Q(state__in=list(Entered.STANDING))),
        Check(name=in_year, condition=Q(**{day: None}) | Q(after, before)),
        Check(name=decided, condition=~Q(state__in=["confirmed", "returned", "revoked"]) | Q(decided_by__isnull=False)),
        Check(name=refused, condition=~Q(state__in=["returned", "revoked"]) | ~Q(reason="")),
    ]


def entered_indexes(noun: str) -> list[models.Index]:
    """For the list, by state and over all of them."""
    return [
        models.Index(name=f"{noun}_of_state", fields=["region_path", "state", "id"]),
        models.Index(name=f"{noun}_by_place", fields=["region_path", "id"]),
    ]


class Entered(StateMachine):
    """A subclass has `leader`, the two signatures "submitted" and "decided", `reason`, `year`, and its five states.

    `day_field` names the column of the day, where it is known, `no_day_yet` answers a day to come, `first_year` is the
    earliest that is taken. `written` names the columns somebody types, `derived` those `settle` sets from them;
    `refuse_twice` raises "twice" when the same thing is on record already.
    """

    MOVES = {
        "pending": {"confirmed", "returned", "withdrawn"},
        "returned": {"pending", "withdrawn"},
        "confirmed": {"revoked"},
        "withdrawn": set(),
        "revoked": set(),
    }
    WAITING = ("pending",)
    STANDING = ("pending", "confirmed", "returned")
    TONES = {"pending": "info", "confirmed": "ok", "returned": "warn"}
    written: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    day_field = ""
    no_day_yet: Any = ""
    first_year = 0
    leader: Any
    year: Any
    leader_id: Any
    get_state_display: Any

    class Meta:
        abstract = True

    @property
    def tag(self) -> tuple[str, Any]:
        return self.TONES.get(self.state, "mute"), self.get_state_display()

    @property
    def takes_documents(self) -> bool:
        return self.state in ("pending", "returned")

    @property
    def when(self) -> date | int:
        """The day where it is known, else the year."""
        return getattr(self, self.day_field) or self.year

    def clean(self) -> None:
        today, day = timezone.localdate(), getattr(self, self.day_field)
        if day and day > today:
            raise ValidationError({self.day_field: self.no_day_yet})
        if self.year and not self.first_year <= self.year <= today.year:
            said = _("A year from %(first)s to %(last)s.") % {"first": self.first_year, "last": today.year}
            raise ValidationError({"year": said})

    def settle(self) -> None:
        """What follows from what was typed: the day gives the year."""
        if day := getattr(self, self.day_field):
            self.year = day.year

    def refuse_twice(self) -> None:
        """Raise "twice" when the same thing stands already."""

    def became(self) -> None:
        """What follows once it counts, or no longer does."""

    @transaction.atomic
    def submit(self, *, by: Any) -> None:
        """Hand in a new entry, or a returned one again; raises "twice" where it is on record already."""
        locked = self._lock_for("pending") if self.pk else None
        # Two who enter the same thing at once are told apart by the lock of the person.
        type(self.leader)._base_manager.select_for_update().get(pk=self.leader_id)
        self.settle()
        others = {field.name for field in self._meta.fields} - set(self.written)
        self.full_clean(exclude=others, validate_constraints=False)
        self.refuse_twice()
        signed = {"submitted_at": timezone.now(), "submitted_by": by}
        if locked is None:
            for name, value in signed.items():
                setattr(self, name, value)
            self.save(force_insert=True)
            record(f"{self.noun}.submit", self, by=by, changes=differences({}, self))
            return
        signed |= {name: getattr(self, name) for name in (*self.written, *self.derived)}
        signed |= {"decided_at": None, "decided_by": None, "reason": ""}
        self._move("pending", by=by, verb="submit", locked=locked, **signed)

    @classmethod
    @transaction.atomic
    def submit_many(cls, rows: list[Any], *, by: Any) -> None:
        """Hand in many new entries in a few statements; whether one stands already was checked by the caller."""
        now = timezone.now()
        for row in rows:
            row.submitted_at, row.submitted_by = now, by
        cls._default_manager.bulk_create(rows, batch_size=500)
        record_many(f"{cls.noun}.submit", rows, by=by, changes_of=lambda row: differences({}, row))

    @transaction.atomic
    def decide(self, *, by: Any) -> None:
        """Confirm it: from now on it counts. Refused to whoever entered it ("own")."""
        locked: Any = self._lock_for("confirmed", by=by)
        locked.refuse_twice()
        self._move("confirmed", by=by, locked=locked, reason="", decided_at=timezone.now(), decided_by=by)
        locked.became()

    @transaction.atomic
    def send_back(self, *, by: Any, reason: str) -> None:
        """Send it back with what is missing."""
        refuse_without(reason)
        locked = self._lock_for("returned", by=by)
        decided = {"decided_at": timezone.now(), "decided_by": by, "reason": reason[:200]}
        self._move("returned", by=by, locked=locked, note=reason, **decided)

    @transaction.atomic
    def withdraw(self, *, by: Any) -> None:
        """Taken back before it counts: by whoever entered it; what was returned, by whoever may correct it."""
        locked = self._lock_for("withdrawn")
        if locked.state == "pending":
            locked = self._lock_own("withdrawn", by=by)
        self._move("withdrawn", by=by, locked=locked)

    def let_go(self, *, by: Any, note: str) -> None:
        """The person has left."""
        self._move("withdrawn", by=by, note=note)

    @transaction.atomic
    def revoke(self, *, by: Any, note: str) -> None:
        """What was confirmed by mistake counts no longer; the entry stays with the reason."""
        if not note.strip():
            refuse("reason", _("Give the reason."))
        locked: Any = self._lock_for("revoked")
        self._move("revoked", by=by, note=note, locked=locked, reason=note.strip()[:200])
        locked.became()
