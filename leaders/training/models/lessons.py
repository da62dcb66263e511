"""学时: how minutes are told and counted."""

from decimal import Decimal

LESSON = 45  # minutes of one 学时


def hours(minutes):
    """学时 with at most one decimal, always rounded down: nobody reaches a minimum by rounding."""
    return _in_tenths(minutes * 10 // LESSON)


def hours_missing(minutes):
    """The same rounded up: what is left to a minimum is never told too small."""
    return _in_tenths(-(-minutes * 10 // LESSON))


def counted(text):
    """What `hours` and `hours_missing` say, as the number a workbook adds up."""
    return Decimal(text)


def _in_tenths(tenths):
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)
