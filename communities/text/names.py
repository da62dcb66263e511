"""Names of people, organizations and places: how they are stored, and the keys under which spellings meet."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.text.characters import CONTROL, DASHES, is_han, named, one_line, plain, simplified, visible

LONGEST_NAME = 60
DOT = "·"
TSHEG = "\u0f0b"  # what stands between the syllables of a Tibetan name
DOTS = "·‧•・･．∙⋅・●᛫⸱ꞏ"
APOSTROPHES = "'‘’‛`´′ʼʹ＇"
ZEROS = "○◯"  # drawn like 〇, and what many input methods offer for it
LETTERS = {"Lo", "Ll", "Lu", "Lt", "Lm", "Co"}  # private use: rare characters of the identity card's older fonts
MARKS = {"Mn", "Mc"}
BESIDE = set(f"{DOT}’-. {TSHEG}")
SPACE_AROUND_DOT = re.compile(rf" *{DOT}[ {DOT}]*")
SYMBOLS = {"So", "Cs", "Cn", "Co"}
NEWEST = 8192  # so many names are not read twice: a row of a table asks for each a dozen times


@lru_cache(maxsize=NEWEST)
def person_name(text: str) -> str:
    """A person's name as it is stored. Only spelling is unified; whether it is a name, `refuse_person_name` says."""
    typed = "".join(DOT if char in DOTS else "’" if char in APOSTROPHES else char for char in visible(text))
    typed = "".join("-" if char in DASHES and char != "ー" else char for char in plain(typed))
    typed = SPACE_AROUND_DOT.sub(DOT, " ".join(typed.split()))
    kept = [char for place, char in enumerate(typed) if char != " " or not _between_han(typed, place)]
    for place, char in enumerate(kept):
        if char in ZEROS and _between_han(kept, place, either=True):
            kept[place] = "〇"
        if char == "." and _between_han(kept, place):
            kept[place] = DOT
    return "".join(kept).strip(DOT)


def refuse_person_name(text: str) -> None:
    """Raises ValidationError where the text, normal or not, is no name."""
    name = person_name(text)
    for char in name:
        if not _belongs_in_a_name(char):
            raise ValidationError(
                _("A name has letters only; %(char)s does not belong."), code="name", params={"char": named(char)}
            )
    if not any(_is_letter(char) for char in name):
        raise ValidationError(_("A name has at least one letter."), code="name")
    if unicodedata.category(name[0]) in MARKS or name[0] in "-.":
        raise ValidationError(_("A name begins with a letter."), code="name")
    if len(name) > LONGEST_NAME:
        raise ValidationError(
            _("A name has %(most)s characters at most; now there are %(count)s."),
            code="max_length",
            params={"most": LONGEST_NAME, "count": len(name)},
        )


@lru_cache(maxsize=NEWEST)
def person_key(text: str) -> str:
    """Under which a person's spellings meet: no dot, space or apostrophe, one width, one script, one case."""
    name = simplified(person_name(text)).casefold()
    return "".join(char for char in name if _is_letter(char) or unicodedata.category(char) in MARKS)


def place_name(text: str) -> str:
    """The name of a place or an organization as it is stored: one line, digits and Latin letters of one width."""
    return "".join(unicodedata.normalize("NFKC", char) if _is_wide_sign(char) else char for char in one_line(text))


def region_name(text: str) -> str:
    """The name of a region: as of any place, without spaces between its characters: 北街 村 is 北街村."""
    typed = place_name(text)
    return "".join(char for place, char in enumerate(typed) if char != " " or not _between_han(typed, place))


def refuse_place_name(text: str) -> None:
    """Any text in one line but for tags, pictures and symbols; ○ and 〇 are used in names of places."""
    name = place_name(text)
    for char in name:
        if char in "<>" or CONTROL.match(char) or (unicodedata.category(char) in SYMBOLS and char not in ZEROS):
            raise ValidationError(_("%(char)s does not belong in a name."), code="name", params={"char": named(char)})
    if not any(char.isalnum() for char in name):
        raise ValidationError(_("A name has at least one letter."), code="name")


@lru_cache(maxsize=NEWEST)
def organization_key(text: str) -> str:
    """Under which an organization's spellings meet: no brackets, spaces or signs, one width, one script, one case."""
    return "".join(char for char in simplified(plain(text)).casefold() if char.isalnum())


def _is_letter(char: str) -> bool:
    return unicodedata.category(char) in LETTERS or char == "〇"


def _belongs_in_a_name(char: str) -> bool:
    return _is_letter(char) or unicodedata.category(char) in MARKS or char in BESIDE


def _between_han(text: Sequence[str], place: int, *, either: bool = False) -> bool:
    """Whether a Chinese character stands on both sides; on one side at least, with `either`."""
    before = place > 0 and is_han(text[place - 1])
    after = place + 1 < len(text) and is_han(text[place + 1])
    return before or after if either else before and after


def _is_wide_sign(char: str) -> bool:
    """Full-width digits, letters, # and -; brackets and other punctuation stay as Chinese text writes them."""
    return "０" <= char <= "９" or "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ" or char in "＃－．／＆"
