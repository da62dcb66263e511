"""Numbers that have no place in a text others read: identity numbers, bank cards, mobile numbers.

One rule for refusing and for masking. Told by what makes such a number (check digits, a real date of birth, the first
digits), however it is spelled: full width, Chinese numerals, with spaces, dashes, dots, line breaks or characters of
no width between. What merely is long passes: contract numbers, two telephone numbers, dates, lists of rooms.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from communities.text.characters import CONTROL, DASHES, IGNORABLE, named
from communities.text.numerals import DIGITS

IDENTITY, CARD, MOBILE, FIXED = "identity", "bank_card", "phone", "fixed_line"
SHOWN = 3  # leading digits that stay when a number is masked, so that a reader sees that one was there
BETWEEN = set(f"_.．。·•・‧/／\\|*＊~～()（）[]【】{DASHES}")
WEAK = set(",，、;；:：")  # these set lists apart as well, so only the usual spelling of a mobile number counts
WIDEST_GAP = 4
LENGTHS = {IDENTITY: (18, 18), CARD: (16, 20), MOBILE: (11, 16)}  # a stray X behind the digits included
SHORTEST, LONGEST = 11, 20
ANY_DIGIT = re.compile(rf"[\d①-⑳⓪⑴-⒇⒈-⒛❶-❿➀-➓⁰¹²³⁴-⁹₀-₉{''.join(DIGITS)}]")
USUAL = {(3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 7), (3, 3, 5), (3, 4, 2, 2), (3, 2, 2, 2, 2), (1,) * 11}
LIST_SPAN = 1000  # numbers of one list of rooms or buildings lie no further apart
PREFIX = re.compile(r"^(?:00?86|86|0)?(1[3-9]\d{9})$")
DATE = r"(?:19|20)\d\d[-./年](?:1[0-2]|0?[1-9])[-./月](?:3[01]|[12]\d|0?[1-9])日?"
DATES = re.compile(rf"(?<!\d){DATE}(?!\d)")
FIXED_LINE = re.compile(r"(?<!\d)[(（]?0\d{2,3}[)）]?[ -]?\d{3,4}[ -]?\d{4}(?![ -]?\d)")
SENTENCES = {
    IDENTITY: _("This looks like an identity card number; such numbers are not kept here."),
    CARD: _("This looks like a bank card number; such numbers are not kept here."),
    MOBILE: _("This looks like a mobile number; leave it out, others read this text."),
}


@dataclass(frozen=True)
class Found:
    """One number of `kind` in text[first:last]."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True)
class Group:
    """Digits of one spelling with nothing between; `gap` is what stands before them, spaces and dashes as one."""

    digits: str
    places: tuple[int, ...]
    gap: frozenset[str]

    @property
    def weak(self) -> bool:
        return bool(self.gap & WEAK)


def find(text: str) -> list[Found]:
    """The private numbers of a text, in order, none overlapping."""
    found: list[Found] = []
    if len(ANY_DIGIT.findall(text)) < SHORTEST:
        return found
    for run in _runs(text, ()):
        found += _in_run(run, (IDENTITY,))
    # A date may stand beside other digits, but an identity number holds one: hence the dates go after those.
    taken = [(one.first, one.last) for one in found]
    dates = [match.span() for match in DATES.finditer(_half_width(text))]
    for run in _runs(text, taken + dates):
        found += _in_run(run, (CARD, MOBILE))
    return sorted(found, key=lambda one: one.first)


def refuse(text: str) -> None:
    """Raises ValidationError with the sentence for the first private number; the code says which kind."""
    for one in find(text):
        raise ValidationError(SENTENCES[one.kind], code=one.kind)


def mask(text: str, *, fixed_lines: bool = False) -> str:
    """The text with all digits of private numbers but the first three as “*”; `fixed_lines` masks those too."""
    text = IGNORABLE.sub("", text)
    found = find(text)
    if fixed_lines:
        found += [Found(FIXED, *match.span()) for match in FIXED_LINE.finditer(_half_width(text))]
    shown = list(text)
    for one in found:
        seen = 0
        for place in range(one.first, one.last):
            if _digit(text[place]) is not None or text[place] in "xXＸｘ":
                seen += 1
                shown[place] = shown[place] if seen <= SHOWN else "*"
    return "".join(shown)


def refuse_cards(text: str) -> None:
    """Like `refuse_text`, but telephone numbers pass: for texts that are masked or sealed when they are kept."""
    refuse_unshown(text)
    for one in find(text):
        if one.kind != MOBILE:
            raise ValidationError(SENTENCES[one.kind], code=one.kind)


def refuse_fixed_lines(text: str) -> None:
    """For texts of residents, where a fixed line is somebody's own; offices may write theirs elsewhere."""
    if FIXED_LINE.search(_half_width(text)):
        raise ValidationError(
            _("A telephone number stands in this text; please type it into the field for the mobile number."),
            code=MOBILE,
        )


def refuse_unshown(text: str) -> None:
    """Raises ValidationError where a character can neither be stored nor shown."""
    if bad := CONTROL.search(text):
        raise ValidationError(
            _("The text holds characters that cannot be shown: %(char)s"),
            code="control",
            params={"char": named(bad[0])},
        )


def refuse_text(text: str) -> None:
    """What every free text goes through: nothing that cannot be stored or shown, no private number."""
    refuse_unshown(text)
    refuse(text)


def _digit(char: str) -> str | None:
    if char in DIGITS:
        return DIGITS[char]
    value = unicodedata.digit(char, None)  # circled and raised digits too
    return None if value is None else str(value)


def _half_width(text: str) -> str:
    """Full-width digits and signs as half-width ones; the length stays, so that places agree."""
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)


