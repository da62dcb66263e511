"""Rooms that groups use, and who uses them when: a weekly slot from one day to another."""

from datetime import time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.organizations.models.organization import ORGANIZATION_LEVELS
from communities.records.endings import Ending
from communities.records.placed import PlacePath, follow, settle
from communities.records.versioned import Versioned
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField
from communities.venues.occupancy import Use, Weekday, minutes, refuse_clash, takers_of
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check


class VenueQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(retired_on=None)


class Venue(Versioned):
    """A room a street or community lends to groups."""

    keeps_place = staticmethod(lambda: Q(retired_on=None))

    name = FreeCharField(_("name"), max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, related_name="venues", verbose_name=_("region"))
    region_path = PlacePath()
    address = FreeCharField(_("address and room"), max_length=100)
    capacity = models.PositiveSmallIntegerField(
        _("people it holds"), null=True, blank=True, validators=[MaxValueValidator(10_000)]
    )
    note = FreeCharField(_("opening hours, key and rules"), max_length=200, blank=True)
    retired_on = DayField(_("no longer lent since"), null=True, blank=True, editable=False)
    bookings_made = models.PositiveIntegerField(default=0, editable=False)

    objects = VenueQuerySet.as_manager()
    unlogged_fields = ("version", "bookings_made")

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.UniqueConstraint(
                name="venue_name_once_in_its_region",
                fields=["region", "name"],
                condition=Q(retired_on=None),
                violation_error_message=_("A venue of this name is entered here already."),
            ),
        ]
        indexes = [models.Index(name="venue_by_place", fields=["region_path", "id"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("communities:venue-detail", args=[self.pk])

    def clean(self):
        if self.region_id and self.region.level not in ORGANIZATION_LEVELS:
            raise ValidationError({"region": _("A venue belongs to a street, a community or a compound.")})
        if self.region_id and not self.region.is_current:
            raise ValidationError({"region": _("%(region)s is retired.") % {"region": self.region}})

    @transaction.atomic
    def register(self, *, by):
        """Write a new venue."""
        self.save(force_insert=True)
        record("venue.create", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def revise(self, *, by, before):
        """Write changed fields; raises ValidationError "stale" when somebody wrote since `version` was read."""
        if self._lock_unchanged().retired_on is not None:
            raise self._changed()
        has_moved = settle(self)
        self._lift_version()
        # What bookings count is left as it is now, not as it was when the form was opened.
        self.save(update_fields=["name", "region", "region_path", "address", "capacity", "note", "version"])
        if has_moved:
            follow(self)
        record("venue.update", self, by=by, changes=differences(before, self))

    @transaction.atomic
    def retire(self, *, by, note="", to=None):
        """Lend it no longer; what still takes it goes to the room `to`.

        Raises ValidationError "not_empty" where something takes it and no room is named, "clash" where that one is
        taken, "retired".
        """
        if to is not None:
            self._hand_over(to, by=by, note=note)
        locked = self._lock()
        if locked.retired_on is not None:
            raise ValidationError(_("This venue is no longer lent already."), code="stale")
        left = len(takers_of(locked))
        if left:
            raise ValidationError(
                _("%(count)s bookings, activities or weekly sessions still take it; end or move them first.")
                % {"count": left},
                code="not_empty",
            )
        before = snapshot(locked)
        self.retired_on = locked.retired_on = timezone.localdate()
        locked.version += 1
        locked.save(update_fields=["retired_on", "version"])
        record("venue.retire", locked, by=by, changes=differences(before, locked), note=note)

    def _hand_over(self, to, *, by, note):
        """Everything ahead in this room into `to`, an activity's words of where with it."""
        here, there = (f"{room.address} {room.name}"[:100] for room in (self, to))
        for row, uses in takers_of(self).items():
            before = snapshot(row)
            if isinstance(row, VenueSlot) and row.valid_from < timezone.localdate():
                row.go_on_in(to, by=by, note=note)
                continue
            try:
                to.take(row, uses)
            except ValidationError as refused:
                raise ValidationError({"to": refused.messages}, code=refused.code) from None
            values = {row.room_column: to, "region_path": row.region_path}
            setattr(row, row.room_column, to)
            if getattr(row, "place", None) == here:
                row.place = values["place"] = there
            if settle(row):
                values["region_path"] = row.region_path
            if hasattr(row, "version"):
                row.version += 1
                values["version"] = row.version
            row.save(update_fields=list(values))
            record("venue.move", row, by=by, changes=differences(before, row), note=note)

    @transaction.atomic
    def book(self, organization, *, weekday, starts, ends, valid_from, valid_until, by, note=""):
        """Give a group a weekly slot, or one day (from and until the same), and return it.

        Raises ValidationError "clash" naming who has the room at that time, "retired", and what
        `Organization.refuse_while_restrained` raises. Two people booking at once are told apart by the row lock
        and, where the engine has none, by its one writer at a time.
        """
        locked = self.lock_open()
        organization.refuse_while_restrained()
        slot = VenueSlot(
            venue=locked,
            organization=organization,
            weekday=weekday,
            starts=starts,
            ends=ends,
            valid_from=valid_from,
            valid_until=valid_until,
            note=note,
            booked_by=by,
        )
        slot.full_clean(exclude=["booked_by", "region_path"])
        if valid_until < timezone.localdate():
            raise ValidationError({"valid_until": _("This day has passed; a room is booked ahead.")}, code="past")
        slot.refuse_clash()
        slot.save(force_insert=True)
        Venue.objects.filter(pk=self.pk).update(bookings_made=F("bookings_made") + 1)
        record("venue.book", slot, by=by, changes=differences({}, slot), note=note)
        return slot

    def lock_open(self):
        """The locked row; raises ValidationError "retired"."""
        locked = self._lock()
        if locked.retired_on is not None:
            raise ValidationError(_("%(venue)s is no longer lent.") % {"venue": self}, code="retired")
        return locked

    def take(self, row, uses):
        """An activity or weekly session takes the room; raises ValidationError "clash", "retired". The caller saves."""
        locked = self.lock_open()
        refuse_clash(locked, row, uses, today=timezone.localdate())
        Venue.objects.filter(pk=self.pk).update(bookings_made=F("bookings_made") + 1)


class VenueSlotQuerySet(ScopedQuerySet):
    def standing(self):
        return self.filter(cancelled_at=None)

    def running_from(self, day):
        """Not cancelled and not over before `day`."""
        return self.standing().filter(valid_until__gte=day)

    def not_over(self):
        return self.standing().exclude(self._over())

    def over(self):
        """What is over or was given back, the last first."""
        return self.filter(self._over() | Q(cancelled_at__isnull=False)).order_by("-valid_until", "-id")

    @staticmethod
    def _over():
        """The condition on rows of which `is_over` is true."""
        now = timezone.localtime()
        of_today = Q(valid_from=now.date(), valid_until=now.date(), ends__lte=now.time())
        return Q(valid_until__lt=now.date()) | of_today

    def with_names(self):
        return self.select_related("venue", "organization")

    def in_week_order(self):
        return self.order_by("weekday", "starts", "id")


class VenueSlot(models.Model):
    """One group in one room at one time of the week, from one day to another; the end of the hour is free again.

    A single booking is a slot whose first day is its last.
    """

    on_closing = Ending(_("Rooms"), _("the time is free again"), lambda: VenueSlot.endable())

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="slots", verbose_name=_("venue"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="venue_slots", verbose_name=_("organization")
    )
    region_path = PlacePath("venue", noun="slot")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    starts = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    valid_from = DayField(_("from day"))
    valid_until = DayField(_("until day"))
    note = FreeCharField(_("note"), max_length=200, blank=True)
    booked_at = models.DateTimeField(_("booked at"), auto_now_add=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("booked by")
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("cancelled by"),
    )

    objects = VenueSlotQuerySet.as_manager()
    unlogged_fields = ("booked_at", "booked_by")

    class Meta:
        verbose_name = _("weekly slot")
        verbose_name_plural = _("weekly slots")
        constraints = [
            Check(name="slot_ends_after_it_begins", condition=Q(ends__gt=F("starts"))),
            Check(
                name="slot_runs_forward", condition=Q(valid_until__gte=F("valid_from")) | Q(cancelled_at__isnull=False)
            ),
            Check(name="slot_on_a_day_of_the_week", condition=Q(weekday__lte=6)),
            Check(
                name="slot_cancelled_iff_signed",
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="slots_of_venue", fields=["venue", "weekday", "starts"]),
            models.Index(name="slots_of_group", fields=["organization", "weekday", "starts"]),
            models.Index(name="slots_in_place", fields=["region_path", "id"]),
        ]

    def __str__(self):
        return f"{self.organization} {self.venue} {self.when}"

    def get_absolute_url(self):
        return self.venue.get_absolute_url()

    @staticmethod
    def room_uses(rows, first):
        return [slot.use for slot in rows.running_from(first).select_related("organization")]

    @property
    def use(self):
        return Use(self, self.weekday, minutes(self.starts), minutes(self.ends), self.valid_from, self.valid_until)

    @property
    def is_once(self):
        return self.valid_from == self.valid_until

    @property
    def when(self):
        """“Tuesday 08:30–10:30”; the day itself of a single booking."""
        day = str(self.valid_from) if self.is_once else self.get_weekday_display()
        return f"{day} {_hour(self.starts)}–{_hour(self.ends)}"

    @property
    def tag(self):
        """(tone, words) of where it stands now."""
        if self.cancelled_at is not None:
            return "mute", _("Given back before it began")
        if self.is_over:
            return "mute", pgettext_lazy("room", "Over")
        return ("ok", pgettext_lazy("room", "Running")) if self.has_begun else ("info", pgettext_lazy("room", "Ahead"))

    @property
    def is_over(self):
        """After its last day; a single booking from the end of its hour."""
        return self.use.is_over(timezone.localtime())

    @staticmethod
    def endable():
        """The condition on rows of which `may_end` is true: a single booking of today until its hour has come."""
        now = timezone.localtime()
        is_ahead = Q(valid_from=now.date(), valid_until=now.date(), starts__gt=now.time())
        return Q(cancelled_at=None) & (Q(valid_until__gt=now.date()) | is_ahead)

    @property
    def may_end(self):
        return self.cancelled_at is None and (self.valid_until > timezone.localdate() or not self.has_begun)

    @property
    def has_begun(self):
        """On its first day a single booking begins with its hour, a weekly slot with the day."""
        now = timezone.localtime()
        if self.is_once and self.valid_from == now.date():
            return self.starts <= now.time()
        return self.valid_from <= now.date()

    def clean(self):
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": _("The end should be later than the beginning, on the same day.")})
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The last day should not lie before the first.")})
        if self.valid_from and self.valid_until and self.weekday is not None and not self._ever_meets():
            raise ValidationError({"weekday": _("This day of the week does not occur between the two days.")})

    def refuse_clash(self):
        refuse_clash(self.venue, self, [self.use], today=timezone.localdate())

    @transaction.atomic
    def end(self, *, by, on=None):
        """Give the time back after `on` (today); a slot that has not begun is cancelled."""
        day = on or timezone.localdate()
        locked = VenueSlot.objects.select_for_update(of=("self",)).select_related("venue").get(pk=self.pk)
        is_ahead = day < locked.valid_from or (day == locked.valid_from and not locked.has_begun)
        if locked.cancelled_at is not None or (locked.valid_until <= day and not is_ahead):
            raise ValidationError(_("This slot has ended already."), code="stale")
        before = snapshot(locked)
        if is_ahead:
            locked.cancelled_at, locked.cancelled_by = timezone.now(), by
        else:
            locked.valid_until = day
        locked.save(update_fields=["valid_until", "cancelled_at", "cancelled_by"])
        record("venue.free", locked, by=by, changes=differences(before, locked))

    def go_on_in(self, venue, *, by, note):
        """From today on in another room; what was until yesterday stays in the plan of this one."""
        today = timezone.localdate()
        names = ("organization", "weekday", "starts", "ends", "valid_until")
        rest = {name: getattr(self, name) for name in names} | {"valid_from": today, "note": self.note}
        if VenueSlot(**rest)._ever_meets():
            try:
                venue.book(**rest, by=by)
            except ValidationError as refused:
                raise ValidationError({"to": refused.messages}, code=refused.code) from None
        before, self.valid_until = snapshot(self), today - timedelta(days=1)
        self.save(update_fields=["valid_until"])
        record("venue.move", self, by=by, changes=differences(before, self), note=note)

    def let_go(self, *, by, note):
        """Its organization is closed."""
        self.end(by=by)

    def taken_up(self, *, by):
        """The closing was taken back: the time is the group's again unless taken by now or the room lent no longer."""
        self.venue.lock_open()
        self.refuse_clash()

    def _ever_meets(self):
        days = (self.valid_until - self.valid_from).days
        return days >= 6 or (self.weekday - self.valid_from.weekday()) % 7 <= days


def _hour(moment):
    return f"{moment:%H:%M}" if isinstance(moment, time) else str(moment)
