"""Pinyin and initials of names and places, for searching and sorting. Stored in lower case, joined, without tones.

What has no reading (rare characters, Tibetan, Uyghur) stays as it is, so that nothing of a name is lost.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from itertools import islice, product
from typing import Any

from communities.text.characters import simplified
from communities.text.place_readings import READINGS
from communities.text.surnames import COMPOUND, SINGLE

LENGTH = 120
TONES = "\u0300\u0301\u0304\u030c"
GIVEN = {"长": "chang", "朝": "chao"}  # in given names far more often than what the dictionary has first
RARE = {"𠮷": "ji"}  # without a reading in the dictionary
LONGEST_SURNAME = max(map(len, COMPOUND))
MOST_READINGS = 24  # of one name; more than four characters of several readings are read the usual way
ASPIRED = {"lv": ("lu", "lyu"), "nv": ("nu", "nyu"), "lve": ("lue", "lyue"), "nve": ("nue", "nyue")}
_KNOWN_BY_FIRST: dict[str, list[str]] = {}
for _word in sorted(READINGS, key=len, reverse=True):
    _KNOWN_BY_FIRST.setdefault(_word[0], []).append(_word)


_HOUSE = re.compile("(.)家(?=[村庄湾桥宅浜埭角塘巷弄沟坡岗窑堡集河坝])")


@dataclass(frozen=True)
class NameKeys:
    """`pinyin` such as "zengguofan", `initials` such as "zgf"."""

    pinyin: str
    initials: str


@lru_cache(maxsize=8192)
def name_keys(name: str) -> NameKeys:
    """A person's name: the surname as surnames are read, the given name as words are."""
    surname, given = split_name(name)
    return _joined([*(_surname_readings(surname)[0] if surname else ()), *_usual_given(given, bool(surname))])


def alternative_keys(name: str) -> list[NameKeys]:
    """What else a searcher may type: every reading of surname and given name, lu and lyu for lü."""
    usual = name_keys(name)
    surname, given = split_name(name)
    surnames = [*_surname_readings(surname), _syllables(surname), *_every_reading(surname)] if surname else [()]
    choices = [_readings(char) for char in given]
    every = islice(product(*choices), MOST_READINGS) if len(given) <= 4 else []
    givens = [tuple(_usual_given(given, bool(surname))), _syllables(given), _syllables(simplified(given)), *every]
    found = [_joined([*first, *rest]) for rest in dict.fromkeys(givens) for first in surnames]
    found += [other for first in surnames[:2] for other in _typed_otherwise([*first, *givens[0]])]
    return [keys for keys in list(dict.fromkeys(found))[: 2 * MOST_READINGS] if keys != usual]


def given_name_keys(name: str) -> list[NameKeys]:
    """The given name alone in all its readings: people say 建国 of 王建国."""
    surname, given = split_name(name)
    if not surname or not given:
        return []
    choices = [_readings(char) for char in given]
    every = islice(product(*choices), MOST_READINGS) if len(given) <= 4 else []
    return list(dict.fromkeys(_joined(list(rest)) for rest in [_usual_given(given, True), *every]))


def untoned(text: str) -> str:
    """Pinyin as it is stored: without tones, ü as v. Mǐnháng is Minhang, lübù is lvbu."""
    parts = unicodedata.normalize("NFD", text).replace("u\u0308", "v").replace("U\u0308", "V")
    return "".join(char for char in parts if char not in TONES)


def readings_of(char: str, *, at_front: bool) -> tuple[str, ...]:
    """Every reading of one character of a name; at its front those of surnames come first."""
    read = _readings(char)
    return tuple(dict.fromkeys([*SINGLE[char].split(), *read])) if at_front and char in SINGLE else read


def split_name(name: str) -> tuple[str, str]:
    """(surname, given name); a name with a middle dot or in Latin letters has no surname in this sense."""
    text = _clean(name)
    if "·" in text or text[:1].isascii():
        return "", text
    plain = simplified(text)
    for length in range(LONGEST_SURNAME, 1, -1):
        if plain[:length] in COMPOUND and len(text) > length:
            return text[:length], text[length:]
    return text[:1], text[1:]


