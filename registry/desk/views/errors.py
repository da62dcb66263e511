"""What people read when a page cannot be had. The 404 of a hidden row is that of a missing one, to the byte."""

import logging
import sys

from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

AWAY = (OperationalError, InterfaceError, InternalError)  # unreachable, locked for too long, cut short, read-only
KEPT = (IntegrityError, DataError)  # a rule of the database was the last to say no
RETRY_SECONDS = 10

log = logging.getLogger("registry.database")


class DatabaseAnswers:
    """A view that fails by the database answers with a sentence: 503 when it is away, 409 when a rule was kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return answer_to(request, exception)


def answer_to(request, error):
    """The page for an error of the database; None for any other."""
    if isinstance(error, AWAY):
        log.error("the database did not serve: %s", _first_line(error))
        response = plain(request, "503.html", 503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    if isinstance(error, KEPT):
        log.warning("a rule of the database was kept: %s", _first_line(error), exc_info=error)
        return plain(request, "409.html", 409)
    return None


def _first_line(error):
    """The lines below may hold values of the row."""
    text = type(error).__name__
    return text if isinstance(error, DataError) else f"{text}: {str(error).partition(chr(10))[0]}"


def plain(request, template, status):
    """No context processor runs: the database may be what is missing."""
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(loader.get_template(template).render(context), status=status)


@requires_csrf_token
def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request, exception=None):
    return render(request, "403.html", {"request_id": getattr(request, "request_id", "")}, status=403)


@requires_csrf_token
def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request):
    """Also for what fails outside of views: Django calls this while it handles the exception."""
    return answer_to(request, sys.exc_info()[1]) or plain(request, "500.html", 500)


def csrf_failure(request, reason=""):
    return permission_denied(request)