def _runs(text: str, blanked: Iterable[tuple[int, int]]) -> Iterator[list[Group]]:
    """Groups of digits with at most a few separators between them; `blanked` spans end a run."""
    hidden = {place for first, last in blanked for place in range(first, last)}
    run: list[Group] = []
    digits, script = "", ""
    places: list[int] = []
    gap: list[str] = []
    before: frozenset[str] = frozenset()

    for place, char in enumerate(text):
        if IGNORABLE.match(char) or unicodedata.category(char) == "Me":
            continue  # invisible, so it parts no digits
        value = None if place in hidden else _digit(char)
        is_check = char in "xXＸｘ" and digits != "" and not _is_latin(text[place + 1 : place + 2])
        if value is not None or (is_check and place not in hidden):
            kind = "han" if char in DIGITS else "digit"
            if digits and (gap or digits[-1] == "X" or (kind != script and not is_check)):
                run.append(Group(digits, tuple(places), before))
                digits, places, before = "", [], _kinds(gap)
            digits, script, gap = digits + (value or "X"), kind, []
            places.append(place)
        elif digits and _separates(char) and place not in hidden and len(gap) < WIDEST_GAP:
            gap.append(char)
        else:
            if digits:
                yield [*run, Group(digits, tuple(places), before)]
            run, digits, places, gap, before = [], "", [], [], frozenset()
    if digits:
        yield [*run, Group(digits, tuple(places), before)]


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _separates(char: str) -> bool:
    return char.isspace() or char in BETWEEN or char in WEAK


def _kinds(gap: list[str]) -> frozenset[str]:
    kinds = {" " if char.isspace() else "-" if char in DASHES else char for char in gap}
    return frozenset(kinds - {" "} or kinds)


def _in_run(run: list[Group], kinds: tuple[str, ...]) -> Iterator[Found]:
    first = 0
    while first < len(run):
        found = _longest_from(run, first, kinds)
        if found is None:
            first += 1
            continue
        kind, last = found
        begin = first
        if kind == MOBILE and first and run[first - 1].digits in {"86", "0086"} and not run[first].weak:
            begin -= 1
        yield Found(kind, run[begin].places[0], run[last].places[-1] + 1)
        first = last + 1


def _longest_from(run: list[Group], first: int, kinds: tuple[str, ...]) -> tuple[str, int] | None:
    """The kind and the last group of the private number that begins with this group."""
    digits, best = "", None
    for last in range(first, len(run)):
        digits += run[last].digits
        if len(digits) > LONGEST:
            break
        groups = run[first : last + 1]
        for kind in kinds:
            least, most = LENGTHS[kind]
            if least <= len(digits) <= most and CHECKS[kind](digits, groups):
                best = kind, last
    return best


def _is_identity(digits: str, groups: list[Group]) -> bool:
    """17 digits with a date of birth that was, and the check digit of GB 11643 (ISO 7064, mod 11-2)."""
    if not digits[:17].isdigit() or digits[0] == "0" or any(group.weak for group in groups[1:]):
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= born <= timezone.localdate() and mod_11_2.is_valid(digits)


def _is_card(digits: str, groups: list[Group]) -> bool:
    """16 to 19 digits from 3 to 6 with Luhn's check digit, written as cards are and not as a list of numbers."""
    digits = digits.rstrip("X")
    if digits[0] not in "3456" or not 16 <= len(digits) <= 19 or not digits.isdigit() or not luhn.is_valid(digits):
        return False
    sizes = [len(group.digits) for group in groups]
    whole = len(sizes) == 1 or set(sizes) == {1}
    even = sizes[0] in (4, 5, 6) and len(set(sizes[:-1])) == 1 and len(sizes) > 1 and not set(sizes) & {7, 8}
    bank_first = sizes[0] == 6 and len(sizes) == 2
    numbers = [int(group.digits.rstrip("X") or 0) for group in groups]
    is_rooms = len(set(numbers)) > 1 and max(numbers) - min(numbers) <= LIST_SPAN
    return (whole or ((even or bank_first) and not is_rooms)) and not any(group.weak for group in groups[1:])


def _is_mobile(digits: str, groups: list[Group]) -> bool:
    """11 digits from 13 to 19, with or without 86 or 0 before, in a usual spelling or evenly set apart."""
    if not PREFIX.match(digits.rstrip("X")):
        return False
    sizes = tuple(len(group.digits) for group in groups)
    if any(group.weak for group in groups[1:]):
        return sizes in {(3, 4, 4), (1,) * 11}
    gaps = {group.gap for group in groups[1:]} - {frozenset()}
    if len(gaps) > 1:
        return sizes in USUAL or any(_blocks(groups, gap) == (3, 4, 4) for gap in gaps)
    return sizes in USUAL or len(sizes) <= 3 or not _is_list(groups)


def _blocks(groups: list[Group], gap: frozenset[str]) -> tuple[int, ...]:
    """How many digits stand between two gaps of one kind: "1 3 8-1234-5671" is 3, 4, 4 by its dashes."""
    sizes: list[int] = []
    for group in groups:
        if sizes and group.gap != gap:
            sizes[-1] += len(group.digits)
        else:
            sizes.append(len(group.digits))
    return tuple(sizes)


def _is_list(groups: list[Group]) -> bool:
    """Numbers that rise or fall all the way and lie close together: the odd houses of a lane, say."""
    numbers = [int(group.digits.rstrip("X") or 0) for group in groups]
    rising = all(one < other for one, other in pairwise(numbers))
    falling = all(one > other for one, other in pairwise(numbers))
    return (rising or falling) and max(numbers) - min(numbers) <= LIST_SPAN


CHECKS = {IDENTITY: _is_identity, CARD: _is_card, MOBILE: _is_mobile}
