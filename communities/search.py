"""Finding names by any part, by pinyin and by initials: one token table a subject, used by both apps.

Every suffix of a name, its joined pinyin and its initials are tokens, so any substring of the name is the
beginning of a token, and a range on an index finds it on both engines. The region's path stands in the
same row: scope and search are one index look-up. Step 1 reads ids, step 2 the rows (one query with a
subquery is a plan lottery on PostgreSQL).
"""

import unicodedata

from django.db import models

from communities.scope import in_spans
from communities.text.characters import simplified
from communities.text.fields import ByteOrdered
from communities.text.mixed import han_run, is_mixed, letters_before, meets, pure_keys
from communities.text.names import person_key
from communities.text.pinyin import alternative_keys, given_name_keys, name_keys, place_keys, untoned
from registry.audit.rows import insert_rows

TOKEN_LENGTH = 40
HIT_CAP = 1000
LAST = "\U0010fffd"


class ByteOrderedCharField(ByteOrdered):
    """Under the name by which the migrations know it."""


def normal_form(text):
    """What is compared: NFKC, lower case, no spaces, no NUL."""
    text = unicodedata.normalize("NFKC", text).replace("\x00", "").lower()
    return "".join(text.split())[:TOKEN_LENGTH]


def tokens_of_person(name, *, pinyin="", initials=""):
    """The set of tokens for a person; `pinyin` and `initials` as corrected by hand are among them."""
    keys = [name_keys(name), *alternative_keys(name)]
    spoken = {pinyin, initials} | {key.pinyin for key in keys} | {key.initials for key in keys}
    given = [place_keys(name[1:]), *given_name_keys(name)] if len(name) > 1 else []
    spoken |= {key.pinyin for key in given} | {key.initials for key in given}
    return _clean(_suffixes(normal_form(name)) | _suffixes(person_key(name)[:TOKEN_LENGTH]) | spoken)


def tokens_of_place(name, aliases=()):
    """The set of tokens for an organization or a place with its other names."""
    found = set()
    for text in (name, *aliases):
        keys = place_keys(text)
        found |= _suffixes(normal_form(text)) | _suffixes(normal_form(simplified(text))) | {keys.pinyin, keys.initials}
        found |= {keys.initials[start:] for start in range(1, max(len(keys.initials) - 1, 1))}
    return _clean(found)


def _suffixes(text):
    return {text[start:] for start in range(len(text))}


def _clean(tokens):
    return {normal_form(token) for token in tokens if token}


class SearchToken(models.Model):
    """One way to begin typing one row's name. Subclasses add `target`, the row itself, and its `region_path`."""

    of_person = False  # names of people are found without their dots and spaces, and half in letters

    token = ByteOrderedCharField(max_length=TOKEN_LENGTH)

    class Meta:
        abstract = True

    def __str__(self):
        return self.token

    @classmethod
    def hits(cls, query, spans):
        """Ids of at most HIT_CAP + 1 rows inside `spans` of which a token begins with `query`, the nearest first.

        What is typed in traditional characters, with the dots of a name or half in letters is found as well.
        """
        text = normal_form(query)
        if not text:
            return []
        spellings = {text, normal_form(simplified(text)), normal_form(untoned(text))}
        if cls.of_person and not any(char.isdigit() for char in text):
            spellings |= {normal_form(person_key(query))} - {""}
        ids = cls._ids(cls._in(spans), spellings)
        if cls.of_person and is_mixed(text) and len(ids) <= HIT_CAP:
            ids = [*ids, *cls._mixed(simplified(text), spans)]
        return list(dict.fromkeys(ids))[: HIT_CAP + 1]

    @classmethod
    def _in(cls, spans):
        return cls.objects.filter(in_spans(spans)).order_by("token")

    @classmethod
    def _ids(cls, rows, texts):
        begun = models.Q(pk__in=[])
        for text in texts:
            begun |= models.Q(token__gte=text, token__lt=text + LAST)
        return list(rows.filter(begun).values_list("target_id", flat=True)[: HIT_CAP * 3])

    @classmethod
    def _mixed(cls, text, spans):
        """Ids for “zh国”: by its Chinese part and the sound before it, or wholly by sound; then name by name."""
        rows, begun = cls._in(spans), models.Q(pk__in=[])
        if before := letters_before(text):
            rows = rows.filter(token__gte=han_run(text), token__lt=han_run(text) + LAST)
            sounding = rows.filter(target__pinyin__gte=before[0], target__pinyin__lt=before[0] + LAST)
            # First those of whom it is the surname; then whoever stands there, for other readings and given names.
            wanted = [sounding[: HIT_CAP * 3], rows[:HIT_CAP]]
        else:
            for key in pure_keys(text):
                begun |= models.Q(token__gte=key, token__lt=key + LAST)
            wanted = [rows.filter(begun)[: HIT_CAP * 3]]
        found = [pair for part in wanted for pair in part.values_list("target_id", "target__name")]
        return [pk for pk, name in dict.fromkeys(found) if meets(text, name)]

    @classmethod
    def write_many(cls, targets, tokens):
        """The tokens of many new rows, in the same order; hundreds of thousands are written as they are made."""
        rows = (
            (token, target.pk, target.region_path)
            for target, own in zip(targets, tokens, strict=True)
            for token in sorted(own)
        )
        insert_rows(cls, ("token", "target", "region_path"), rows)

    @classmethod
    def rewrite(cls, target, tokens):
        """Replace the tokens of one row."""
        cls.objects.filter(target=target).delete()
        cls.objects.bulk_create([cls(target=target, token=token) for token in sorted(tokens)])