def place_keys(name: str) -> NameKeys:
    """A place or an organization: read as words (重庆 chongqing); digits and Latin letters stay."""
    return _place(_clean(name), _syllables)


def fast_place_keys(name: str) -> NameKeys:
    """Like `place_keys`, character by character from a cache: for files of half a million rows."""
    return _place(_clean(name), lambda text: [_one(char) for char in text])


def _place(text: str, read: Callable[[str], Iterable[str]]) -> NameKeys:
    """The known places inside by the table, what stands between by `read`; 曾家村 begins with a surname."""
    if (house := _HOUSE.match(text)) and house[1] in SINGLE:
        rest = _place(text[2:], read)
        initials = SINGLE[house[1]][0] + "j" + rest.initials
        return NameKeys(f"{SINGLE[house[1]].split()[0]}jia{rest.pinyin}"[:LENGTH], initials[:LENGTH])
    if _KNOWN_BY_FIRST.keys().isdisjoint(text):
        return _joined(read(text))
    syllables: list[str] = []
    end = place = 0
    while place < len(text):
        known = next((word for word in _KNOWN_BY_FIRST.get(text[place], ()) if text.startswith(word, place)), "")
        if known:
            syllables += [*read(text[end:place]), *READINGS[known].split()]
            end = place + len(known)
        place += len(known) or 1
    return _joined([*syllables, *read(text[end:])])


def _surname_readings(surname: str) -> list[Sequence[str]]:
    """Every reading as a list of syllables, the usual one first; traditional surnames as their simplified form."""
    for form in (surname, simplified(surname)):
        if form in COMPOUND:
            return [COMPOUND[form].split()]
        if form in SINGLE:
            return [[reading] for reading in SINGLE[form].split()]
    return [_syllables(surname)]


def _every_reading(surname: str) -> list[tuple[str, ...]]:
    """A surname of two characters as those read it who do not know it: 尉迟 as weichi, 万俟 as wansi."""
    return list(islice(product(*map(_readings, surname)), MOST_READINGS)) if len(surname) > 1 else []


def _usual_given(given: str, has_surname: bool) -> list[str]:
    read = _syllables(given)
    if not has_surname or len(read) != len(given):
        return list(read)
    return [GIVEN.get(char, syllable) for char, syllable in zip(given, read, strict=True)]


def _typed_otherwise(syllables: Iterable[str]) -> list[NameKeys]:
    """lü as lu and as lyu, the way passports and keyboards have it."""
    syllables = list(syllables)
    if not any(syllable in ASPIRED for syllable in syllables):
        return []
    return [_joined([ASPIRED.get(one, (one, one))[way] for one in syllables]) for way in (0, 1)]


def _clean(name: str) -> str:
    return "".join(name.replace("\x00", "").lower().split())


@cache
def _readings_book() -> Any:
    """pypinyin, when a name is first read: its phrases take 54 MB of a process, and most only show what is written."""
    return import_module("pypinyin")


@lru_cache(maxsize=30_000)
def _syllables(text: str) -> tuple[str, ...]:
    """Asked several times for every name, and the same given names come again and again."""
    return tuple(RARE.get(syllable, syllable) for syllable in _readings_book().lazy_pinyin(text)) if text else ()


@lru_cache(maxsize=30_000)
def _readings(char: str) -> tuple[str, ...]:
    """Every reading of one character of a given name, also of its simplified form and as lu and lyu for lü."""
    found = [GIVEN[char]] if char in GIVEN else []
    for form in dict.fromkeys((char, simplified(char))):
        book = _readings_book()
        readings = book.pinyin(form, style=book.Style.NORMAL, heteronym=True)[0]
        found += [RARE.get(reading, reading) for reading in readings]
    return tuple(dict.fromkeys(found + [other for one in found for other in ASPIRED.get(one, ())]))


@lru_cache(maxsize=30_000)
def _one(char: str) -> str:
    return RARE.get(char) or "".join(_readings_book().lazy_pinyin(char))


def _joined(syllables: Iterable[str]) -> NameKeys:
    parts = ["".join(char for char in part if char.isalnum()) for part in syllables]
    initials = "".join(part if part.isdigit() else part[:1] for part in parts)
    return NameKeys("".join(parts)[:LENGTH], initials[:LENGTH])
