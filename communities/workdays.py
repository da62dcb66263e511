"""Working days in China: public holidays and make-up workdays as the State Council published them.

The package behind it knows the years already announced (the next one is published each November). Beyond
them Monday to Friday counts, and `known_until` says where that begins.
"""

from datetime import date, timedelta

import chinese_calendar


def known_until():
    """The last day of the last year whose holidays are announced."""
    return date(max(chinese_calendar.constants.holidays).year, 12, 31)


def is_workday(day):
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def add_workdays(day, count):
    """The day on which the `count`-th working day after `day` falls."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(first, last):
    """How many working days lie in first..last, both included."""
    days = (last - first).days + 1
    return sum(is_workday(first + timedelta(days=step)) for step in range(max(days, 0)))
