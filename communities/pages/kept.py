"""Public pages kept as they were rendered, for as long as nothing was written about the places they show.

A page is kept under its address, the day and the reader's display, beside the version of its places at the time it was
made. One query asks whether that version still stands; so a consent that is withdrawn acts on the next request.
Whatever shows more than the log knows, or carries a form of its own, is not to be kept.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation

from communities.scope import ancestor_paths
from registry.accounts.drawn import mark_of
from registry.audit.changes import GENERATIONS, changes_at, neighbourhood
from registry.upkeep.standby import from_primary

HIDDEN = '<input type="hidden" name="csrfmiddlewaretoken" value="%s">'
MARK = '<input type="hidden" name="drawn" value="[^"]*" autocomplete="off">'
TOKENS = re.compile((HIDDEN % '[^"]*' + MARK).encode())
FORM = b'<form method="post"'
DISPLAY = ("size", "contrast")


class Shown:
    """What a page shows, said while it is made: at which places, and until when it is true without any act."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.until: datetime | None = None

    def at(self, *paths: str) -> None:
        """The page shows what lies at `paths`, anywhere in their streets, and above."""
        self.paths.update(paths)

    def before(self, moments: Iterable[datetime | None]) -> None:
        """The page is another one from the first of `moments` on."""
        self.until = min([moment for moment in (self.until, *moments) if moment is not None], default=None)

    @property
    def places(self) -> set[str] | None:
        """The places whose changes make the page old; None, for all, when it shows more than some streets."""
        if not self.paths or min(map(len, self.paths)) < GENERATIONS:
            return None
        return {""} | {neighbourhood(up) for path in self.paths for up in ancestor_paths(path)}


class Page:
    """A rendered page in the two pieces before and after the tokens of its one form, that of the display."""

    def __init__(self, response: HttpResponse, shown: Shown, version: Any) -> None:
        self.pieces, self.type = TOKENS.split(response.content), response["Content-Type"]
        self.places, self.until, self.version = shown.places, shown.until, version

    def is_true(self, version: Any) -> bool:
        """Whether the page is that of the moment; `version` is what its places have now."""
        return version == self.version and (self.until is None or timezone.now() < self.until)

    def answer(self, request: HttpRequest) -> HttpResponse:
        tokens = HIDDEN % get_token(request) + mark_of(request)
        return HttpResponse(tokens.encode().join(self.pieces), content_type=self.type)


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, …)` says in `request.shown` what it shows; anonymous readers get the page as it was kept."""

    @wraps(view)
    def show(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.shown = Shown()
        # Asked with words of somebody's own, a page is seldom asked for twice.
        if request.user.is_authenticated or request.method != "GET" or request.GET.keys() - {"tab"}:
            return view(request, *args, **kwargs)
        pages, key = caches["pages"], _key(request)
        page = pages.get(key)
        guess = page.places if page else None
        before = changes_at(guess)
        if page and page.is_true(before):
            return page.answer(request)
        with from_primary():  # a page a second old would be kept under the version of today
            response = view(request, *args, **kwargs)
        if response.status_code == 200 and response.content.count(FORM) == 1:
            _keep(pages, key, response, request.shown, guess, before)
        return response

    return show


def _keep(
    pages: BaseCache, key: str, response: HttpResponse, shown: Shown, guess: set[str] | None, before: Any
) -> None:
    """Keep what was rendered, unless something was written meanwhile at `guess`: that may be in the page or not.

    `before` is the version of `guess` as it was before the page was made.
    """
    places = shown.places
    version = before if places == guess else changes_at(places)
    is_within = guess is None or (places is not None and places <= guess)
    if is_within and changes_at(guess) == before:
        pages.set(key, Page(response, shown, version))
    else:
        pages.delete(key)  # then the next reader's has no guess to go beyond, and is kept


def _key(request: HttpRequest) -> str:
    display = [request.COOKIES.get(name, "")[:8] for name in DISPLAY]
    asked = [request.get_host(), request.get_full_path(), translation.get_language(), *display]
    return sha256(repr([settings.SITE_NAME, timezone.localdate(), *asked]).encode()).hexdigest()
