"""Days and hours in words, short enough for a calendar: “Thu”, “11/26”, “08:30”."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

WEEKDAYS = [
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
]

MONTHS = [
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
]


def month_name(day: date) -> str:
    """“1月” as a table heads it, not the “一月” of the framework."""
    return str(MONTHS[day.month - 1])


def weekday_name(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def month_day(day: date) -> str:
    """“11/26”; with the year when it is another one than today's."""
    words = {"year": day.year, "month": day.month, "day": day.day}
    if day.year != timezone.localdate().year:
        return _("%(year)s/%(month)s/%(day)s") % words
    return _("%(month)s/%(day)s") % words


def said_day(day: date) -> str:
    """A day as residents read it: “11月26日”, with the year when it is another one than today's."""
    is_of_this_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if is_of_this_year else "DATE_FORMAT")


def said_moment(moment: datetime) -> str:
    return f"{said_day(moment)} {clock(moment)}"


def clock(moment: datetime | time) -> str:
    """“08:30”: two digits wherever a time of day is read, as after a date, in a form's box and in a file."""
    return f"{moment:%H:%M}"


def end_clock(moment: datetime) -> str:
    """24:00 for the midnight a day ends with."""
    return clock(moment) if moment.time() != time(0) else "24:00"


def end_day(moment: datetime) -> date:
    """The day on which what ends then ends; at midnight the day before."""
    return (moment - timedelta(microseconds=1)).date()


def listed(words: Iterable[object]) -> str:
    return _(", ").join(str(word) for word in words)
