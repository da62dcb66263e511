"""What a group is given: a grant, and the ledger of what was used of it and what came back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.money import NOTHING as ZERO
from communities.records.money import YuanField, fen
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath, follow, settle
from communities.records.signed import Signed
from communities.scope import ScopedQuerySet
from communities.support.models.entry import FEN, SupportEntry
from communities.text.fields import DayField, FreeCharField, KeyField
from communities.text.names import organization_key
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot
from registry.ui.money import money
from registry.upkeep.constraints import Check

ENDING_DAYS = 30


class SupportQuerySet(ScopedQuerySet):
    def granted(self):
        return self.filter(state__in=[Support.State.GRANTED, Support.State.CLOSED])

    def pending(self):
        return self.filter(state=Support.State.PENDING)

    def changeable(self):
        """Those of which `may_change` is true."""
        return self.filter(Q(state=Support.State.RETURNED) | Q(state=Support.State.GRANTED, granted=0))

    def with_names(self):
        return self.select_related("organization__region")

    def totals(self):
        """{"applied", "granted", "used", "returned", "remaining"} of the rows, in yuan to the fen."""
        return totalled(self.order_by().aggregate(**SUMS).values())


SUMS = {name: Sum(name) for name in ("applied", "granted", "used", "returned")}


def totalled(numbers):
    """{"applied", "granted", "used", "returned", "remaining"} of four sums in the order of SUMS, to the fen."""
    found = dict(zip(SUMS, [(number or ZERO).quantize(FEN) for number in numbers], strict=True))
    return found | {"remaining": found["granted"] - found["used"] - found["returned"]}


class Support(StateMachine):
    """One thing given to one group. Money needs a second person; what needs no money takes effect at once."""

    class Kind(models.TextChoices):
        VENUE = "venue", _("Room")
        STAFF = "staff", _("Full-time staff")
        FUNDS = "funds", _("Money")
        EQUIPMENT = "equipment", _("Equipment")
        COMPETITION = "competition", _("Taking part in competitions")
        SERVICE = "service", _("Purchase of services")

    class State(models.TextChoices):
        PENDING = "pending", _("Awaiting confirmation")
        RETURNED = "returned", _("Returned")
        GRANTED = "granted", _("Granted")
        CLOSED = "closed", pgettext_lazy("support", "Settled")
        CANCELLED = "cancelled", pgettext_lazy("support", "Withdrawn")

    MOVES = {
        State.PENDING: {State.GRANTED, State.RETURNED, State.CANCELLED},
        State.RETURNED: {State.PENDING, State.CANCELLED},
        State.GRANTED: {State.CLOSED, State.CANCELLED},
        State.CLOSED: set(),
        State.CANCELLED: set(),
    }
    WAITING = {State.PENDING}
    on_closing = Ending(
        _("Support"), _("what waits is withdrawn; what was granted is settled, the rest counts as given back"),
        lambda: Q(state__in=["pending", "returned", "granted"]),
        words=lambda row: f"{row.title} · {row.money_left}",
    )  # fmt: skip
    noun = "support"
    document_permission = Permission.SUPPORT_EDIT
    TONES = {"pending": "info", "returned": "warn", "granted": "ok", "closed": "mute", "cancelled": "mute"}

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="supports", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind of support"), max_length=11, choices=Kind)
    title = FreeCharField(_("what is given"), max_length=80)
    year = models.PositiveSmallIntegerField(
        _("budget year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    applied = YuanField(_("amount applied for (yuan)"), default=ZERO, blank=True, validators=[MinValueValidator(ZERO)])
    granted = YuanField(_("amount granted (yuan)"), default=ZERO, validators=[MinValueValidator(ZERO)])
    used = YuanField(_("used (yuan)"), default=ZERO, editable=False)
    returned = YuanField(_("given back (yuan)"), default=ZERO, editable=False)
    budget_source = FreeCharField(_("budget source"), max_length=60, blank=True)
    document_number = FreeCharField(_("document number"), max_length=40, blank=True)
    document_key = KeyField(max_length=60, derive=lambda row: organization_key(row.document_number))
    period_from = DayField(_("from day"))
    period_until = DayField(_("until day"))
    contact = FreeCharField(_("who looks after it"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    return_reason = FreeCharField(_("reason for returning"), max_length=200, blank=True, editable=False)
    submission = Signed("submitted", at=_("entered at"), by=_("entered by"), required=True)
    decision = Signed("decided", at=_("decided at"), by=_("decided by"))
    region_path = PlacePath("organization")

    objects = SupportQuerySet.as_manager()
    unlogged_fields = ("version", "submitted_at", "submitted_by")

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        constraints = [
            Check(
                name="support_never_over_the_grant",
                condition=Q(used__gte=0, returned__gte=0, granted__gte=F("used") + F("returned")),
            ),
            Check(name="support_grant_within_what_was_applied_for", condition=Q(applied__gte=F("granted"))),
            Check(name="support_money_has_a_source", condition=Q(granted=0) | ~Q(budget_source="")),
            Check(name="support_runs_forward", condition=Q(period_until__gte=F("period_from"))),
            Check(
                name="support_money_confirmed_by_a_second_person",
                condition=Q(granted=0)
                | ~Q(state__in=["granted", "closed"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("submitted_by"))),
            ),
        ]
        indexes = [
            models.Index(name="support_by_day", fields=["region_path", "-period_from", "-id"]),
            models.Index(name="support_of_state", fields=["region_path", "state", "kind"]),
            models.Index(name="support_of_year", fields=["region_path", "year", "kind"]),
            models.Index(name="support_by_number", fields=["document_key"]),
            models.Index(name="support_of_group", fields=["organization", "-period_from"]),
        ]

    def __str__(self):
        return f"{self.organization} {self.title}"

    def get_absolute_url(self):
        return reverse("communities:support-detail", args=[self.pk])

    @property
    def remaining(self):
        return self.granted - self.used - self.returned

    @property
    def money_left(self):
        return _("%(rest)s yuan left") % {"rest": money(self.remaining)}

    @property
    def amount_granted(self):
        """What was granted; None while nobody has granted it, or never did."""
        return self.granted if self.state in (self.State.GRANTED, self.State.CLOSED) else None

    @property
    def is_proposed(self):
        """Whether nobody has granted it yet."""
        return self.state in (self.State.PENDING, self.State.RETURNED)

    @property
    def tag(self):
        """(tone, text) as people read the state."""
        if self.state == self.State.GRANTED and self.period_until < timezone.localdate():
            return "warn", _("Period is over")
        return self.TONES[self.state], self.get_state_display()

    @property
    def needs_confirmation(self):
        return self.granted > 0

    @property
    def may_change(self):
        """While nothing is decided or booked: returned, or granted without money."""
        return self.state == self.State.RETURNED or (self.state == self.State.GRANTED and not self.granted)

    @property
    def may_be_cancelled(self):
        """What waits for a decision is returned, or taken back by whoever entered it."""
        return self.state != self.State.PENDING and self.may_become(self.State.CANCELLED)

    @property
    def takes_documents(self):
        """Receipts and reports come in after settling too."""
        return self.state != self.State.CANCELLED

    def documents_changed_by(self, user):
        """Once settled, what lies with it stays."""
        return self.takes_documents and self.state != self.State.CLOSED

    def clean(self):
        self.applied = self.applied or self.granted or ZERO
        if self.granted and self.applied < self.granted:
            raise ValidationError({"applied": _("No more is granted than was applied for; correct one of the two.")})
        if self.period_from and self.period_until and self.period_until < self.period_from:
            raise ValidationError({"period_until": _("The last day should not lie before the first.")})
        if self.kind in (self.Kind.FUNDS, self.Kind.SERVICE) and not self.granted:
            raise ValidationError({"granted": _("Money and purchased services need an amount.")})
        if self.granted and not self.budget_source:
            raise ValidationError({"budget_source": _("An amount needs its budget source.")})
        if self.period_from and not date(2000, 1, 1) <= self.period_from <= date(2100, 1, 1):
            raise ValidationError({"period_from": _("Such a day is not meant; check the year.")})

    @transaction.atomic
    def enter(self, *, by):
        """Write a new grant, or a returned one again: with money it waits for somebody else, without it counts at once.

        Raises what `Organization.refuse_while_restrained` raises.
        """
        self.organization.refuse_while_restrained()
        if self.pk:
            self._enter_again(by=by)
            return
        self.full_clean(exclude=["region_path", "submitted_at", "submitted_by", "decided_at", "decided_by"])
        self.submitted_at, self.submitted_by = timezone.now(), by
        self.save(force_insert=True)
        record("support.enter", self, by=by, changes=differences({}, self))
        if not self.needs_confirmation:
            self._move(self.State.GRANTED, by=by, verb="grant")

    def _enter_again(self, *, by):
        locked = self._lock()
        if not locked.may_change:
            raise self._stale()
        before = snapshot(locked)
        self.version, has_moved = locked.version + 1, settle(self)
        self.full_clean(exclude=["region_path", "submitted_at", "submitted_by", "decided_at", "decided_by"])
        self.save(update_fields=[*EDITABLE, "region_path", "version"])
        if has_moved:
            follow(self)
        record("support.update", self, by=by, changes=differences(before, self))
        if locked.state == self.State.RETURNED:
            again = {"submitted_at": timezone.now(), "submitted_by": by, "decided_at": None, "decided_by": None}
            self._move(self.State.PENDING, by=by, verb="submit", return_reason="", **again)
            if not self.needs_confirmation:
                self._move(self.State.GRANTED, by=by, verb="grant")
        elif self.needs_confirmation:
            raise ValidationError(
                {"granted": _("An amount is entered as a support of its own, for somebody else to confirm.")}
            )

    @transaction.atomic
    def decide(self, *, by):
        """Grant what somebody else entered; raises ValidationError "own", "stale", "restrained"."""
        locked = self._lock_for(self.State.GRANTED, by=by)
        locked.organization.refuse_while_restrained()
        self._move(self.State.GRANTED, by=by, verb="decide", locked=locked, decided_at=timezone.now(), decided_by=by)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Send it back with what is to be changed."""
        self._return(by=by, reason=reason)

    @transaction.atomic
    def close(self, *, by, note=""):
        """Settle it: what was not used counts as given back."""
        locked = self._lock_for(self.State.CLOSED)
        if locked.remaining:
            rest = locked.remaining
            locked._book(
                SupportEntry.Kind.RETURNED, rest, on=timezone.localdate(), what_for=str(_("Rest at closing")), by=by
            )
        self._move(self.State.CLOSED, by=by, verb="close", note=note)

    @transaction.atomic
    def cancel(self, *, by, note):
        """Withdraw it; raises ValidationError "used" once money was spent (close it then)."""
        locked = self._lock_for(self.State.CANCELLED)
        if not locked.may_be_cancelled:
            raise self._stale()
        if locked.used or locked.returned:
            raise ValidationError(
                _("Something is booked on it already; close it, and the rest counts as given back."), code="used"
            )
        self._move(self.State.CANCELLED, by=by, verb="cancel", locked=locked, note=note)

    @transaction.atomic
    def let_go(self, *, by, note):
        """Its organization is closed: granted support is settled, anything else withdrawn."""
        if self.state == self.State.GRANTED:
            self.close(by=by, note=note)
        else:
            self._move(self.State.CANCELLED, by=by, verb="cancel", note=note)

    @transaction.atomic
    def withdraw(self, *, by):
        """Whoever entered it takes it back while it waits."""
        locked = self._lock_own(self.State.CANCELLED, by=by)
        if locked.state == self.State.GRANTED:
            raise self._stale()
        self._move(self.State.CANCELLED, by=by, verb="withdraw", locked=locked)

    def taken_up(self, *, by):
        """The closing was taken back: the rest that was booked at settling is met by a counter line."""
        surplus = sum(line.signed for line in self.entries.filter(kind="returned")) - self.returned
        rest = self.entries.filter(kind="returned", reverses=None, reversed_by=None, amount=surplus or None).last()
        if rest:
            again = str(_("Closing taken back"))
            line = SupportEntry(support=self, kind=rest.kind, amount=surplus, what_for=again, reverses=rest)
            line.booked_on, line.entered_at, line.entered_by = timezone.localdate(), timezone.now(), by
            line.save(force_insert=True)
            record("support.reverse", line, by=by, changes=differences({}, line))

    @transaction.atomic
    def book(self, kind, amount, *, on, what_for, by):
        """Write one line of the ledger and return it.

        Raises ValidationError "over" when more would be used and returned than was granted, "period" for a day on
        which this grant cannot be used.
        """
        last = timezone.localdate() if kind == SupportEntry.Kind.RETURNED else self.period_until
        if not self.period_from <= on <= max(last, self.period_until):
            words = {"from": self.period_from, "until": self.period_until}
            raise ValidationError(
                {"on": _("The day lies outside the period of this support, %(from)s to %(until)s.") % words},
                code="period",
            )
        return self._book(kind, amount, on=on, what_for=what_for, by=by)

    def _book(self, kind, amount, *, on, what_for, by, reverses=None):
        """A line of whatever day; the condition stands in the statement, so two at once cannot pass it together."""
        change = fen(-amount if reverses else amount)
        column = "used" if kind == SupportEntry.Kind.USED else "returned"
        open_rows = Support.objects.filter(pk=self.pk, state=self.State.GRANTED)
        fits = open_rows.filter(granted__gte=F("used") + F("returned") + change)
        if not fits.update(**{column: F(column) + change, "version": F("version") + 1}):
            raise self._refused_booking(open_rows.first())
        entry = SupportEntry(
            support=self,
            kind=kind,
            amount=amount,
            booked_on=on,
            what_for=what_for,
            reverses=reverses,
            entered_at=timezone.now(),
            entered_by=by,
        )
        entry.full_clean(exclude=["support", "entered_by", "region_path"])
        entry.save(force_insert=True)
        self.refresh_from_db(fields=["used", "returned", "version"])
        record("support.reverse" if reverses else "support.book", entry, by=by, changes=differences({}, entry))
        return entry

    def _refused_booking(self, row):
        if row is None:
            return self._stale()
        return ValidationError(
            _("Only %(rest)s yuan of the grant are left.") % {"rest": money(row.remaining)}, code="over"
        )


EDITABLE = (
    "organization", "kind", "title", "year", "applied", "granted", "budget_source", "document_number",
    "period_from", "period_until", "contact",
)  # fmt: skip
