"""Working days in China: public holidays and make-up workdays as the State Council published them.

The package behind it knows the years already announced (the next one is published each November) and, for the years
after them, the statutory days with the days that stand in for a weekend; `known_until` says where that begins. What a
street itself keeps free, or works, comes as `own`: a mapping of days to whether they are worked.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

FIRST_ANNOUNCED = 2024
LAST_YEAR = 2099  # as far as the Chinese calendar of the package goes
NONE: Mapping[date, bool] = {}


def week_of(day: date) -> tuple[date, date]:
    """(Monday, Sunday) around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


@cache
def _china() -> Any:
    """The calendar's class, when a day is first reckoned: with it the package reads those of every other country."""
    return import_module("holidays.countries.china").China


@lru_cache(maxsize=1)
def known_until() -> date:
    """The last day of the last year whose holidays are announced: only such a year has make-up workdays."""
    year = FIRST_ANNOUNCED
    while any(day.year == year + 1 for day in _china()(years=[year + 1, year + 2]).weekend_workdays):
        year += 1
    return date(year, 12, 31)


def is_workday(day: date, own: Mapping[date, bool] = NONE) -> bool:
    if day in own:
        return own[day]
    free, worked = _calendar(day.year)
    return day in worked if day.weekday() >= 5 else day not in free


def add_workdays(day: date, count: int, own: Mapping[date, bool] = NONE) -> date:
    """The day on which the `count`-th working day after `day` falls."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day, own)
    return day


def workdays_between(first: date, last: date, own: Mapping[date, bool] = NONE) -> int:
    """How many working days lie in first..last, both included."""
    days = (last - first).days + 1
    return sum(is_workday(first + timedelta(days=step), own) for step in range(max(days, 0)))


@lru_cache(maxsize=200)
def _calendar(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """(free days, make-up workdays) of a year; the notice of the next year may move a day at the end of this one."""
    if year > LAST_YEAR:
        return frozenset(), frozenset()
    known = _china()(years=[year, year + 1])
    return frozenset(known), frozenset(known.weekend_workdays)
