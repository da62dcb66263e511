"""What somebody types who looks for a building: 康城12号楼, 康城一期12号, 12栋, 康城 12号楼楼长, 12号楼301室."""

import re
from typing import NamedTuple

from communities.text.buildings import building_key
from communities.text.characters import plain, simplified
from communities.text.numerals import COUNTED, in_han, number_of

_POST = re.compile(r"(?:的)?(?:楼组长|楼栋长|楼幢长|栋长|楼长|组长|业委会主任|业委会|业主委员会)$")
_TAIL = re.compile(rf"^[a-z0-9甲乙丙丁东西南北中第号楼栋幢座棟大弄支单元#\-{COUNTED}]+$")
_NUMBER = re.compile(rf"[0-9{COUNTED}]|^[a-z甲乙丙丁](?:号|楼|栋|幢|座|棟)")
_ROOM = re.compile(r"(?:(?<=[号楼栋幢座棟元#])-?[0-9]{2,4}室?|(?<=[0-9])-[0-9]{3,4}室?)$")
NAME_ENDINGS = (
    "社区居委会",
    "居民委员会",
    "居委会",
    "村委会",
    "居委",
    "社区",
    "小区",
    "街道",
    "地区",
    "镇",
    "乡",
    "村",
    "区",
    "县",
    "市",
    "省",
)
LONGEST_TAIL = 14
MOST_ABOVE = 5  # province, prefecture, county, street, community
_ABOVE = re.compile(r"^.{1,12}?(?:省|市|(?<!小)(?<!社)区|县|街道|镇|乡|社区居委会|居委会|社区)(?=..)")
_STAGE = re.compile(rf"[0-9]+(?=[期村区里坊弄组队])|[{COUNTED}]+(?=[期村区里坊弄组队])")


class PlaceWords(NamedTuple):
    """`above` is what the place that holds the building is called, "" where only the building was typed."""

    above: str
    building: str


def place_words(words: str) -> str:
    """As it is compared: one width, simplified, lower case, without spaces and without the post asked about."""
    text = "".join(simplified(plain(words)).lower().split())
    return _POST.sub(lambda found: "楼" if found[0] == "楼长" and _is_bare(text) else "", text) or text


def buildings_meant(words: str) -> list[PlaceWords]:
    """Every way to read the words as a place and a building in it, the longest building first."""
    text = place_words(words)
    found = []
    if len(parts := words.split()) == 2:
        found.append(PlaceWords(place_words(parts[0]), building_key(place_words(parts[1]))))
    for spelling in dict.fromkeys([text, _ROOM.sub("", text)]):
        for start in range(max(0, len(spelling) - LONGEST_TAIL), len(spelling)):
            tail = spelling[start:]
            if _TAIL.match(tail) and _NUMBER.search(tail) and not _inside_a_number(spelling, start):
                found.append(PlaceWords(spelling[:start], building_key(tail)))
    return list(dict.fromkeys(found))


def other_spellings(words: str) -> list[str]:
    """What may be meant where nothing is called as it was typed: 康城1期 is 康城一期, and the places above it said too
    (莘庄镇康城一期12号楼) are left out one by one."""
    text, found = place_words(words), []
    for _turn in range(MOST_ABOVE):
        found += [text, _STAGE.sub(_counted_otherwise, text)]
        rest = _ABOVE.sub("", text)
        if rest == text or _TAIL.match(rest):
            break
        text = rest
    return [one for one in dict.fromkeys(found) if one != words]


def _counted_otherwise(found: re.Match[str]) -> str:
    number = number_of(found[0])
    if found[0].isdigit():
        return in_han(int(found[0])) if len(found[0]) < 3 else found[0]
    return found[0] if number is None else str(number)


def short_name(name: str) -> str:
    """康城 of 康城社区, 闵行 of 闵行区: what people say; the name itself where nothing would be left of it."""
    for ending in NAME_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _is_bare(text: str) -> bool:
    """12楼长 means the head of building 12: the 楼 belongs to the number."""
    return len(text) > 2 and (text[-3].isdigit() or text[-3] in COUNTED)


def _inside_a_number(text: str, start: int) -> bool:
    if start == 0:
        return False
    before, here = text[start - 1], text[start]
    is_one = before.isdigit() and here.isdigit() or before in COUNTED and here in COUNTED
    is_lettered = _is_letter(before) and (_is_letter(here) or not _is_letter(text[start - 2 : start - 1]))
    return is_one or before == "第" or is_lettered


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"
