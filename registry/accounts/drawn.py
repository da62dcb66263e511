"""For whom a form was drawn, and on which page: every form carries it, signed, beside the token against foreign sites.

A form may come back after its session has ended, under another account, or twice; only the form itself can say so.
"""

import secrets
from hashlib import blake2s
from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "drawn"
SALT = "drawn"


class Drawn(NamedTuple):
    """`user_id` is None for a page shown to somebody who is not signed in; `mark` is another one for each page.

    `page` tells the address at which it was drawn, "" for a page that refused.
    """

    user_id: int | None
    mark: str
    page: str = ""


def draw(request: Any) -> str:
    """The signed text for the forms of the page that answers `request`: one for all of them."""
    user_id = request.user.pk if hasattr(request, "user") else None
    if getattr(request, "drawn_for", ()) != (user_id,):
        request.drawn_for = (user_id,)
        page = "" if getattr(request, "is_refused", False) else page_of(request)
        request.drawn = signing.dumps([user_id, secrets.token_urlsafe(9), page], salt=SALT)
    return request.drawn


def page_of(request: HttpRequest) -> str:
    """The address of a page, short enough to lie in every form of it."""
    return page_at(request.path)


def page_at(path: str) -> str:
    return blake2s(path.encode(errors="replace"), digest_size=6).hexdigest()


def refused(request: Any) -> None:
    """What is drawn from here on proves no page: the answer is that there is none."""
    request.is_refused, request.drawn_for = True, ()


def mark_of(request: Any) -> SafeString:
    """The hidden field that carries it; without autocomplete=off a page opened again would keep the old one."""
    return format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, draw(request))


def drawn_of(request: HttpRequest) -> Drawn | None:
    """The Drawn of the form that was sent, or None: a program sends none, and nobody but us can sign one."""
    try:
        return Drawn(*signing.loads(request.POST.get(FIELD, ""), salt=SALT))
    except signing.BadSignature:
        return None
