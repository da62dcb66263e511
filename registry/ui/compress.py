"""Public pages leave compressed: on a slow line they are what a resident waits for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware


class CompressPublicMiddleware(GZipMiddleware):
    """Pages for whoever is not signed in, no others.

    The length of a compressed page could tell, try by try, what it holds beside words of the asker (BREACH): a page of
    the desk holds telephone numbers, a public one nothing that may not be read; its tokens are masked anew each time.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        is_page = response.get("Content-Type", "").startswith("text/html")
        if settings.SESSION_COOKIE_NAME in request.COOKIES or not is_page or response.streaming:
            return response
        return super().process_response(request, response)
