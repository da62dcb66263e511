"""Single characters: which cannot be seen, which are spaces or dashes, and how one is named to a reader."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

# Unicode's Default_Ignorable_Code_Point: zero width, fillers, variation selectors, direction marks, tags.
IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
DASHES = "-‐‑‒–—―−﹣－⁃➖ー"
HAN = re.compile(r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"}

# What a PDF yields for these characters: their drawings as parts of others, which NFKC leaves as they are.
_DRAWN = "⺎⺒⺓⺝⺟⺠⺩⺪⺫⺬⺮⺻⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
_MEANT = "兀巳幺月母民王疋目示竹聿虎西见角贝足车長长门雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
RADICALS = str.maketrans(_DRAWN, _MEANT) | {
    number: unicodedata.normalize("NFKC", chr(number)) for number in range(0x2F00, 0x2FD6)
}

_to_simplified = OpenCC("t2s")
# Of two simplified forms of one traditional character, the one names are compared by: 鍾 is 钟 and, since 2013, 锺.
_TWICE_SIMPLIFIED = {"锺": "钟"}


def visible(text: str) -> str:
    """The text without what takes no room: zero-width and format characters, variation selectors, fillers."""
    return IGNORABLE.sub("", text)


def plain(text: str) -> str:
    """NFKC without what takes no room: full width becomes half width, radicals become characters."""
    return visible(unicodedata.normalize("NFKC", visible(text).translate(RADICALS)))


def one_line(text: str) -> str:
    """One space where there was room of any kind; the signs stay as they were typed, but radicals are characters."""
    return " ".join(visible(text).translate(RADICALS).split())


def is_han(char: str) -> bool:
    return HAN.match(char) is not None


def named(char: str) -> str:
    """How a sentence names one character: itself in quotes, or its code point where nothing would be seen."""
    if unicodedata.category(char) in UNSEEN or IGNORABLE.match(char):
        return f"U+{ord(char):04X}"
    return f"“{char}”"


@lru_cache(maxsize=30_000)
def _simplified_character(char: str) -> str:
    return _TWICE_SIMPLIFIED.get(char) or _to_simplified.convert(char)


def simplified(text: str) -> str:
    """Character by character, so that a text and its traditional form meet whatever stands around a character."""
    return "".join(char if char.isascii() else _simplified_character(char) for char in text)
