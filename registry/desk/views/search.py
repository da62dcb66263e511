from django.shortcuts import render

from communities.organizations.models import Organization, OrganizationToken
from communities.pages.readers import words_in
from communities.regions.models import Region
from communities.scope import holds_anywhere, reached_spans
from communities.text.phones import find_key
from leaders.people.models import Leader, LeaderToken
from registry.accounts.roles import Permission

SHOWN = 10


def search(request):
    """Leaders, organizations and places whose name, pinyin or initials begin like the words typed, in reach."""
    words = words_in(request.GET.get("q", ""), most=50)
    found = {"leaders": [], "organizations": [], "regions": []}
    if words:
        found = {
            "leaders": _leaders(request.user, words),
            "organizations": _organizations(request.user, words),
            "regions": _regions(request.user, words),
        }
    return render(
        request,
        "desk/search.html",
        {"words": words, "found": found, "any": any(found.values()), "shown": SHOWN},
    )


def _leaders(user, words):
    spans = reached_spans(user, Permission.LEADER_LIST)
    rows = Leader.objects.permitted(user, Permission.LEADER_LIST).select_related("region__parent")
    number, is_tail = find_key(words), words.isdecimal() and len(words) == 4
    if (number or is_tail) and holds_anywhere(user, Permission.LEADER_VIEW):
        seen = Leader.objects.permitted(user, Permission.LEADER_VIEW).select_related("region__parent")
        found = seen.with_phone(number) if number else seen.with_phone_tail(words)
        return list(found.order_by("pinyin", "id")[:SHOWN])
    return list(rows.filter(pk__in=LeaderToken.hits(words, spans)[:200]).order_by("pinyin", "id")[:SHOWN])


def _organizations(user, words):
    spans = reached_spans(user, Permission.ORGANIZATION_VIEW)
    rows = Organization.objects.permitted(user, Permission.ORGANIZATION_VIEW).select_related("region", "category")
    return list(rows.filter(pk__in=OrganizationToken.hits(words, spans)[:200]).order_by("pinyin", "id")[:SHOWN])


def _regions(user, words):
    reach = Region.objects.permitted(user, Permission.REGION_VIEW).current()
    spans = reached_spans(user, Permission.REGION_VIEW)
    return list(reach.matching(words, spans).select_related("parent")[:SHOWN])
