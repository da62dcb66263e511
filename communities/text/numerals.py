"""Chinese numerals as numbers: 十二, 一百零三, 二〇二六."""

import re

DIGITS = {
    **dict(zip("零〇○一二三四五六七八九", "000123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    **dict(zip("貳參叄陸兩两", "233622", strict=True)),
    "幺": "1",
    "洞": "0",
}
PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万")
TENS = {"十": 10, "百": 100, "千": 1000}
COUNTED = "零〇○一二三四五六七八九十百廿卅壹贰叁肆伍陆柒捌玖拾佰"
NUMERAL = f"[{COUNTED}]+"
ZEROS = "零〇○"
NUMERALS = {*COUNTED, *"两兩千万"}
_PLACES = re.compile(r"([一二三四五六七八九两兩]?)([千百十])")


def as_digits(found: re.Match[str]) -> str:
    """What replaces the numeral in the first group; the whole stays where it makes no number."""
    number = number_of(found[1])
    return found[0] if number is None else str(number)


def in_han(number: int) -> str:
    """12 is 十二; for numbers below a hundred."""
    tens, ones = divmod(number, 10)
    written = "〇一二三四五六七八九"
    lead = (written[tens] if tens > 1 else "") + "十" if tens else ""
    return lead + written[ones] if ones or not tens else lead


def number_of(text: str) -> int | None:
    """十二 is 12, 一百零三 is 103, 二〇 is 20, 廿三 is 23, 壹仟贰佰 is 1200, 一万二 is 12000; None where the characters
    make no number.
    """
    text = text.translate(PLAIN).replace("廿", "二十").replace("卅", "三十")
    if not text or any(char not in NUMERALS for char in text):
        return None
    if not any(char in TENS or char == "万" for char in text):
        return int("".join(DIGITS[char] for char in text))
    head, many, tail = text.partition("万")
    if not many:
        return _below_ten_thousand(text)
    high = _below_ten_thousand(head) if head else None
    low = _short(tail, 10_000) if tail else 0
    if low is None:
        low = _below_ten_thousand(tail.lstrip(ZEROS))
    return None if high is None or low is None else high * 10_000 + low


def _below_ten_thousand(text: str) -> int | None:
    """Of thousands, hundreds and tens; a digit right behind the last unit counts tenths of it: 三百五 is 350."""
    total, rest, last = 0, text, 10_000
    while match := _PLACES.match(rest):
        unit = TENS[match[2]]
        if unit >= last:
            return None
        total, last = total + int(DIGITS.get(match[1], "1")) * unit, unit
        short = _short(rest[match.end() :], unit)
        if short is not None:
            return total + short
        rest = rest[match.end() :].lstrip(ZEROS)
    if len(rest) > 1 or any(char not in DIGITS for char in rest):
        return None
    return total + int(DIGITS[rest] if rest else 0)


def _short(rest: str, unit: int) -> int | None:
    """What one digit means right behind `unit`: the 五 of 三百五 is 50, that of 三十五 is 5."""
    return int(DIGITS[rest]) * unit // 10 if len(rest) == 1 and rest in DIGITS and rest not in ZEROS else None
