"""Pinyin of names and places (stand-in until the surname table lands)."""

from dataclasses import dataclass

from pypinyin import lazy_pinyin


@dataclass(frozen=True)
class NameKeys:
    pinyin: str
    initials: str


def place_keys(name):
    parts = lazy_pinyin(name.lower().replace("\x00", ""))
    joined = "".join("".join(parts).split())
    initials = "".join(p if (p.isdigit() or not p.isalpha()) else p[0] for p in parts)
    return NameKeys(joined[:120], "".join(initials.split())[:120])


def name_keys(name):
    return place_keys(name)


def fast_place_keys(name):
    return place_keys(name)


def alternative_keys(name):
    return [place_keys(name)]
