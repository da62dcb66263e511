"""Does the PHONE_KEY of this process open what lies in this database?"""

from cryptography.exceptions import InvalidTag

from registry.seal import seal, unseal
from registry.upkeep.models import KeyCanary

WORD = "canary"
FIELD = "upkeep.canary"


def key_fits() -> bool | None:
    """None when nothing was sealed yet to tell by."""
    sealed = KeyCanary.objects.values_list("sealed", flat=True).first()
    return None if sealed is None else opens(sealed)


def opens(sealed: str) -> bool:
    try:
        return unseal(sealed, field=FIELD) == WORD
    except (InvalidTag, ValueError):
        return False


def keep_canary() -> None:
    """Seal the word, if that was not done yet: from now on another key is noticed."""
    KeyCanary.objects.get_or_create(pk=1, defaults={"sealed": seal(WORD, field=FIELD)})
