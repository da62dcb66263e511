"""What the one box finds: people, organizations, places, and whatever bears a number, each by the right held there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from communities.organizations.models import Organization, OrganizationToken
from communities.regions.models import Region
from communities.scope import common_path, holds_anywhere, reached_spans
from communities.search import LAST, normal_form
from communities.text.characters import simplified
from communities.text.phones import find_key, masked
from leaders.people.models import Leader, LeaderToken
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.log import record_search
from registry.desk.numbers import numbered

KINDS = ("leaders", "organizations", "regions", "numbers")
SHOWN = 10
LOOKED_AT = 500  # of the rows a word brings up, so many are put in order


def found(user: User, words: str) -> dict[str, list[Any]]:
    """{kind: rows} for words that are no telephone number."""
    return {
        "leaders": _leaders(user, words),
        "organizations": _organizations(user, words),
        "regions": _regions(user, words),
        "numbers": numbered(user, words),
    }


def phone_asked(words: str) -> tuple[str, str]:
    """(the number as it is stored, "") or ("", its last four digits); ("", "") where the words are neither."""
    number, digits = find_key(words), words.strip()
    is_tail = len(digits) == 4 and digits.isascii() and digits.isdigit()
    return (number, "" if number or not is_tail else digits)


def by_phone(user: User, words: str) -> list[Leader]:
    """People in reach with this number or these last four digits. Written into the read log, whatever is found."""
    number, tail = phone_asked(words)
    if not (number or tail) or not holds_anywhere(user, Permission.LEADER_VIEW):
        return []
    seen = Leader.objects.permitted(user, Permission.LEADER_VIEW).select_related("region__parent")
    rows = list((seen.with_phone(number) if number else seen.with_phone_tail(tail)).order_by("pinyin", "id")[:SHOWN])
    where = [low for low, _high in reached_spans(user, Permission.LEADER_VIEW)]
    record_search(
        "leader.phone_search",
        by=user,
        label=masked(number) if number else f"****{tail}",
        object_type=Leader._meta.label_lower,
        rows=len(rows),
        region_path=common_path(where),
    )
    return rows


def _leaders(user: User, words: str) -> list[Leader]:
    rows = Leader.objects.permitted(user, Permission.LEADER_LIST).select_related("region__parent")
    ids = LeaderToken.hits(words, reached_spans(user, Permission.LEADER_LIST))[:LOOKED_AT]
    return list(_nearest(rows, ids, words)[:SHOWN]) if ids else []


def _organizations(user: User, words: str) -> list[Organization]:
    rows = Organization.objects.permitted(user, Permission.ORGANIZATION_VIEW).select_related("region", "category")
    ids = OrganizationToken.hits(words, reached_spans(user, Permission.ORGANIZATION_VIEW))[:LOOKED_AT]
    return list(_nearest(rows, ids, words)[:SHOWN]) if ids else []


def _regions(user: User, words: str) -> list[Region]:
    reach = Region.objects.permitted(user, Permission.REGION_VIEW).current()
    rows = reach.matching(words, reached_spans(user, Permission.REGION_VIEW))
    return list(rows.select_related("parent__parent")[:SHOWN])


def _nearest(rows: Any, ids: Iterable[int], words: str) -> Any:
    """Who is called just so, then whose name, sound or initials begin so, then the others; each by sound."""
    text = normal_form(simplified(words))
    begins = Q(name_key__gte=text, name_key__lt=text + LAST)
    sounds = Q(pinyin__gte=text, pinyin__lt=text + LAST) | Q(initials__gte=text, initials__lt=text + LAST)
    rank = Case(
        When(Q(name=words) | Q(name_key=text) | Q(pinyin=text) | Q(initials=text), then=Value(0)),
        When(begins, then=Value(1)),
        When(sounds, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.filter(pk__in=ids).order_by(rank, "pinyin", "id")
