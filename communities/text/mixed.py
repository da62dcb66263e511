"""Names typed half in Chinese, half in letters, as an input method leaves them: zh国, 张gq, 欧阳n, z国强."""

import re

from communities.text.characters import is_han, simplified
from communities.text.pinyin import alternative_keys, name_keys, readings_of

_RUN = re.compile(r"[a-z]+|[^a-z]+")
DIGRAPHS = ("zh", "ch", "sh")


def is_mixed(text: str) -> bool:
    """Whether letters and Chinese characters stand in one word, and nothing else."""
    letters = [char for char in text if "a" <= char <= "z"]
    return bool(letters) and len(letters) < len(text) and all(is_han(char) or char in letters for char in text)


def han_run(text: str) -> str:
    """The longest run of Chinese characters in it, the last of several: the part that tells most."""
    runs = [run for run in _RUN.findall(text) if is_han(run[0])]
    return max(reversed(runs), key=len)


def letters_before(text: str) -> str:
    """The letters it begins with, "" where it begins in Chinese."""
    first = _RUN.findall(text)[0]
    return "" if is_han(first[0]) else first


def pure_keys(text: str) -> list[str]:
    """“张gq” in letters alone, once with the sounds and once with the initials of its Chinese part."""
    first, *rest = _RUN.findall(text)
    keys = [name_keys(first), *alternative_keys(first)]
    return list(dict.fromkeys(key + "".join(rest) for one in keys for key in (one.pinyin, one.initials)))


def meets(text: str, name: str) -> bool:
    """Whether the mixed text is how somebody may begin to type the name, from any of its characters on."""
    chars = [char for char in simplified(name).lower() if char.isalnum()]
    sounds = [() if char.isascii() else readings_of(char, at_front=place == 0) for place, char in enumerate(chars)]
    typed = simplified(text)
    return any(_follows(typed, chars[start:], sounds[start:]) for start in range(len(chars)))


def _follows(typed: str, chars: list[str], sounds: list[tuple[str, ...]]) -> bool:
    if not typed:
        return True
    if not chars:
        return False
    if typed[0] == chars[0] and _follows(typed[1:], chars[1:], sounds[1:]):
        return True
    return any(
        typed.startswith(said) and _follows(typed[len(said) :], chars[1:], sounds[1:])
        for reading in sounds[0]
        for said in _said(reading, typed)
    )


def _said(reading: str, typed: str) -> set[str]:
    """What of a syllable may stand for it: the first letter, the digraph, the whole; at the end any beginning."""
    ways = {reading, reading[:1]} | {pair for pair in DIGRAPHS if reading.startswith(pair)}
    return ways | ({typed} if typed.isascii() and reading.startswith(typed) else set())
