"""Finding places as people call them: by any part of a name or alias, by sound, and buildings by their number.

Names are looked for among what stands above the buildings, of which a street has a few hundred; buildings only by
their key. Over a province or the whole tree names are found by their beginning: a range on an index instead of a walk.
"""

import re
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, Value, When

from communities.scope import SEGMENT, ScopedQuerySet, in_spans, lies_in, span_of
from communities.search import LAST
from communities.text.characters import simplified
from communities.text.pinyin import place_keys
from communities.text.place_words import NAME_ENDINGS, buildings_meant, other_spellings, place_words, short_name

NEAR = 500  # rows one word may bring up
MOST = 100  # what is answered at most
HOLDERS = 20  # places whose buildings are looked through
NARROW = 3 * SEGMENT  # a path this long lies in a county: its places are few enough to be read
ABOVE = ("province", "prefecture", "county", "street", "community", "compound")
_SAYS_BUILDING = re.compile(r"[0-9号楼栋幢座棟#]")
EXACT, BEGINS, HOLDS, BEYOND = range(4)


def alias_key(name, aliases):
    """Every other name with its sound, |古美路街道|gumeilujiedao|gmljd|; the name too where it is not simplified."""
    others = [text for text in aliases if isinstance(text, str)] if isinstance(aliases, list) else []
    if simplified(name).lower() != name:
        others.append(name)
    spoken = [place_keys(text) for text in others]
    found = [_plain(text) for text in others] + [key for one in spoken for key in (one.pinyin, one.initials)]
    return "|" + "|".join(dict.fromkeys(found)) + "|" if found else ""


class Named(NamedTuple):
    pk: int
    path: str
    level: str
    name: str
    pinyin: str
    initials: str
    alias_key: str
    retired_on: object

    def nearness(self, word):
        """How well the word names the place: wholly (with or without 街道, 社区 …), by its beginning, by a part."""
        names = [_plain(self.name), _plain(short_name(self.name)), self.pinyin, self.initials]
        names += [text for other in self.alias_key.split("|") if other for text in (other, short_name(other))]
        if word in names:
            return EXACT
        if any(text.startswith(word) for text in names):
            return BEGINS
        return HOLDS if any(word in text for text in [names[0], *names[3:]]) else BEYOND


class PlaceSearch(ScopedQuerySet):
    path_field = "path"

    def matching(self, words, spans):
        """Places as the words may mean them, in `spans`, the best first; at most MOST. Take no other order.

        Only where nothing is called as it was typed, other spellings are tried.
        """
        for spelling in [words, *other_spellings(words)]:
            if ranked := self._ranked(spelling, spans):
                return self._in_order(sorted(ranked, key=ranked.get)[:MOST])
        return self.none()

    def _ranked(self, words, spans):
        """{pk: how well it is meant} for one spelling."""
        word, meant = place_words(words), buildings_meant(words)
        if not word or not spans:
            return {}
        everywhere = self.model._default_manager.all()
        named = everywhere._named({word} | {one.above for one in meant if one.above}, spans)
        ranked = {row.pk: (row.nearness(word), *_weight(row)) for row in named if row.nearness(word) < BEYOND}
        for rank, pk in self._buildings(named, meant, word, spans):
            ranked[pk] = min(ranked.get(pk, rank), rank)
        return ranked

    def _in_order(self, pks):
        place = Case(*[When(pk=pk, then=Value(at)) for at, pk in enumerate(pks)], output_field=IntegerField())
        return self.filter(pk__in=pks).order_by(place)

    def _named(self, words, spans):
        """[Named] of the places above buildings which one of the words may name."""
        is_narrow = all(len(low) >= NARROW for low, _high in spans)
        wanted = Q(pk__in=[])
        for word in words:
            wanted |= _holding(word) if is_narrow else _beginning(word)
        reach = in_spans(spans, "path")
        if is_narrow:
            reach &= Q(level__in=ABOVE)
        rows = self.filter(reach, wanted).order_by().values_list(*Named._fields)
        found = {row[0]: Named(*row) for row in rows[:NEAR]}
        if len(found) == NEAR:
            # More than are read: whoever is called just so must be among them.
            just_so = [word + ending for word in words for ending in ("", *NAME_ENDINGS)]
            found |= {row[0]: Named(*row) for row in rows.filter(name__in=just_so)[:NEAR]}
        return list(found.values())

    def _buildings(self, named, meant, word, spans):
        """[(rank, pk)]: the buildings meant, those in the place best named first."""
        wanted, holders = Q(pk__in=[]), {}
        first = -1 if _SAYS_BUILDING.search(word) else HOLDS
        if not any(char.isdigit() for char in word) and not word.isascii():
            # 会所, 大门: a building without a number
            wanted |= Q(building_key__gte=word, building_key__lt=word + LAST) & in_spans(spans, "path")
        for one in meant:
            if not one.above:
                wanted |= Q(building_key=one.building) & in_spans(spans, "path")
                continue
            near = [(row.nearness(one.above), *_weight(row), row.path) for row in named if row.retired_on is None]
            for rank in sorted(rank for rank in near if rank[0] < BEYOND)[:HOLDERS]:
                wanted |= Q(building_key=one.building) & in_spans([span_of(rank[-1])], "path")
                holders.setdefault(one.building, []).append((rank[0], rank[-1]))
        if not wanted:
            return
        rows = self.filter(wanted, level="building").order_by("building_key", "path")
        for pk, key, path in rows.values_list("pk", "building_key", "path")[:MOST]:
            inside = [rank for rank, above in holders.get(key, []) if lies_in(path, above)]
            yield (first, min(inside, default=BEYOND), 0, path), pk


def _holding(word):
    # What is typed in letters is an abbreviation or a beginning; inside a sound it would be found everywhere.
    found = Q(name__icontains=word) | Q(alias_key__contains=word) | Q(pinyin__startswith=word)
    return found | Q(initials__contains=word)


def _beginning(word):
    found = Q(alias_key__gt="", alias_key__contains=f"|{word}")
    for column in ("name", "pinyin", "initials"):
        found |= Q(**{f"{column}__gte": word, f"{column}__lt": word + LAST})
    return found


def _weight(row):
    """Among equals: what is larger first, then what is shorter, then the order of the tree."""
    return ABOVE.index(row.level) if row.level in ABOVE else len(ABOVE), len(row.name), row.path


def _plain(text):
    return "".join(simplified(text).lower().split())
