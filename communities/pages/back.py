"""An act leads back to the page it was begun on: `back` names that page, in the address of a page that was opened to
put something right, in the form of a list whose rows were picked (`{% came_from %}`).
"""

from urllib.parse import quote

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "back"


def asked_back(request: HttpRequest) -> str:
    """The page to come back to, or "" where none of ours is named."""
    back = request.GET.get(FIELD) or request.POST.get(FIELD, "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return back if is_ours and "\x00" not in back else ""


def with_back(address: str, page: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{FIELD}={quote(page, safe='')}"
