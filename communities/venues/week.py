"""A week of a room, day by day, by whatever takes it."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from communities.pages.readers import day_in
from communities.venues.occupancy import holder_of, minutes
from communities.workdays import week_of


class Entry(NamedTuple):
    use: object
    holder: str
    title: str
    address: str  # "" like the title where the reader does not reach the record: a neighbour's name is enough
    is_over: bool


def asked_week(text):
    """The week a link names; this one for anything else."""
    return week_of(day_in(text) or timezone.localdate())


def days_of_week(uses, monday, may_open):
    """[(day, [Entry])] from Monday to Sunday, in the order of hours; a free day has an empty list."""
    now = timezone.localtime()
    days = {monday + timedelta(days=step): [] for step in range(7)}
    for use in uses:
        for day in use.days(monday, monday + timedelta(days=6)):
            is_over = day < now.date() or (day == now.date() and use.ends <= minutes(now))
            days[day].append(entry_of(use, may_open, is_over=is_over))
    return [(day, sorted(rows, key=lambda entry: entry.use[2:4])) for day, rows in days.items()]


def entry_of(use, may_open, *, is_over=False):
    row = use.row
    address = row.get_absolute_url() if hasattr(row, "host") else f"{row.organization.get_absolute_url()}?tab=support"
    title = row.title if hasattr(row, "host") else row.note
    title, address = (title, address) if may_open(row) else ("", "")
    return Entry(use, holder_of(row), title, address, is_over)
