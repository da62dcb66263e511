"""Sealing of telephone numbers: AES-GCM for the number, keyed hashes to find it again.

The key comes from the environment (PHONE_KEY, base64 of 32 bytes) and never from SECRET_KEY or the
database. A lost key means lost numbers; an index is only as secret as its key (there are 10^11 numbers).
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = "v1"
INDEX_LENGTH = 32


def fault_of_key(secret, *, sample_is_good=False):
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
def _key(purpose, secret):
    root = base64.b64decode(secret)
    if len(root) != 32:
        raise ImproperlyConfigured("PHONE_KEY is not base64 of 32 bytes.")
    return hmac.new(root, purpose.encode(), hashlib.sha256).digest()


def seal(text, *, field):
    """Return "v1:" and base64 of nonce + ciphertext; `field` is bound in, so a value moved elsewhere won't open."""
    if not text:
        return ""
    nonce = os.urandom(12)
    body = AESGCM(_key("seal", settings.PHONE_KEY)).encrypt(nonce, text.encode(), field.encode())
    return f"{VERSION}:{base64.b64encode(nonce + body).decode()}"


def unseal(sealed, *, field):
    """Return the text; raises cryptography's InvalidTag on another key, another field or a changed value."""
    if not sealed:
        return ""
    raw = base64.b64decode(sealed.partition(":")[2])
    return AESGCM(_key("seal", settings.PHONE_KEY)).decrypt(raw[:12], raw[12:], field.encode()).decode()


def blind_index(text, *, field):
    """A keyed hash under which equal texts meet and nothing else shows; "" stays ""."""
    if not text:
        return ""
    digest = hmac.new(_key(f"index:{field}", settings.PHONE_KEY), text.encode(), hashlib.sha256)
    return digest.hexdigest()[:INDEX_LENGTH]
