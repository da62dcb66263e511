"""The key of a matter in a browser: tried at most five times in a quarter of an hour, then kept in a signed cookie.

Tries are counted by number and address together, so nobody locks out somebody else; a browser that holds the
cookie never tries again.
"""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.records.throttle import SendingCount
from leaders.cases.models import Case
from registry.audit.requests import client_address

TRIES, SPAN = 5, timedelta(minutes=15)
KEPT_SECONDS = 30 * 24 * 3600
SALT = "matter"


class TooManyTries(Exception):
    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


def try_key(request, number, key):
    """The matter this key opens, or None; raises TooManyTries. A number that does not exist counts like a wrong key."""
    purpose, address = f"matter-key-{number}", client_address(request)
    seconds = SendingCount.wait(purpose, address, most=TRIES, span=SPAN)
    if seconds:
        raise TooManyTries(seconds)
    case = Case.objects.filter(pk=number).first() if number else None
    if case is not None and case.opens_with(key):
        return case
    SendingCount.take(purpose, address, most=TRIES, span=SPAN)
    return None


def remember_key(response, case, key):
    response.set_signed_cookie(
        _cookie(case.pk), key, salt=SALT, max_age=KEPT_SECONDS, path="/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def forget_key(response, pk):
    response.delete_cookie(_cookie(pk), path="/", samesite="Lax")
    return response


def held_case(request, pk):
    """(the matter, its key) when this browser holds the key; else (None, "")."""
    key = request.get_signed_cookie(_cookie(pk), default="", salt=SALT, max_age=KEPT_SECONDS)
    if not key:
        return None, ""
    case = Case.objects.select_related("region__parent", "merged_into").filter(pk=pk).first()
    return (case, key) if case is not None and case.opens_with(key) else (None, "")


def photo_of(request, pk, number):
    """A photo of a matter this browser holds the key of; 404 for any other, another matter's among them."""
    case, _key = held_case(request, pk)
    if case is None:
        raise Http404
    return get_object_or_404(case.photos, pk=number)


def _cookie(pk):
    return f"matter_{pk}"
