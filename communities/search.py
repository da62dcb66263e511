"""Finding names by any part, by pinyin and by initials: one token table a noun, used by both apps.

Every suffix of a name, its joined pinyin and its initials are tokens, so any substring of the name is the
beginning of a token, and a range on an index finds it on both engines. The region's path stands in the
same row: scope and search are one index look-up. Step 1 reads ids, step 2 the rows (one query with a
subquery is a plan lottery on PostgreSQL).
"""

import unicodedata

from django.db import models

from communities.text.pinyin import alternative_keys, name_keys, place_keys

TOKEN_LENGTH = 40
HIT_CAP = 1000
LAST = "\U0010fffd"


class ByteOrderedCharField(models.CharField):
    """Text compared byte by byte on both engines, whatever the database's collation."""

    def db_parameters(self, connection):
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}


def normal_form(text):
    """What is compared: NFKC, lower case, no spaces, no NUL."""
    text = unicodedata.normalize("NFKC", text).replace("\x00", "").lower()
    return "".join(text.split())[:TOKEN_LENGTH]


def tokens_of_person(name, *, pinyin="", initials=""):
    """The set of tokens for a person; `pinyin` and `initials` as corrected by hand are among them."""
    keys = [name_keys(name), *alternative_keys(name)]
    spoken = {pinyin, initials} | {key.pinyin for key in keys} | {key.initials for key in keys}
    given = {key.pinyin for key in [place_keys(name[1:])]} | {place_keys(name[1:]).initials} if len(name) > 1 else set()
    return _clean(_suffixes(normal_form(name)) | spoken | given)


def tokens_of_place(name, aliases=()):
    """The set of tokens for an organization or a place with its other names."""
    found = set()
    for text in (name, *aliases):
        keys = place_keys(text)
        found |= _suffixes(normal_form(text)) | {keys.pinyin, keys.initials}
        found |= {keys.initials[start:] for start in range(1, max(len(keys.initials) - 1, 1))}
    return _clean(found)


def _suffixes(text):
    return {text[start:] for start in range(len(text))}


def _clean(tokens):
    return {normal_form(token) for token in tokens if token}


class SearchToken(models.Model):
    """One way to begin typing one row's name. Subclasses add `target`, the row itself."""

    token = ByteOrderedCharField(max_length=TOKEN_LENGTH)
    region_path = models.CharField(max_length=40)

    class Meta:
        abstract = True

    def __str__(self):
        return self.token

    @classmethod
    def hits(cls, query, spans):
        """Ids of at most HIT_CAP + 1 rows inside `spans` of which a token begins with `query`."""
        text = normal_form(query)
        if not text:
            return []
        found = cls.objects.filter(token__gte=text, token__lt=text + LAST)
        reach = models.Q(pk__in=[])
        for low, high in spans:
            reach |= models.Q(region_path__gte=low, region_path__lt=high)
        ids = found.filter(reach).order_by().values_list("target_id", flat=True)
        return list(dict.fromkeys(ids[: HIT_CAP * 3]))[: HIT_CAP + 1]

    @classmethod
    def rewrite(cls, target, tokens):
        """Replace the tokens of one row."""
        cls.objects.filter(target=target).delete()
        cls.objects.bulk_create(
            [cls(target=target, token=token, region_path=target.region_path) for token in sorted(tokens)]
        )
