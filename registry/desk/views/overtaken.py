"""A form about something that stood there when its page was opened, and stands there no more when it is sent.

It was decided, ended, merged or moved in another window, or a posting ended meanwhile. To answer that there is no such
page would take away what was typed and tell nothing. Whoever never had the page open is told nothing else than before.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from communities.merging.models import successor_of
from communities.merging.subjects import SUBJECTS
from communities.pages.seen import is_about
from registry.accounts.drawn import drawn_of, page_at, page_of
from registry.audit.history import history_of
from registry.sign_in.again import STAFF_PATHS, kept_of


def overtaken(
    request: HttpRequest, row: Any = None, changes: Sequence[Any] | None = None, *, status: int = 409
) -> HttpResponse | None:
    """What was typed, and the record as it is now where it is in reach; None for any other request.

    `row` is the record where the page found it, in no state to take the form, and `changes` what is not as that page
    showed it; `status` is 403 where the right is gone.
    """
    if request.method != "POST" or "HX-Request" in request.headers or not (changes is not None or was_open(request)):
        return None
    is_of_staff = request.path.startswith(STAFF_PATHS)
    row = row or row_now(request)
    context = (as_it_is(row) if row else as_it_remains(request)) | {
        "changes": changes or (),
        "is_of_staff": is_of_staff,
        "status": status,
        "request_id": getattr(request, "request_id", ""),
        "texts": kept_of(request)["texts"],
        "had_files": bool(request.FILES),
    }
    template = "registration/overtaken.html" if is_of_staff else "directory/overtaken.html"
    return render(request, template, context, status=status)


def as_it_is(row: Any) -> dict[str, Any]:
    """What a page tells of a record, or of none: itself, its state, the last that was done to it."""
    latest = None if row is None else next(iter(history_of(row)), None)
    return {"row": row, "has_tag": hasattr(row, "tag"), "latest": latest, "is_remaining": False}


def as_it_remains(request: HttpRequest) -> dict[str, Any]:
    """The same of the record that the one of this address was made part of; of none where it was made part of none."""
    kept = remaining(request)
    return as_it_is(kept) | {"is_remaining": kept is not None}


def remaining(request: HttpRequest) -> Any:
    """The record that the one of a page below it was merged into, where that one is in reach, else None."""
    steps, pk = request.path.strip("/").split("/"), _key(request)
    while pk and len(steps) > 2:
        try:
            view = getattr(resolve(f"/{'/'.join(steps)}/").func, "view_class", None)
        except Resolver404:
            view = None
        if subject := SUBJECTS.get(getattr(view, "merged_as", "")):
            reach = subject.model.objects.permitted(request.user, getattr(view, "permission", None))
            return reach.filter(pk=successor_of(subject.key, pk)).first()
        steps.pop()
    return None


def was_open(request: HttpRequest) -> bool:
    """Whether this account was shown the form on the page it is sent to, or one about the very record."""
    drawn = drawn_of(request)
    if drawn is None or drawn.user_id != request.user.pk:
        return False
    return drawn.page == page_of(request) or is_about(request.POST.get("seen", ""), _key(request))


def was_before(request: HttpRequest, row: Any) -> bool:
    """Whether the form was drawn for this account on the page it is sent to, or on that of the record itself."""
    drawn = drawn_of(request)
    pages = (page_of(request), page_at(row.get_absolute_url().partition("?")[0]))
    return drawn is not None and drawn.user_id == request.user.pk and drawn.page in pages


def row_now(request: HttpRequest) -> Any:
    """The record of the page where it still is in reach of the right the page asks for, else None."""
    view = getattr(request.resolver_match and request.resolver_match.func, "view_class", None)
    model, permission, key = getattr(view, "model", None), getattr(view, "permission", None), _key(request)
    if not (model and permission and key and hasattr(model, "get_absolute_url")):
        return None
    return model.objects.permitted(request.user, permission).filter(pk=key).first()


def _key(request: HttpRequest) -> int | None:
    return request.resolver_match.kwargs.get("pk") if request.resolver_match else None
