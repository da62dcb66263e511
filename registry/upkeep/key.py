"""Do the keys of this process open what lies in this database?"""

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils import timezone

from registry.seal import is_sealed_anew, seal, unseal
from registry.upkeep.models import KeyCanary

WORD = "canary"
FIELD = "upkeep.canary"
MOST = 2  # keys in use at a time: the one before, and today's


class TooManyKeys(Exception):
    """A third key before the values of the first are sealed anew."""


def key_fits() -> bool | None:
    """None when nothing was sealed yet to tell by."""
    sealed = KeyCanary.objects.values_list("sealed", flat=True).first()
    return None if sealed is None else opens(sealed)


def opens(sealed: str) -> bool:
    """Every word of the mark: while a key takes another's place there is one of each, and both are needed."""
    words = sealed.split(" ")
    return all(_opens(word) for word in words)


def _opens(word: str, by: list[str] | None = None) -> bool:
    try:
        return unseal(word, field=FIELD, by=by) == WORD
    except (InvalidTag, ValueError):
        return False


def keep_canary() -> None:
    """Seal the word with the key of today, if that was not done yet: from now on its lack is noticed."""
    new = seal(WORD, field=FIELD)
    row, is_new = KeyCanary.objects.get_or_create(pk=1, defaults={"sealed": new})
    words = row.sealed.split(" ")
    has_word = any(is_sealed_anew(word) or _opens(word, by=[settings.PHONE_KEY]) for word in words)
    if is_new or has_word:
        return
    if len(words) >= MOST:
        raise TooManyKeys
    KeyCanary.objects.filter(pk=1, sealed=row.sealed).update(sealed=f"{row.sealed} {new}")


def end_other_keys() -> None:
    """Nothing is sealed with another key any more: the mark asks for today's alone."""
    KeyCanary.objects.filter(pk=1).update(sealed=seal(WORD, field=FIELD), made_at=timezone.now())
