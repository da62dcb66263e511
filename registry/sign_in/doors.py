"""What every way in shares: who may not try now, the second factor, and the beginning of a session."""

import logging
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, login, user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.accounts.devices import device_of
from registry.accounts.models import User
from registry.accounts.requests import StaffRequest
from registry.audit.figures import SIGN_INS
from registry.audit.log import record_read
from registry.sign_in.factor import pass_factor, seconds_to_wait
from registry.sign_in.places import placed

log = logging.getLogger("registry.sign_in")
BY_FACTOR = "second_factor"  # what a session says that was begun, or gone on with, by both factors


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign in, and note where from, for the owner's own list; whoever has a second factor has shown it by now."""
    address = get_client_ip_address(request)
    record_read("account.sign_in", placed(user), by=user, rows=0)
    log.info("signed in: %r from %s", user.get_username(), address)
    login(request, user)
    SIGN_INS.labels("begun").inc()
    device = device_of(request.META.get("HTTP_USER_AGENT", ""))
    request.session.update({"address": address or "", "device": device, BY_FACTOR: user.has_second_factor})


def refuse_for_now(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Too many tries, by name (axes calls this) or by address: the right password, too, has to wait."""
    SIGN_INS.labels("locked").inc()
    log.warning("sign-in locked: %r from %s", request.POST.get("username", "")[:150], get_client_ip_address(request))
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return response


def may_not_try(request: HttpRequest) -> bool:
    """Whether signing in failed too often from this address in the cool-off time, whatever the names."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(ip_address=get_client_ip_address(request), attempt_time__gte=since)
    return (recent.aggregate(total=Sum("failures_since_start"))["total"] or 0) >= settings.ADDRESS_FAILURE_LIMIT


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether this name failed too often; the wrong codes count beside the wrong passwords."""
    return not AxesProxyHandler.is_allowed(request, {"username": user.get_username()})


def code_refused(request: HttpRequest, user: User, code: str) -> str:
    """Why this code of the second factor does not open, as a sentence; "" when it does, and it is spent then."""
    if is_locked(request, user):
        return _("Too many wrong codes.")
    wait = seconds_to_wait(user)
    if wait:
        return _("After a wrong code the next one has to wait: try again in %(count)s seconds.") % {"count": wait}
    if pass_factor(user, code):
        return ""
    note_failure(request, user.get_username())
    user_login_failed.send(__name__, credentials={"username": user.get_username()}, request=request)
    return _("This code is not right, or was used already. Take the one the phone shows now.")


def password_is_right(request: StaffRequest, password: str) -> bool:
    """Whether it is the password of whoever is signed in: counted and held up like every try to sign in."""
    user = authenticate(request, username=request.user.get_username(), password=password)
    return user is not None and user.pk == request.user.pk


def note_failure(request: HttpRequest, username: str) -> None:
    """A line in the program's log, and for a name that is somebody's one in the log of looks."""
    SIGN_INS.labels("refused").inc()
    log.warning("sign-in refused: %r from %s", username[:150], get_client_ip_address(request))
    is_name = "\x00" not in username  # which PostgreSQL does not compare
    user = User.objects.filter(username=username).first() if is_name else None
    if user is not None:
        record_read("account.sign_in_refused", placed(user), by=None, rows=0)
