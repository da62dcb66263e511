"""When a room is taken, by whatever takes it: weekly slots, single bookings, activities and weekly sessions.

A model whose rows take a room has a foreign key to it and `room_uses(rows, first)`, which tells the uses of these rows
that are not over before the day `first`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.ui.days import weekday_name

DAY = 24 * 60


class Weekday(models.IntegerChoices):
    MONDAY = 0, gettext_lazy("Monday")
    TUESDAY = 1, gettext_lazy("Tuesday")
    WEDNESDAY = 2, gettext_lazy("Wednesday")
    THURSDAY = 3, gettext_lazy("Thursday")
    FRIDAY = 4, gettext_lazy("Friday")
    SATURDAY = 5, gettext_lazy("Saturday")
    SUNDAY = 6, gettext_lazy("Sunday")


class Use(NamedTuple):
    """Some minutes of a day, each week between two days (or without an end) or on one day; `without` stays free."""

    row: models.Model
    weekday: int
    starts: int
    ends: int
    first: date
    last: date | None
    without: frozenset = frozenset()

    @property
    def is_once(self):
        return self.first == self.last

    def is_over(self, now):
        """By the moment `now`: after the last day; what takes the room once, from the end of its hour."""
        if self.last is None or self.last > now.date():
            return False
        return self.last < now.date() or (self.is_once and self.ends <= minutes(now))

    @property
    def hours(self):
        """“08:30–10:30”."""
        return f"{_clock(self.starts)}–{_clock(self.ends)}"

    @property
    def when(self):
        """“2026-12-02 Wed 08:30–10:30”, or the day of the week with the days it runs."""
        if self.is_once:
            return f"{self.first} {weekday_name(self.first)} {self.hours}"
        words = {"day": Weekday(self.weekday).label, "hours": self.hours, "from": self.first}
        if self.last is None:
            return _("%(day)s %(hours)s, from %(from)s on") % words
        return _("%(day)s %(hours)s, from %(from)s to %(until)s") % (words | {"until": self.last})

    def days(self, first, last) -> Iterator[date]:
        """The days between two days on which it takes the room."""
        first, last = max(first, self.first), min(last, self.last or last)
        day = self._next(first)
        while day <= last:
            if day not in self.without:
                yield day
            day += timedelta(days=7)

    def meets(self, other):
        """The first day on which the two want the room at once, or None; touching edges are no clash."""
        if self.weekday != other.weekday or self.starts >= other.ends or self.ends <= other.starts:
            return None
        first, free = max(self.first, other.first), self.without | other.without
        last = min(self.last or date.max, other.last or date.max)
        day = self._next(first)
        while day <= last and day in free:
            day += timedelta(days=7)
        return day if day <= last else None

    def _next(self, day):
        return day + timedelta(days=(self.weekday - day.weekday()) % 7)


def minutes(hour):
    return hour.hour * 60 + hour.minute


def uses_of(venue, first):
    """[Use] of the room that are not over before `first`, by whatever takes it."""
    found = []
    for relation in venue._meta.related_objects:
        if hasattr(relation.related_model, "room_uses"):
            rows = relation.related_model.objects.filter(**{relation.field.name: venue})
            found += relation.related_model.room_uses(rows, first)
    return found


def takers_of(venue):
    """{row: [Use]} of what still takes the room at this moment, each row with the name of its column as `room_column`.

    What took it this morning and is over was there, and stays there.
    """
    found: dict = {}
    now = timezone.localtime()
    for relation in venue._meta.related_objects:
        if hasattr(relation.related_model, "room_uses"):
            rows = relation.related_model.objects.filter(**{relation.field.name: venue})
            for use in relation.related_model.room_uses(rows, now.date()):
                if not use.is_over(now):
                    use.row.room_column = relation.field.name
                    found.setdefault(use.row, []).append(use)
    return found


def refuse_clash(venue, row, uses, *, today):
    """Raise ValidationError "clash" naming who has the room. What is over is told as it was."""
    uses = [use for use in uses if use.last is None or use.last >= today]
    if not uses:
        return
    for other in uses_of(venue, min(use.first for use in uses)):
        if not _shares(other.row, row) and any(use.meets(other) for use in uses):
            words = {"group": holder_of(other.row), "when": other.when}
            raise ValidationError(_("%(group)s has this room then: %(when)s.") % words, code="clash")


def _shares(one, other):
    """The same record, or a session of a group within the time this group has booked, or two of its sessions."""
    if type(one) is type(other) and one.pk == other.pk:
        return True
    is_booked_twice = type(one) is type(other) and not hasattr(one, "host")
    return one.organization_id is not None and one.organization_id == other.organization_id and not is_booked_twice


def holder_of(row):
    """Who has the room: the group, or the place itself for an activity of its own."""
    return row.host if hasattr(row, "host") else str(row.organization)


def _clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"
