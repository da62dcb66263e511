"""Sealing of telephone numbers: AES-GCM for the number, keyed hashes to find it again.

The key comes from the environment (PHONE_KEY, base64 of 32 bytes) and never from SECRET_KEY or the
database. A lost key means lost numbers; an index is only as secret as its key (there are 10^11 numbers).

Every sealed value begins with the id of its key, so a new key can take the place of an old one while both are in use:
PHONE_KEY seals, PHONE_KEYS_OLD are for reading alone (see upkeep.rotation). "v1" is what came before there were ids.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

WITHOUT_ID = "v1"
ID_LENGTH = 6
INDEX_LENGTH = 32


def fault_of_key(secret: str, *, sample_is_good: bool = False) -> str | None:
    """What is wrong with a PHONE_KEY, as a sentence; None when nothing is."""
    try:
        root = base64.b64decode(secret, validate=True)
    except ValueError:
        root = b""
    if len(root) != 32:
        return "PHONE_KEY must be base64 of 32 random bytes; .env.example says how to make one."
    if root.startswith(b"sample-") and not sample_is_good:
        return "PHONE_KEY is still the sample one: make a new one as .env.example says."
    return None


@lru_cache
def _key(purpose: str, secret: str) -> bytes:
    root = base64.b64decode(secret)
    if len(root) != 32:
        raise ImproperlyConfigured("PHONE_KEY is not base64 of 32 bytes.")
    return hmac.new(root, purpose.encode(), hashlib.sha256).digest()


def seal(text: str, *, field: str) -> str:
    """Return the key's id, ":" and base64 of nonce + ciphertext.

    `field` is bound in, so a value moved elsewhere won't open.
    """
    if not text:
        return ""
    nonce = os.urandom(12)
    body = AESGCM(_key("seal", settings.PHONE_KEY)).encrypt(nonce, text.encode(), field.encode())
    return f"{key_id(settings.PHONE_KEY)}:{base64.b64encode(nonce + body).decode()}"


def unseal(sealed: str, *, field: str, by: list[str] | None = None) -> str:
    """Return the text, by any key in use or those of `by`.

    Raises cryptography's InvalidTag on another key, another field or a changed value.
    """
    if not sealed:
        return ""
    mark, _colon, body = sealed.partition(":")
    raw = base64.b64decode(body)
    for secret in by or keys():
        if mark in {WITHOUT_ID, key_id(secret)}:
            try:
                return AESGCM(_key("seal", secret)).decrypt(raw[:12], raw[12:], field.encode()).decode()
            except InvalidTag:
                continue
    raise InvalidTag


def keys() -> list[str]:
    """The keys that open, the one that seals first."""
    return [settings.PHONE_KEY, *settings.PHONE_KEYS_OLD]


def key_id(secret: str) -> str:
    return _key("id", secret).hex()[:ID_LENGTH]


def is_sealed_anew(sealed: str) -> bool:
    """Whether it is empty or sealed with the PHONE_KEY of today."""
    return not sealed or sealed.startswith(f"{key_id(settings.PHONE_KEY)}:")


def blind_index(text: str, *, field: str) -> str:
    """A keyed hash under which equal texts meet and nothing else shows; "" stays ""."""
    return _index(text, field, settings.PHONE_KEY)


def blind_indexes(text: str, *, field: str) -> list[str]:
    """What to look for: the hash under each key that is in use, today's first."""
    return [_index(text, field, secret) for secret in keys()]


def _index(text: str, field: str, secret: str) -> str:
    if not text:
        return ""
    digest = hmac.new(_key(f"index:{field}", secret), text.encode(), hashlib.sha256)
    return digest.hexdigest()[:INDEX_LENGTH]
