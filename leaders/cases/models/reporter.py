"""Who raised a matter: sealed at once, opened by the handling worker alone, forgotten when the street's days are over.

The number of a matter is no secret; the key beside it is. Only a keyed hash of the key is kept.
"""

import hmac
import secrets

from django.core.exceptions import PermissionDenied
from django.db import models

from registry.audit.log import record_read
from registry.seal import blind_index, blind_indexes, seal, unseal

NAME_FIELD, CONTACT_FIELD, KEY_FIELD = "case.name", "case.contact", "case.key"
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for something else when read from paper
KEY_LENGTH = 10


def new_key():
    return "".join(secrets.choice(SIGNS) for _place in range(KEY_LENGTH))


def plain_key(text):
    """The key however it was typed: small letters, spaces, hyphens."""
    return "".join(sign for sign in text.upper() if sign in SIGNS)


def shown_key(key):
    """“ABCDE-FGHJK”, as it stands on the slip."""
    return f"{key[:5]}-{key[5:]}"


class Reporter(models.Model):
    """Mixin: name and contact as two sealed columns, the key as a hash."""

    name_sealed = models.CharField(max_length=300, blank=True, editable=False)
    contact_sealed = models.CharField(max_length=400, blank=True, editable=False)
    key_index = models.CharField(max_length=32, editable=False)
    sealed_columns = {"name_sealed": NAME_FIELD, "contact_sealed": CONTACT_FIELD}

    class Meta:
        abstract = True

    @property
    def has_reporter(self):
        return bool(self.name_sealed or self.contact_sealed)

    def seal_reporter(self, name, contact):
        self.name_sealed = seal(name, field=NAME_FIELD)
        self.contact_sealed = seal(contact, field=CONTACT_FIELD)

    def open_reporter(self, *, by):
        """(name, contact) for the handling worker; written to the read log. Anybody else: PermissionDenied."""
        if self.assignee_id != by.pk:
            raise PermissionDenied
        record_read("case.reveal", self, by=by)
        return unseal(self.name_sealed, field=NAME_FIELD), unseal(self.contact_sealed, field=CONTACT_FIELD)

    def take_key(self):
        """Make a new key, forget the old one; the caller saves. The key is shown once and kept nowhere."""
        key = new_key()
        self.key_index = blind_index(key, field=KEY_FIELD)
        return key

    def opens_with(self, key):
        marks = blind_indexes(plain_key(key), field=KEY_FIELD) if key else []
        return any(hmac.compare_digest(self.key_index, mark) for mark in marks)
