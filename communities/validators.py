"""What no free text may hold: numbers of identity and bank cards, control characters."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
BANK_CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def no_identity_numbers(text):
    digits = re.sub(r"(?<=\d)[ -](?=\d)", "", unicodedata.normalize("NFKC", text))
    if IDENTITY.search(digits):
        raise ValidationError(
            _("This looks like an identity card number; such numbers are not kept here."), code="identity"
        )
    if BANK_CARD.search(digits):
        raise ValidationError(
            _("This looks like a bank card number; such numbers are not kept here."), code="bank_card"
        )


def plain_text(text):
    if CONTROL.search(text):
        raise ValidationError(_("The text holds characters that cannot be shown."), code="control")
    no_identity_numbers(text)


def place_name(text):
    """The name of a place, an organization or a group: any text in one line but for tags, pictures and symbols."""
    plain_text(text)
    bad = [char for char in text if char in "<>\n\r" or unicodedata.category(char) in {"So", "Cs", "Cn", "Co"}]
    if bad:
        raise ValidationError(_("“%(char)s” does not belong in a name."), code="name", params={"char": bad[0].strip()})


def person_name(text):
    """Letters of any script with middle dot, hyphen, apostrophe or a space between; no digits, signs or emoji."""
    plain_text(text)
    bad = [char for char in text if not _is_name_character(char)]
    if bad:
        raise ValidationError(
            _("A name has letters only; “%(char)s” does not belong."), code="name", params={"char": bad[0]}
        )


def _is_name_character(char):
    return unicodedata.category(char) in {"Lo", "Ll", "Lu", "Mn", "Mc", "Lm", "Co"} or char in "·•・.-' "
