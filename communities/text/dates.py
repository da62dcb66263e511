"""Dates as people type them, whole or only the year or the month, and how far off a date may lie."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.text.characters import plain
from communities.text.hours import MIDNIGHT, PART, minutes_of
from communities.text.numerals import NUMERAL, as_digits

BORN = date(1900, 1, 1)  # no living person was born earlier
FOUNDED = date(1949, 1, 1)  # no post, group or decision of this registry is older
YEARS_AHEAD = 10

WHOLE = _("Type the date as year, month and day, for example 2026-11-02.")
PARTIAL = _("Type the date, for example 2026-11-02; the year alone or year and month will do: 2019, 2019-05.")

_HAN_DATE = re.compile(rf"({NUMERAL})(?=年|月|日|号|號|點|点|时|時|分)")
_HAN_YEAR = re.compile("^([一二][零〇○一二三四五六七八九]{3})$")
_BETWEEN = r"[-./\\,、_\s]"
_DAY = re.compile(rf"(\d{{4}})(?:年|{_BETWEEN})\s*(\d{{1,2}})(?:月|{_BETWEEN})\s*(\d{{1,2}})[日号號]?")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MONTH = re.compile(rf"(\d{{4}})(?:年|{_BETWEEN})\s*(\d{{1,2}})月?|(\d{{4}})(\d\d)")
_YEAR = re.compile(r"(\d{4})年?")
# What people say instead of a month or a day they do not know: of 2009年冬 the year is known, of 5月上旬 the month.
_PART_OF_YEAR = re.compile(
    r"(?<=\d{4})(?:年?的?[春夏秋冬][季天]?|年年?[初中末底]|年?[上下]半年|年第?[1-4一二三四]季度?|年[前后]期)$"
)
_PART_OF_MONTH = re.compile("(?<=月)(?:份?(?:[初中末底]|[上中下]旬)|份)$")
_ROOM = re.compile(r"\s*([年月日号號./,、_-])\s*")
_WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")


class Precision(models.TextChoices):
    """How much of a date is known; the rest of the stored date is its first month or day."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


@dataclass(frozen=True)
class Day:
    """A date as far as it is known."""

    day: date
    precision: str = Precision.DAY
    is_part: bool = field(default=False, compare=False)  # a season or a part of a month was named, which is not kept

    @property
    def last(self) -> date:
        """The last day it may mean."""
        if self.precision == Precision.YEAR:
            return self.day.replace(month=12, day=31)
        if self.precision == Precision.MONTH:
            return (self.day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return self.day

    def __str__(self) -> str:
        return shown(self.day, self.precision)


def shown(day: date | None, precision: str = Precision.DAY) -> str:
    """2019年, 2019年5月 or 2019-05-02."""
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return str(_("the year %(year)s") % {"year": day.year})
    if precision == Precision.MONTH:
        return str(_("month %(month)s of %(year)s") % {"year": day.year, "month": day.month})
    return day.isoformat()


def exported(day: date | None, precision: str = Precision.DAY) -> date | str:
    """What a table is given: a day as a day, that can be sorted and reckoned with; less than that in words."""
    return day if day is not None and precision == Precision.DAY else shown(day, precision)


def read_day(text: str, *, partial: bool = False) -> Day:
    """The date meant; only a year, or a year and month, with `partial`. Raises ValidationError."""
    typed = _unified(text)
    match = _DAY.match(typed) or _DIGITS.match(typed)
    if match and (match.end() == len(typed) or _is_time(typed[match.end() :])):
        return Day(_date(match[1], match[2], match[3]))
    bare = _PART_OF_MONTH.sub("", _PART_OF_YEAR.sub("", typed))
    is_part = bare != typed
    if match := _MONTH.fullmatch(bare):
        known = Day(_date(match[1] or match[3], match[2] or match[4], "1"), Precision.MONTH, is_part)
    elif match := _YEAR.fullmatch(bare):
        known = Day(_date(match[1], "1", "1"), Precision.YEAR, is_part)
    else:
        raise ValidationError(PARTIAL if partial else WHOLE, code="date")
    if not partial:
        raise ValidationError(_("The whole date is needed here: year, month and day."), code="date")
    return known


def read_moment(text: str) -> datetime:
    """A day with a time, naive, 24:00 being the next day's beginning; ValidationError where either is missing."""
    typed = _unified(text)
    match = _DAY.match(typed) or _DIGITS.match(typed)
    rest = typed[match.end() :] if match else ""
    if not match or not rest.strip():
        raise ValidationError(_("Type day and time, for example 2026-11-02 14:00."), code="date")
    day, minutes = _date(match[1], match[2], match[3]), minutes_of(rest.strip().removeprefix("T"))
    if minutes == MIDNIGHT and day == date.max:
        raise ValidationError(_("There is no such day in the calendar."), code="date")
    return datetime.combine(day, time(0)) + timedelta(minutes=minutes)


def refuse_day(day: date, *, since: date = FOUNDED, until: date | None = None) -> None:
    """Raises ValidationError where a date lies before all that is registered here, or absurdly far ahead."""
    last = until or date(timezone.localdate().year + YEARS_AHEAD, 12, 31)
    if day < since:
        raise ValidationError(
            _("The date lies too far back; the earliest is %(first)s."),
            code="date",
            params={"first": since.isoformat()},
        )
    if day > last:
        raise ValidationError(
            _("The date lies too far ahead; the latest is %(last)s."), code="date", params={"last": last.isoformat()}
        )


def _unified(text: str) -> str:
    """One width, no weekday, Chinese numerals as digits."""
    typed = _WEEKDAY.sub(" ", plain(text)).replace("。", ".").strip().strip(".")
    typed = re.sub("[‐‑‒–—―−～~]", "-", typed)
    return _HAN_DATE.sub(as_digits, _HAN_YEAR.sub(as_digits, _ROOM.sub(r"\1", typed)))


def _is_time(rest: str) -> bool:
    rest = rest.strip()
    if PART.fullmatch(rest):
        return True
    try:
        minutes_of(rest.removeprefix("T"))
    except ValidationError:
        return False
    return True


def _date(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as no_day:
        raise ValidationError(_("There is no such day in the calendar."), code="date") from no_day
