"""A page that was opened to put something right leads back to where it was missing: `?back=` names that page."""

from urllib.parse import quote

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def asked_back(request: HttpRequest) -> str:
    """The page to come back to, or "" where none of ours is named."""
    back = request.GET.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return back if is_ours and "\x00" not in back else ""


def with_back(address: str, page: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}back={quote(page, safe='')}"
