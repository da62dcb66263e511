"""Numbers and amounts as people type them."""

import re
from decimal import Decimal

from communities.text.characters import DASHES, plain
from communities.text.numerals import number_of

_UNITS = "元块人名位个户次场项支分岁年届天日时"
_UNIT = re.compile(rf"(?:分钟|小时|学时|工作日|平方米|㎡|m2|[{_UNITS}])$")
_WHOLE = re.compile("元[整正]$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_COUNTED = {"千": 1_000, "仟": 1_000, "万": 10_000, "萬": 10_000}
_IN_THOUSANDS = re.compile(r"(\d+(?:\.\d+)?)([千仟万萬])")
_WITH_JIAO = re.compile(r"(\d+)元([1-9])角(?:([1-9])分)?")


def read_number(text: str) -> str:
    """The plain number that was typed: １，２００．５０元 is 1200.50, 四十二 is 42, 1.2万元 is 12000, 壹仟元整 is 1000,
    12元5角 is 12.5, 42次 is 42.

    What makes no number, such as 约40 or 3至5, comes back as it was typed, for the field to refuse.
    """
    typed = "".join("-" if char in DASHES else char for char in plain(text)).strip()
    typed = typed.removeprefix("¥").replace("。", ".").replace("、", ",").strip()
    if found := _WITH_JIAO.fullmatch(typed):
        return f"{found[1]}.{found[2]}{found[3] or ''}"
    typed = _UNIT.sub("", _WHOLE.sub("元", typed)).strip()
    if found := _IN_THOUSANDS.fullmatch(typed):
        many = f"{Decimal(found[1]) * _COUNTED[found[2]]:f}"
        return many.rstrip("0").rstrip(".") if "." in many else many
    if _GROUPED.fullmatch(typed):
        typed = re.sub("[, ]", "", typed)
    if _NUMBER.fullmatch(typed):
        return typed
    number = number_of(typed)
    return text if number is None else str(number)
