"""Moments of the calendar as days, and as the hours of a room."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from communities.venues.occupancy import DAY, Use, minutes


def start_of(day):
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def uses_between(row, starts_at, ends_at):
    """[Use] of a room from one moment to another: one each day, the days between from midnight to midnight."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    found, day = [], starts.date()
    while start_of(day) < ends:
        begins = minutes(starts) if day == starts.date() else 0
        finishes = minutes(ends) if day == ends.date() else DAY
        found.append(Use(row, day.weekday(), begins, finishes, day, day))
        day += timedelta(days=1)
    return found
