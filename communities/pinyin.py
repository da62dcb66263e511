"""Pinyin and initials of names and places, for searching and sorting. Stored in lower case, joined, without tones."""

from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from communities.surnames import COMPOUND, SINGLE

LENGTH = 120
GIVEN = {"长": "chang"}  # in given names it means long, far more often than elder
LONGEST_SURNAME = max(map(len, COMPOUND))


@dataclass(frozen=True)
class NameKeys:
    """`pinyin` such as "zengguofan", `initials` such as "zgf"."""

    pinyin: str
    initials: str


def name_keys(name):
    """A person's name: the surname as surnames are read, the given name as words are."""
    surname, given = split_name(name)
    if not surname:
        return _joined(_syllables(given))
    read = [GIVEN.get(char, syllable) for char, syllable in zip(given, _syllables(given), strict=False)]
    return _joined([*_surname_readings(surname)[0], *read])


def alternative_keys(name):
    """What else a searcher may type: the plain reading, further readings of the surname, lu for lv."""
    surname, given = split_name(name)
    usual, rest = name_keys(name), _syllables(given)
    readings = [*_surname_readings(surname)[1:], _syllables(surname)] if surname else []
    found = [_joined([*reading, *rest]) for reading in readings]
    plain = [usual, *found]
    found += [NameKeys(keys.pinyin.replace("lv", "lu").replace("nv", "nu"), keys.initials) for keys in plain]
    return list(dict.fromkeys(keys for keys in found if keys != usual))


def split_name(name):
    """(surname, given name); a name with a middle dot or in Latin letters has no surname in this sense."""
    text = _clean(name)
    if "·" in text or text[:1].isascii():
        return "", text
    for length in range(LONGEST_SURNAME, 1, -1):
        if text[:length] in COMPOUND and len(text) > length:
            return text[:length], text[length:]
    return text[:1], text[1:]


def place_keys(name):
    """A place or an organization: read as words (重庆 chongqing); digits and Latin letters stay."""
    return _joined(_syllables(_clean(name)))


def fast_place_keys(name):
    """Like `place_keys`, character by character from a cache: for files of half a million rows."""
    return _joined([_one(char) for char in _clean(name)])


def _surname_readings(surname):
    """Every reading as a list of syllables, the usual one first."""
    if surname in COMPOUND:
        return [COMPOUND[surname].split()]
    if surname in SINGLE:
        return [[reading] for reading in SINGLE[surname].split()]
    return [_syllables(surname)]


def _clean(name):
    return "".join(name.replace("\x00", "").lower().split())


@lru_cache(maxsize=30_000)
def _syllables(text):
    """Asked several times for every name, and the same given names come again and again."""
    return tuple(lazy_pinyin(text)) if text else ()


@lru_cache(maxsize=30_000)
def _one(char):
    return "".join(lazy_pinyin(char))


def _joined(syllables):
    parts = ["".join(char for char in part if char.isalnum() and char.isascii()) for part in syllables]
    initials = "".join(part if part.isdigit() else part[:1] for part in parts)
    return NameKeys("".join(parts)[:LENGTH], initials[:LENGTH])
