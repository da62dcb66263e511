"""Times of the day as people type them."""

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.text.characters import plain, simplified
from communities.text.numerals import NUMERAL, as_digits

MIDNIGHT = 24 * 60
# (the hours it may stand before, what is added to those below twelve, what twelve means)
_PARTS = {
    "凌晨": (range(13), 0, 0),
    **dict.fromkeys(["清晨", "早晨", "早上", "早", "上午"], (range(13), 0, 12)),
    "中午": ((11, 12, 13, 14, 1, 2), 12, 12),
    **dict.fromkeys(["下午", "午后", "傍晚"], (range(1, 24), 12, 12)),
    **dict.fromkeys(["晚上", "晚间", "晚"], (range(5, 25), 12, 24)),
    **dict.fromkeys(["深夜", "半夜", "夜里"], ((*range(5), *range(9, 25)), 12, 24)),
    "am": (range(13), 0, 0),
    "pm": (range(1, 24), 12, 12),
}
PART = re.compile("|".join(part for part in _PARTS if not part.isascii()))
_NIGHT = ("深夜", "半夜", "夜里")
_CLOCK = re.compile(
    rf"(?P<part>{PART.pattern})?\s*(?P<hour>\d{{1,2}})"
    r"(?:\s*[:;∶.]\s*(?P<minute>\d{1,2})(?:[:;∶]\d\d(?:\.\d+)?)?|(?:点钟|点|时)\s*(?:(?P<more>\d{1,2})分?|(?P<half>半)|(?P<quarter>[13])刻|整)?)?"
    r"\s*(?P<half_day>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_HAN_HOUR = re.compile(rf"({NUMERAL})(?=点|时|分|刻)")
_HAN_MINUTE = re.compile(rf"(?<=点|时)({NUMERAL})$")


def minutes_of(text: str) -> int:
    """Minutes since the day began, 1440 for its end: 14:00, 1400, 14点30分, 下午2点半, 24:00, 晚上12点, 2:30 pm."""
    typed = _unified(text)
    if found := re.fullmatch(r"(\d{1,2})(\d\d)", typed):
        return _counted(int(found[1]), int(found[2]))
    found = _CLOCK.fullmatch(typed)
    if not found or not (set("点时:;∶.") & set(typed) or found["half_day"]):
        raise _no_time()
    part = (found["part"] or (found["half_day"] or "").replace(".", "")).lower()
    minute = 30 if found["half"] else 15 * int(found["quarter"] or 0) or int(found["minute"] or found["more"] or 0)
    return _counted(_meant(int(found["hour"]), part), minute)


class EndOfDay(time):
    """24:00, the midnight a day ends with; as a time it is 0:00."""


def time_of(minutes: int) -> time:
    hour, minute = divmod(minutes, 60)
    return EndOfDay(0) if minutes == MIDNIGHT else time(hour, minute)


def _meant(hour: int, part: str) -> int:
    """The hour by the clock of 24, with the part of the day that was named."""
    if not part:
        return hour
    may_stand, added, twelve = _PARTS[part]
    if hour not in may_stand:
        raise _no_time()
    if hour == 12:
        return twelve
    is_early = part in _NIGHT and hour < 5  # 夜里2点
    return hour + added if hour < (11 if part == "中午" else 12) and not is_early else hour


def _counted(hour: int, minute: int) -> int:
    total = 60 * hour + minute
    if minute > 59 or total > MIDNIGHT:
        raise _no_time()
    return total


def _unified(text: str) -> str:
    """One width, simplified, Chinese numerals as digits."""
    typed = simplified(plain(text)).strip().replace("两点", "2点").replace("两时", "2时")
    return _HAN_MINUTE.sub(as_digits, _HAN_HOUR.sub(as_digits, typed))


def _no_time() -> ValidationError:
    return ValidationError(_("Type the time as hours and minutes, for example 14:00."), code="time")
