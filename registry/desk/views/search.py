from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from communities.pages.lists import mark_rights
from communities.pages.readers import words_in
from registry.accounts.requests import StaffRequest
from registry.accounts.roles import Permission
from registry.desk.finding import KINDS, by_phone, found, phone_asked


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """The one box: people, organizations, places and numbers in reach, as a page and, to htmx, as a list under the box.

    A telephone number is looked for only when it was sent by the form: never from an address, never while typing.
    """
    words = words_in((request.POST if request.method == "POST" else request.GET).get("q"), most=50)
    groups = found(request.user, words) if words else {}
    is_phone, is_sent = any(phone_asked(words)), request.method == "POST" and not request.htmx
    if is_phone and is_sent:
        people = {row.pk: row for row in [*by_phone(request.user, words), *groups["leaders"]]}
        groups["leaders"] = list(people.values())
    mark_rights(request.user, groups.get("leaders", []), {"sees_contact": Permission.LEADER_VIEW})
    context = {
        "words": words,
        "found": {kind: groups.get(kind, []) for kind in KINDS},
        "any": any(groups.values()),
        "is_phone": is_phone,
        "asks_for_phone": is_phone and not is_sent,
        "at": "t" if request.htmx and request.htmx.target == "top-found" else "s",
    }
    return render(request, "desk/_found.html" if request.htmx else "desk/search.html", context)
