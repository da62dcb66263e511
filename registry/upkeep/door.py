"""What every request passes and every answer carries, whatever happens further in."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


class HeadersMiddleware:
    """The protecting headers also on answers that Django gives before its own middleware has its turn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in protecting_headers(is_secure=request.is_secure()).items():
            response.headers.setdefault(name, value)
        return response


def protecting_headers(*, is_secure: bool) -> dict[str, str]:
    found = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }
    if settings.SECURE_HSTS_SECONDS and is_secure:
        words = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
        words += ["includeSubDomains"] * settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
        words += ["preload"] * settings.SECURE_HSTS_PRELOAD
        found["Strict-Transport-Security"] = "; ".join(words)
    return found


class NoNulMiddleware:
    """An address with a NUL names no page; PostgreSQL would refuse it later with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)
