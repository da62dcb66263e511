"""A form sent twice is done once: the second sending leads to where the first one led.

The page's mark (see `drawn`), the account, the address and all that was typed make a key, which the first sending
puts down before it begins. A double click, a reload or a way back and forth brings the same key again; a form that
was shown again with an error, or that somebody changed after going back, brings another. While the first is still
being done the second waits for its answer.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.accounts.drawn import Drawn, drawn_of
from registry.accounts.models import SentForm
from registry.accounts.requests import GetResponse, StaffRequest

OUTSIDE = {"accounts", "ui"}  # signing in, signing out and the size of letters make nothing
WAIT_SECONDS, LOOK_SECONDS = 10, 0.1
GIVEN_UP_AFTER = timedelta(minutes=2)  # a server that stopped in the middle leaves a form nobody answers any more
FORGOTTEN_AFTER = timedelta(days=2)

log = logging.getLogger("registry.request")


class OnceMiddleware:
    """Stands behind the gates: who may not send a form at all leaves nothing here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.sent_form = None
        response = self.get_response(request)
        if request.sent_form is not None:
            settle(request.sent_form, response)
        return response

    def process_view(self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or "HX-Request" in request.headers:
            return None  # taps on a roll go back and forth on one page
        if request.resolver_match.namespace in OUTSIDE:
            return None
        drawn = drawn_of(request)
        if drawn is None:
            return None
        key = key_of(request, drawn)
        row, is_first = claim(key)
        if is_first:
            request.sent_form = row
            return None
        return answer_again(request, key)


def key_of(request: StaffRequest, drawn: Drawn) -> str:
    typed = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, [(file.name, file.size) for file in files]) for name, files in request.FILES.lists())
    whole = repr((drawn, request.user.pk, request.get_full_path(), typed, files))
    return hashlib.sha256(whole.encode()).hexdigest()


def claim(key: str) -> tuple[SentForm, bool]:
    """(row, whether this sending is the first)."""
    row, is_first = SentForm.objects.get_or_create(key=key)
    if is_first or row.sealed_answer or row.sent_at > timezone.now() - GIVEN_UP_AFTER:
        return row, is_first
    taken = SentForm.objects.filter(key=key, sent_at=row.sent_at, sealed_answer="").update(sent_at=timezone.now())
    return row, bool(taken)


def settle(row: SentForm, response: Any) -> None:
    """What leads on was done; what shows a page again may be sent again.

    A page that answers at once with what is shown only once names in `leads_to` where it may be looked at later.
    """
    answer = response.get("Location", "") or getattr(response, "leads_to", "")
    kept = SentForm.objects.filter(pk=row.pk)
    try:
        kept.update(sealed_answer=SentForm.sealed(answer)) if answer else kept.delete()
    except DatabaseError:  # what was asked for is done all the same
        log.exception("a form sent could not be settled")


def answer_again(request: HttpRequest, key: str) -> HttpResponse | None:
    for _look in range(int(WAIT_SECONDS / LOOK_SECONDS)):
        row = SentForm.objects.filter(key=key).first()
        if row is None:  # the first was refused, so this one would be too; its page says why
            return None
        if row.answer:
            log.info("a form came twice and was done once")
            messages.info(request, _("This form had been sent already: it was saved once."))
            return redirect(row.answer)
        time.sleep(LOOK_SECONDS)
    return render(request, "409.html", {"request_id": getattr(request, "request_id", "")}, status=409)


def forget_sent_forms(*, dry_run: bool) -> str:
    """For the daily jobs."""
    old = SentForm.objects.filter(sent_at__lt=timezone.now() - FORGOTTEN_AFTER)
    count = old.count() if dry_run else old.delete()[0]
    return f"{count} forms sent are forgotten"
