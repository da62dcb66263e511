"""For whom a form was drawn, and on which page: every form carries it, signed, beside the token against foreign sites.

A form may come back after its session has ended, under another account, or twice; only the form itself can say so.
"""

import secrets
from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "drawn"
SALT = "drawn"


class Drawn(NamedTuple):
    """`user_id` is None for a page shown to somebody who is not signed in; `mark` is another one for each page."""

    user_id: int | None
    mark: str


def draw(request: Any) -> str:
    """The signed text for the forms of the page that answers `request`: one for all of them."""
    user_id = request.user.pk if hasattr(request, "user") else None
    if getattr(request, "drawn_for", ()) != (user_id,):
        request.drawn_for = (user_id,)
        request.drawn = signing.dumps([user_id, secrets.token_urlsafe(9)], salt=SALT)
    return request.drawn


def mark_of(request: Any) -> SafeString:
    """The hidden field that carries it; without autocomplete=off a page opened again would keep the old one."""
    return format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, draw(request))


def drawn_of(request: HttpRequest) -> Drawn | None:
    """The Drawn of the form that was sent, or None: a program sends none, and nobody but us can sign one."""
    try:
        return Drawn(*signing.loads(request.POST.get(FIELD, ""), salt=SALT))
    except signing.BadSignature:
        return None
