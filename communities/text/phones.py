"""Telephone numbers as people type them: mobile numbers, fixed lines with their area code, numbers from abroad."""

import re
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberType

from communities.text.characters import DASHES, plain

MOBILE, FIXED, ABROAD = "mobile", "fixed", "abroad"
COUNTRY = 86
LONGEST = 20  # of a stored number
_SHORTENED = re.compile(r"^(\d)\.(\d+)[Ee]\+?(\d{1,2})$")
_EXTENSION = re.compile(r"^(.*\d[\d\s()-]*?)(?:-|转|轉|分机|ext\.?|x|#)+\s*(\d{1,6})$", re.IGNORECASE)
_NUMBER = re.compile(r"^\+?[\d\s().-]+$")
_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_SIGNS = re.compile(f"[{re.escape(DASHES)}_.·/~]+")
_LABEL = re.compile(r"^(?:tel|phone|mobile|电话|手机|座机|联系电话|手机号)\s*[:：]?\s*(?=[\d+(])", re.IGNORECASE)
_ABROAD = re.compile(r"^\((\+?\d{2,4})\)(?=\s*1)")
_OF_SHEET = re.compile(r"^(1\d{10})\.0$")  # a number that was a number in a sheet
_LETTERS = re.compile(r"^[\d\s+().-]*[A-Za-z][\dA-Za-z\s+().-]*$")  # 567l and O138: letters that look like digits
_TWO = re.compile(r"[、,，;；/|\n]|或|和|及")


@dataclass(frozen=True)
class Phone:
    """A number as it is stored: 13812345671, 021-54881234-802 or +85291234567."""

    stored: str
    kind: str

    @property
    def tail(self) -> str:
        return last_digits(self.stored)

    @property
    def masked(self) -> str:
        return masked(self.stored)


def without_extension(stored: str) -> str:
    """021-54881234 of 021-54881234-802; the dashes of 400-820-8820 set no extension apart."""
    area, dash, rest = stored.partition("-")
    return f"{area}{dash}{rest.partition('-')[0]}" if area.startswith("0") else stored


def last_digits(stored: str) -> str:
    """The last four digits of the number itself, without an extension."""
    return re.sub(r"\D", "", without_extension(stored))[-4:]


def masked(stored: str) -> str:
    """138****5671, 021-****1234, +852****4567: who knows the number recognizes it, nobody else learns it."""
    if not stored:
        return ""
    number = without_extension(stored)
    if "-" in number:
        return f"{number.partition('-')[0]}-****{number[-4:]}"
    return f"{number[: 4 if number.startswith('+') else 3]}****{number[-4:]}"


def read_phone(text: str) -> Phone:
    """The number meant; raises ValidationError saying what is missing. No text reads as Phone("", "")."""
    typed = _LABEL.sub("", plain(text).strip()).strip(" ,，.。;；、'’‘`")
    typed = _OF_SHEET.sub(r"\1", typed)
    if not typed:
        return Phone("", "")
    if shortened := _SHORTENED.match(typed):
        typed = _written_out(*shortened.groups())
    if "\n" in typed:
        raise _refused(_("One number a field; write whose it is in the note."))
    number = _ABROAD.sub(r"\1", _SIGNS.sub("-", typed))
    found = _read(number)
    if found is None and (split := _EXTENSION.match(number)):
        line = _read(split[1])
        if line is not None and line.kind == FIXED:
            found = Phone(f"{line.stored}-{split[2]}", FIXED)
    if found is None:
        raise _reason(typed, number)
    return found


def _written_out(first: str, rest: str, power: str) -> str:
    """The number a sheet wrote as 1.3800138009E10; of 1.38E+10 the end is lost."""
    if len(rest) != int(power):
        raise _refused(_("The sheet shortened this number and lost its end; write the whole number as text."))
    return first + rest


def find_key(text: str) -> str:
    """A number typed into a search field as it is stored, "" where it is none."""
    try:
        return read_phone(text).stored
    except ValidationError:
        return ""


def _read(number: str) -> Phone | None:
    if not _NUMBER.match(number):
        return None
    try:
        parsed = phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return None
    national = str(parsed.national_number)
    if parsed.country_code != COUNTRY:
        is_written_so = number.startswith(("+", "00"))
        if not is_written_so or not phonenumbers.is_valid_number(parsed):
            return None
        return Phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), ABROAD)
    if _MOBILE.match(national):
        return Phone(national, MOBILE)
    if not phonenumbers.is_valid_number(parsed):
        return None
    if area := phonenumbers.length_of_geographical_area_code(parsed):
        return Phone(f"0{national[:area]}-{national[area:]}", FIXED)
    if phonenumbers.number_type(parsed) in (PhoneNumberType.SHARED_COST, PhoneNumberType.TOLL_FREE):
        return Phone(f"{national[:3]}-{national[3:6]}-{national[6:]}" if len(national) == 10 else national, FIXED)
    return None


def _reason(typed: str, number: str) -> ValidationError:
    digits = re.sub(r"\D", "", number)
    bare = re.sub(r"^(?:00)?86(?=1\d)", "", digits)
    if len(digits) < 5:
        return _refused(_("This is no telephone number."))
    if _LETTERS.match(number):
        return _refused(_("A telephone number has digits, spaces and hyphens only."))
    if _TWO.search(typed) or not _NUMBER.match(number) or len(digits) >= 21:
        return _refused(_("One number a field; write whose it is in the note."))
    if bare[0] == "1" and len(bare) != 11 and len(bare) > 6:
        return ValidationError(
            _("A mobile number has 11 digits; now there are %(count)s."), code="phone", params={"count": len(bare)}
        )
    if bare[0] == "1" and len(bare) == 11:
        return _refused(_("No mobile number begins with %(first)s.") % {"first": bare[:2]})
    if digits[0] in "23456789" and len(re.sub(r"\D", "", _EXTENSION.sub(r"\1", number))) in (7, 8):
        return _refused(_("A fixed line needs its area code, for example 021-54881234."))
    return _refused(_("There is no such telephone number; check the digits and the area code."))


def _refused(sentence: Any) -> ValidationError:
    return ValidationError(sentence, code="phone")
