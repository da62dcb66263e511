"""The page of one's own account: who one is here, where one is signed in, and the second factor."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from django_otp_webauthn.models import WebAuthnCredential

from registry.accounts.devices import handle_of
from registry.accounts.models import CalendarKey, OutsideIdentity
from registry.accounts.requests import StaffRequest
from registry.accounts.sessions import end_sessions
from registry.audit.log import record
from registry.sign_in.doors import BY_FACTOR, password_is_right
from registry.sign_in.factor import address_of, key_offered, new_sheet, offer, turn_off, turn_on
from registry.sign_in.forms import FactorForm, PasswordOnlyForm
from registry.sign_in.places import placed
from registry.ui.qr import qr

log = logging.getLogger("registry.sign_in")
SHOWN_SESSIONS = 20


def account(request: StaffRequest) -> HttpResponse:
    postings = request.user.postings.select_related("region").order_by("ended_on", "region__path")
    context = {"postings": postings, "sessions": sign_ins(request), "is_required": is_required(request)}
    context["calendar_key"] = CalendarKey.objects.filter(user=request.user).first()
    if settings.SSO_ISSUER:
        tied = OutsideIdentity.objects.filter(user=request.user).first()
        context |= {"sso_name": settings.SSO_NAME or _("single sign-on"), "tied": tied}
    context["passkeys"] = WebAuthnCredential.objects.filter(user=request.user).order_by("pk")
    context["can_add_passkey"] = bool(settings.PASSKEY_ADDRESS)
    has_factor = request.user.has_second_factor
    context["codes_left"] = request.user.recovery_codes.filter(used_at=None).count() if has_factor else 0
    return render(request, "registration/account.html", context)


def is_required(request: HttpRequest) -> bool:
    """Whether this account may not do without a second factor; the gate for it says so (see `asked_for`)."""
    return getattr(request, "second_factor_is_required", False)


def sign_ins(request: StaffRequest) -> list[dict[str, Any]]:
    """The account's sign-ins that last, the newest first, each with what its owner knows it by."""
    rows = request.user.sessions.filter(expire_date__gt=timezone.now()).order_by("-began_at")[:SHOWN_SESSIONS]
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return [
        {
            "handle": handle_of(row.session_key),
            "is_this": row.session_key == request.session.session_key,
            "began_at": row.began_at,
            "seen_at": row.expire_date - age,
            "device": row.get_decoded().get("device", ""),
        }
        for row in rows
    ]


@require_POST
def stay(request: StaffRequest) -> HttpResponse:
    """Move the end of this sign-in on, and say in how many seconds it comes; a page asks without being left."""
    request.session.renew()
    return HttpResponse(str(request.session.seconds_left()), content_type="text/plain")


@require_POST
def end_own_sessions(request: StaffRequest) -> HttpResponseRedirect:
    """End the one sign-in named, or all but this one; another's cannot be named."""
    named, this = request.POST.get("session", ""), request.session.session_key
    keys = request.user.sessions.exclude(session_key=this).values_list("session_key", flat=True)
    chosen = [key for key in keys if named in {"others", handle_of(key)}]
    ended = end_sessions(request.user, only=chosen)
    if ended:
        record("account.sessions_end", placed(request.user), by=request.user, note=str(ended))
    log.info("sessions ended: %d of %r", ended, request.user.get_username())
    messages.success(request, _("Ended: %(count)s sign-ins.") % {"count": ended})
    return redirect("accounts:account")


class OwnFactorPage(FormView):
    """A page of the second factor that asks for the password: counted and held up like every try to sign in."""

    request: StaffRequest
    form_class = PasswordOnlyForm
    act: Callable[..., Any]

    def form_valid(self, form: Any) -> HttpResponse:
        if not password_is_right(self.request, form.cleaned_data["password"]):
            form.add_error("password", _("This password is not correct."))
            return self.form_invalid(form)
        try:
            return self.act(form)
        except ValidationError as refused:
            form.take(refused)
            return self.form_invalid(form)

    def show_sheet(self, codes: list[str]) -> HttpResponse:
        """The recovery codes, in this one answer that no cache keeps."""
        return render(self.request, "registration/recovery_codes.html", {"codes": codes})


class FactorSetUp(OwnFactorPage):
    """Turn the second factor on, or take another phone: the code is scanned, and the first one shown is typed."""

    form_class = FactorForm
    template_name = "registration/factor.html"
    offered: str

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sent = request.POST.get("offer", "")
        kept = key_offered(request.user, sent) if sent else None
        self.is_too_old = kept is None
        self.key, self.offered = (kept, sent) if kept else offer(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [self.key[at : at + 4] for at in range(0, len(self.key), 4)]
        context = {"offer": self.offered, "key": " ".join(groups), "is_required": is_required(self.request)}
        title = _("The code to scan with the application on the phone")
        return (
            super().get_context_data(**kwargs)
            | context
            | {"drawing": qr(address_of(self.request.user, self.key), title)}
        )

    def act(self, form: Any) -> HttpResponse:
        if self.is_too_old:
            raise ValidationError(_("This page had grown old: scan the code once more."), code="late")
        session = self.request.session
        session.cycle_key()
        code = form.cleaned_data["code"]
        try:
            codes = turn_on(self.request.user, key=self.key, code=code, keep=session.session_key)
        except ValidationError as refused:
            raise ValidationError({"code": refused.messages}) from None
        session[BY_FACTOR] = True
        return self.show_sheet(codes)


class RecoveryCodesAnew(OwnFactorPage):
    template_name = "registration/factor_password.html"
    extra_context = {"page": "codes"}

    def act(self, form: Any) -> HttpResponse:
        return self.show_sheet(new_sheet(self.request.user))


class FactorOff(OwnFactorPage):
    template_name = "registration/factor_password.html"
    extra_context = {"page": "off"}

    def act(self, form: Any) -> HttpResponse:
        if is_required(self.request):
            raise ValidationError(
                _("For this account the second factor is required; another phone can take its place."), code="rank"
            )
        turn_off(self.request.user, by=self.request.user, keep=self.request.session.session_key)
        self.request.session[BY_FACTOR] = False
        messages.success(self.request, _("The second factor is off. Other sessions of this account are closed."))
        return redirect("accounts:account")
