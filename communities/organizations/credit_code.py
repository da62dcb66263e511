"""The unified social credit code of GB 32100-2015: what it is made of, and how its last character is calculated."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LENGTH = 18
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
CIVIL_AFFAIRS = "5"  # the registering department: 5 is civil affairs


def normalised(text):
    """Upper case, half width, without spaces and hyphens."""
    text = unicodedata.normalize("NFKC", text or "").upper()
    return "".join(sign for sign in text if not sign.isspace() and sign != "-")


def check_sign(first_17):
    """The character that must stand at the end: Σ sign × 3^place, modulo 31."""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first_17))
    return SIGNS[(31 - total % 31) % 31]


def credit_code(text):
    """Validator of a normalised code given by civil affairs; the message says what is wrong with it."""
    if len(text) != LENGTH:
        raise ValidationError(
            _("A credit code has 18 characters; this one has %(length)s."), code="length", params={"length": len(text)}
        )
    for place, sign in enumerate(text, start=1):
        if sign not in SIGNS:
            raise ValidationError(
                _("Character %(place)s is %(sign)s; a credit code has digits and letters except I, O, S, V, Z."),
                code="sign",
                params={"place": place, "sign": sign},
            )
    if text[0] != CIVIL_AFFAIRS:
        raise ValidationError(
            _("A code given by civil affairs begins with 5; this one begins with %(sign)s."),
            code="department",
            params={"sign": text[0]},
        )
    if not text[2:8].isdecimal():
        raise ValidationError(_("Characters 3 to 8 of a credit code are digits of the region."), code="region")
    if text[-1] != check_sign(text[:-1]):
        raise ValidationError(
            _("The credit code has a wrong character: after its first 17 stands %(right)s, not %(now)s."),
            code="check",
            params={"right": check_sign(text[:-1]), "now": text[-1]},
        )
