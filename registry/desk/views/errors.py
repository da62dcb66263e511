"""What people read when a page cannot be had. The 404 of a hidden row is that of a missing one, to the byte; that of
a row in reach that is in no state for the page tells how it stands.
"""

import logging
import sys
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_CSRF_TOKEN_MISSING, REASON_NO_CSRF_COOKIE
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import is_valid_path, resolve, reverse
from django.views.decorators.csrf import requires_csrf_token

from communities.pages.readers import number_in
from registry.accounts.drawn import drawn_of, refused
from registry.accounts.requests import GetResponse
from registry.audit.day_limits import DayLimitReached, day_limit_page
from registry.desk.views.overtaken import as_it_is, as_it_remains, overtaken, row_now, was_before
from registry.sign_in.again import STAFF_PATHS, kept_of, of_another
from registry.upkeep.storage import is_full

AWAY = (OperationalError, InterfaceError, InternalError)  # unreachable, locked for too long, cut short, read-only
REASON_OLD = "CSRF token from POST incorrect."
OF_OLD_PAGES = {REASON_NO_CSRF_COOKIE, REASON_CSRF_TOKEN_MISSING, REASON_OLD}  # not: sent from another site
KEPT = (IntegrityError, DataError)  # a rule of the database was the last to say no
RETRY_SECONDS = 10
METHODS = ("GET", "HEAD", "POST", "OPTIONS")  # no page takes another one, TRACE least of all

log = logging.getLogger("registry.database")


class BodyLimit:
    """A request that says to be larger than any form takes is refused before a byte of it is read.

    The house's own server and the proxy of the guide do so too; any other server stands behind this one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = number_in(request.META.get("CONTENT_LENGTH"))
        if length is not None and length > settings.LARGEST_REQUEST:
            return plain(request, "413.html", 413)
        return self.get_response(request)


class DatabaseAnswers:
    """A view that fails by the database answers with a sentence: 503 when it is away, 409 when a rule was kept.

    So does one that stops because an account did enough for a day (429), and an address that takes a form alone,
    opened as a page (405).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = self.get_response(request)
        is_opened = request.method in ("GET", "HEAD") and "HX-Request" not in request.headers
        return takes_forms_alone(request, response) if response.status_code == 405 and is_opened else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DayLimitReached):
            return day_limit_page(request, exception)
        return answer_to(request, exception)


def answer_to(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page for an error of the database, or of a disk that is full; None for any other."""
    if isinstance(error, AWAY):
        log.error("the database did not serve: %s", _first_line(error))
        response = plain(request, "503.html", 503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    if isinstance(error, KEPT):
        log.warning("a rule of the database was kept: %s", _first_line(error), exc_info=error)
        return plain(request, "409.html", 409)
    if isinstance(error, OSError) and is_full(error):
        log.error("a file was not written: %s", error.strerror)
        return plain(request, "507.html", 507)
    return None


def _first_line(error: BaseException) -> str:
    """The first line of the database's message: those below may hold values of the row, a DataError's first one too."""
    text = type(error).__name__
    return text if isinstance(error, DataError) else f"{text}: {str(error).partition(chr(10))[0]}"


def plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """No context processor runs: the database may be what is missing."""
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(loader.get_template(template).render(context), status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    row = getattr(exception, "row", None)
    page = overtaken(request, row, ()) if row and was_before(request, row) else overtaken(request, status=403)
    if page is not None:
        return page
    refused(request)
    return render(request, "403.html", {"request_id": getattr(request, "request_id", "")}, status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    row = getattr(exception, "row", None)
    page = overtaken(request, row, getattr(exception, "changes", None))
    if page is not None:
        return page
    refused(request)
    return render(request, "404.html", as_it_is(row) if row else as_it_remains(request), status=404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Also for what fails outside of views: Django calls this while it handles the exception."""
    return answer_to(request, sys.exc_info()[1]) or plain(request, "500.html", 500)


def takes_forms_alone(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    """What stands in place of nothing where a button sends to: from a bookmark, or a reload after an error.

    The record is told as it is now, where it is in reach: so one sees whether what was sent before has been done.
    """
    row = row_now(request)
    context = as_it_is(row) if row else as_it_remains(request)
    context["above_url"] = "" if context["row"] else page_above(request.path)
    page = render(request, "405.html", context, status=405)
    page["Allow"] = refused["Allow"]
    return page


def page_above(path: str) -> str:
    """The nearest address above `path` at which a page is, or "" where there is none but the desk."""
    steps = path.strip("/").split("/")
    while len(steps) > 2:
        steps.pop()
        above = f"/{'/'.join(steps)}/"
        if is_valid_path(above) and is_page(resolve(above).func):
            return above
    return ""


def is_page(view: Any) -> bool:
    """Whether a view answers to being opened, and with no file (`is_file`)."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return True
    takes_get = hasattr(view_class, "get") and "get" in view_class.http_method_names
    return takes_get and not getattr(view_class, "is_file", False)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token is missing or of another sign-in: say so, and keep what was typed for whoever typed it."""
    if request.path == reverse("accounts:login"):
        if request.user.is_authenticated:
            # Signed in on another page of this browser meanwhile: on to where both led.
            return redirect(request.get_full_path() if "next" in request.GET else "desk:dashboard")
        return old_page(request, reason, kept={})
    drawn = drawn_of(request)
    if drawn is not None and request.user.is_authenticated and drawn.user_id not in (None, request.user.pk):
        return of_another(request, status=403)
    is_ours = drawn is not None and reason in OF_OLD_PAGES
    return old_page(request, reason, kept=kept_of(request) if is_ours else {})


def old_page(request: HttpRequest, reason: str, *, kept: dict[str, Any]) -> HttpResponse:
    """`kept` is empty where the form is none that we drew, or comes from another site."""
    is_of_staff = request.path.startswith(STAFF_PATHS)
    context = {
        "without_cookies": reason == REASON_NO_CSRF_COOKIE,
        "request_id": getattr(request, "request_id", ""),
        "again_url": request.path if request.path == reverse("accounts:login") else "",
        "is_of_staff": is_of_staff,
        **kept,
    }
    template = "registration/old_page.html" if is_of_staff else "directory/old_page.html"
    return render(request, template, context, status=403)
