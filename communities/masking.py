"""Numbers that have no place in a text others read: identity and bank cards, phones. Masked, or refused while typing.

Written apart, in full width or in Chinese numerals they count too. A date stays readable, and so does a landline
where an office gives its own.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

KEPT = 3  # leading digits that stay, so that a reader sees a number was there
CHINESE = dict(zip("零〇○一二三四五六七八九幺", "0001234567891", strict=True))
BETWEEN = " -–—_.·()（）　\t"
NUMBER = re.compile(r"\d(?: {0,2}\d){9,}(?: {0,2}[xX](?![A-Za-z]))?")
LONG = 11  # an 11-digit mobile number is the shortest of what is meant
DATE = r"(?:19|20)\d\d[-./年](?:1[0-2]|0?[1-9])[-./月](?:3[01]|[12]\d|0?[1-9])日?"
DATES = re.compile(rf"(?<!\d)(?<!\d[ -]){DATE}(?:[ ,，、/~—–-]{{1,3}}{DATE})*(?![ -]?\d)")
LANDLINE = re.compile(r"(?<!\d)(?<!\d[ -])[(（]?0\d{2,3}[)）]?[ -]?\d{3,4}[ -]?\d{4}(?![ -]?\d)")


def mask_digits(text, *, landlines=False):
    """The text with the digits of every long number but the first three made “*”; `landlines` masks those too."""
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")  # nothing invisible between digits
    plain = "".join(_plain(char) for char in text)
    kept = [match.span() for match in DATES.finditer(_half_width(text))]
    if not landlines:
        kept += [match.span() for match in LANDLINE.finditer(_half_width(text))]
    plain = _blank(plain, kept)
    shown = list(text)
    for first, last in _numbers(plain):
        seen = 0
        for place in range(first, last):
            if plain[place] != " ":
                seen += 1
                shown[place] = shown[place] if seen <= KEPT else "*"
    return "".join(shown)


def no_private_numbers(text):
    """Validator for texts that will be read by others: says what to leave out instead of changing it silently."""
    if mask_digits(text) != text:
        raise ValidationError(
            _("This looks like a phone, card or identity number; leave it out, others read this text."),
            code="number",
        )


def _plain(char):
    """The character as a digit, as a gap, or as something that ends a number."""
    if char in CHINESE:
        return CHINESE[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if char in BETWEEN:
        return " "
    return unicodedata.normalize("NFKC", char) if char in "XxＸｘ" else "\n"


def _half_width(text):
    """Full-width digits and signs as half-width ones; the length stays, so that places agree."""
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)


def _blank(plain, spans):
    for first, last in spans:
        plain = plain[:first] + "\n" * (last - first) + plain[last:]
    return plain


def _numbers(plain):
    for match in NUMBER.finditer(plain):
        if len(match.group().replace(" ", "")) >= LONG:
            yield match.span()
