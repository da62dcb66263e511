"""The whole to-do list: all of it, or what one act does away with."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.pages.readers import number_in
from registry.accounts.requests import StaffRequest
from registry.desk.due import MOST, Task, tasks

SHOWN = 30  # tasks a page


class Kind(NamedTuple):
    """Tasks with one button: what it says, the sources they come from, how many; the first source names the kind."""

    verb: str
    keys: list[str]
    number: int

    @property
    def name(self) -> str:
        return self.keys[0]


@require_safe
def due_list(request: StaffRequest) -> HttpResponse:
    found = tasks(request.user)
    is_cut = len(found) == MOST
    kinds = _kinds(found)
    asked = request.GET.get("kind", "")
    chosen = next((kind for kind in kinds if asked in kind.keys), None)
    if chosen and is_cut:  # the most urgent of this kind, not what of it is among the most urgent of all
        found = tasks(request.user, chosen.keys)
    elif asked:
        found = [task for task in found if chosen and task.key in chosen.keys]
    page = Paginator(found, SHOWN).get_page(number_in(request.GET.get("page", "")) or 1)
    context = {
        "kinds": kinds if len(kinds) > 1 else [],
        "chosen": chosen,
        "is_all": not asked,
        "due": page.object_list,
        "due_count": len(found),
        "due_more": len(found) == MOST,
        "is_cut": is_cut,
        "previous_url": _url(asked, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _url(asked, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "desk/due_list.html", context)


def _kinds(found: list[Task]) -> list[Kind]:
    """In the order of their most urgent task."""
    keys: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for task in found:
        known = keys.setdefault(task.verb, [])
        if task.key not in known:
            known.append(task.key)
        counts[task.verb] = counts.get(task.verb, 0) + 1
    return [Kind(verb, keys[verb], counts[verb]) for verb in keys]


def _url(kind: str, page: int) -> str:
    return "?" + urlencode({"kind": kind, "page": page} if kind else {"page": page})
