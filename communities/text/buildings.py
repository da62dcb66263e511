"""Buildings of one compound: the key under which spellings meet, the order of siblings, what a plate reads.

12号楼, 12幢, 12#楼 and 第十二栋 are one building; 10弄3号, 12号楼2单元, A1栋 and 东1号楼 are others. What says no
more than “building” is left out, what tells buildings apart stays.
"""

import re

from communities.text.characters import DASHES, plain, simplified
from communities.text.numerals import NUMERAL, as_digits

PAD = 6  # digits of a number inside a key, so that the order of the keys is the order of the houses
BUILDING = "号楼栋|#楼栋|楼栋|栋楼|幢楼|座楼|号楼|号栋|号幢|号座|号大楼|大楼|#楼|#栋|#幢|#|号|幢|栋|座|楼|棟"
_COUNTED = re.compile(rf"({NUMERAL})(?={BUILDING}|弄|单元|支弄|村|期|区|组|排|门|室|$)")
_LONE = re.compile(rf"^第?(?:no\.?)?([0-9a-z甲乙丙丁东西南北中]+|[甲乙丙丁])(?:{BUILDING})$")
_SIGNS = re.compile(rf"[\s()（）\[\]【】《》<>“”\"'‘’、,，。:：;；_·.~～/{re.escape(DASHES)}]+")
_ZERO = re.compile(r"(?<=\d)[零〇○](?=\d)")
_MID = re.compile(rf"(?<=[0-9a-z])(?:{BUILDING})(?=[0-9a-z甲乙丙丁东西南北中上下前后左右附副裙])")
_OF = re.compile(rf"(?<=[0-9a-z])(?:{BUILDING})?之(?=\d)")  # 12号楼之1
_END = re.compile(rf"(?<=[0-9a-z甲乙丙丁])(?:{BUILDING})$")
_FIRST = re.compile(r"第(?=\d)|^(?:no|#)(?=\d)")

# How a run of buildings is written: 1-6栋, A1#—A4#, 一期1-3幢. What stands before the first number stands before each.
UNITS = "(?:号楼|号|幢|栋|座|楼|#)"
BEFORE = r"(?P<before>[A-Za-z]|[东西南北]|.{0,10}(?:期|区|弄|组团|标段)|)"
TO = r"[-–—―~～至到]+"


def building_key(name: str) -> str:
    """Equal for the spellings of one building; sorts by code point as people count: 2, 10, 10弄3, A1, 东1."""
    return re.sub(r"\d+", lambda found: found[0].lstrip("0").zfill(PAD), _normal(name))


def building_plate(name: str) -> str:
    """What stands on the plate and in narrow lists: 12, 10弄3, A1, 东1, 12-2; a name without a number as it is."""
    normal = re.sub(r"\d+", lambda found: found[0].lstrip("0") or "0", _normal(name))
    return re.sub(r"([0-9a-z])-(\d+)单元$", r"\1-\2", normal).upper()


def _normal(name: str) -> str:
    """Lower case, one width, simplified, numbers in digits, without spaces, brackets and words for building."""
    text = simplified(plain(name)).lower()
    text = _ZERO.sub("0", _SIGNS.sub(_apart, text))
    text = _COUNTED.sub(as_digits, text)
    text = _FIRST.sub("", text)
    text = _MID.sub(_between, _OF.sub("-", text))
    text = _END.sub("", text)
    if lone := _LONE.match(text):
        text = lone[1]
    return text or plain(name).strip().lower()


def _apart(found: re.Match[str]) -> str:
    """A sign or a space counts between two numbers only: 12-1, but A-1 is A1."""
    text, first, last = found.string, found.start(), found.end()
    return "-" if first and last < len(text) and text[first - 1].isdigit() and text[last].isdigit() else ""


def _between(found: re.Match[str]) -> str:
    """12号楼2 is 12-2, so that the numbers stay apart; 12号甲 is 12甲."""
    return "-" if found.string[found.end()].isdigit() else ""
