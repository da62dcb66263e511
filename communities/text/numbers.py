"""Numbers, amounts and lengths of time as people type them."""

import re
from decimal import Decimal

from communities.text.characters import DASHES, plain
from communities.text.numerals import number_of

_UNITS = "元圆块人名位个户次场项支分岁年届天日"
_UNIT = re.compile(rf"(?:个?学时|个?课时|个?工作日|平方米|㎡|m2|[元块]钱|[{_UNITS}])$")
_CURRENCY = re.compile(r"^(?:¥|rmb|cny|人民币)\s*", re.IGNORECASE)
_WHOLE = re.compile("(?<=[元圆块角])[整正]$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_COUNTED = {"千": 1_000, "仟": 1_000, "万": 10_000, "萬": 10_000}
_IN_THOUSANDS = re.compile(r"(\d+(?:\.\d+)?)([千仟万萬])")
_WITH_JIAO = re.compile(r"(?:([^元圆块角分]+)[元圆块])?零?(?:([^元圆块角分零])[角毛])?零?(?:([^元圆块角分零])分)?")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_LASTING = re.compile(
    r"(?:(?P<hours>[^个半小钟时h点分]+?)个?(?P<and_half>半)?(?:小时|钟头|时|h)|(?P<half>半)个?(?:小时|钟头)|(?P<one_half>[^个半小钟时h点分]+?)个?(?:小时|钟头)半)?"
    r"(?P<minutes>[^个半小钟时h点分]+?)?(?:分钟|分|min)?"
)


def read_number(text: str) -> str:
    """The plain number that was typed: １，２００．５０元 is 1200.50, 四十二 is 42, 1.2万元 is 12000, 壹仟元整 is 1000,
    12元5角 is 12.5, 42次 is 42.

    What makes no number, such as 约40 or 3至5, comes back as it was typed, for the field to refuse. So does a length
    of time: 2小时 are no two of whatever the field counts (`read_minutes`).
    """
    typed = "".join("-" if char in DASHES else char for char in plain(text)).strip()
    typed = _CURRENCY.sub("", typed).replace("。", ".").replace("、", ",").strip()
    typed = _WHOLE.sub("", typed).strip()
    if typed.endswith(("角", "毛", "分")) and (whole := _with_jiao(typed)):
        return whole
    typed = _UNIT.sub("", typed).strip()
    if found := _IN_THOUSANDS.fullmatch(typed):
        return _short(Decimal(found[1]) * _COUNTED[found[2]])
    if _GROUPED.fullmatch(typed):
        typed = re.sub("[, ]", "", typed)
    if _NUMBER.fullmatch(typed):
        return typed
    number = number_of(typed)
    return text if number is None else str(number)


def read_minutes(text: str) -> str:
    """How many minutes were typed: 90, 90分钟, 1小时30分, 1.5小时, 一个半小时, 1:30 are 90; else the text as it was."""
    typed = plain(text).replace(" ", "").lower()
    if found := _CLOCK.fullmatch(typed):
        return str(60 * int(found[1]) + int(found[2]))
    found = _LASTING.fullmatch(typed)
    if not found or not any(found.groups()):
        return text
    hours, minutes = _decimal(found["hours"] or found["one_half"]), _decimal(found["minutes"])
    if hours is None or minutes is None:
        return text
    half = 30 if found["and_half"] or found["half"] or found["one_half"] else 0
    return _short(60 * hours + half + minutes)


def _with_jiao(typed: str) -> str | None:
    """12.5 of 12元5角, 0.05 of 5分 behind an amount, 12345.67 of 壹万贰仟叁佰肆拾伍元陆角柒分."""
    found = _WITH_JIAO.fullmatch(typed)
    if not found or not (found[1] or found[2]):  # 90分 are points
        return None
    yuan, jiao, fen = (_decimal(part) for part in found.groups())
    if yuan is None or jiao is None or fen is None or max(jiao, fen) > 9:
        return None
    return _short(yuan + jiao / 10 + fen / 100)


def _decimal(text: str | None) -> Decimal | None:
    """0 where nothing stands, None where no number does."""
    read = read_number(text) if text else "0"
    return Decimal(read) if _NUMBER.fullmatch(read) else None


def _short(number: Decimal) -> str:
    """Without zeros that say nothing, and never 1E+4."""
    plain_number = f"{number:f}"
    return plain_number.rstrip("0").rstrip(".") if "." in plain_number else plain_number
