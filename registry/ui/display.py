"""Text size, contrast and language: a reader's own choice, remembered in cookies for a year."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

SIZES = ("", "l", "xl")
CONTRASTS = ("", "high")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
YEAR = int(timedelta(days=365).total_seconds())


def display(request: HttpRequest) -> dict[str, Any]:
    """`display.size` and `display.contrast`, only ever one of the known values, and the page's language."""
    size = request.COOKIES.get("size", "")
    contrast = request.COOKIES.get("contrast", "")
    return {
        "display": {
            "size": size if size in SIZES else "",
            "contrast": contrast if contrast in CONTRASTS else "",
            "language": translation.get_language(),
            "others": [translation.get_language_info(code) for code in LANGUAGES if code != translation.get_language()],
        }
    }


class LanguageMiddleware:
    """Pages are in the language that was pressed, else in that of the office; what a browser prefers is not asked.

    An office in China uses browsers of every tongue, so the page stays Chinese until somebody says otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get("language", "")
        with translation.override(chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE):
            return self.get_response(request)


def office_language() -> AbstractContextManager[None]:
    """For what is kept or sent on in words: it is written in the office's language, whoever presses the button."""
    return translation.override(settings.LANGUAGE_CODE)
