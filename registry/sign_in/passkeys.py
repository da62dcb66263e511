"""Passkeys: a second factor beside the codes of the phone, kept by a device that answers only to our own address.

On where PASSKEY_ADDRESS is set, for accounts whose second factor is on; the printed codes and the phone stay.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import user_login_failed
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

from registry.accounts.models import User
from registry.accounts.requests import StaffRequest
from registry.accounts.sessions import end_sessions
from registry.audit.log import record
from registry.sign_in.doors import is_locked, note_failure
from registry.sign_in.forms import PasskeyForm
from registry.sign_in.own import OwnFactorPage
from registry.sign_in.places import placed

MAKING, ASKED = "passkey_making", "passkey_asked"
MOST = 10
LONGEST = 20_000  # letters of an answer
FAILED = (WebAuthnException, OTPWebAuthnApiError, ValueError, KeyError, TypeError, AttributeError, IntegrityError)


class Helper(WebAuthnHelper):
    """The library's ceremonies, for one address."""

    def get_relying_party_domain(self) -> str | None:
        return urlsplit(settings.PASSKEY_ADDRESS).hostname

    def get_relying_party_name(self) -> str:
        return settings.SITE_NAME or _("Community leader registry")

    def get_allowed_origins(self) -> list[str]:
        return [settings.PASSKEY_ADDRESS]

    def create_attestation(self, credential: Any, attestation_object: Any, client_data_json: Any) -> None:
        """Nothing: which make of device somebody owns is not our business."""


def only_where_set(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PASSKEY_ADDRESS:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class PasskeyAdd(OwnFactorPage):
    """The browser makes the key when the form is sent; the password is asked for as everywhere here."""

    form_class = PasskeyForm
    template_name = "registration/passkey.html"
    extra_context = {"page": "add"}

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_second_factor:
            return redirect("accounts:factor")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options, self.request.session[MAKING] = Helper(self.request).register_begin(self.request.user)
        return super().get_context_data(**kwargs) | {"options": json.dumps(options)}

    def act(self, form: Any) -> HttpResponse:
        state = self.request.session.pop(MAKING, None)
        add(self.request, state, form.cleaned_data["passkey"], form.cleaned_data["name"])
        messages.success(self.request, _("The passkey was added. Other sessions of this account are closed."))
        return redirect("accounts:account")


class PasskeyRemove(OwnFactorPage):
    template_name = "registration/passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = get_object_or_404(WebAuthnCredential, pk=self.kwargs["pk"], user=self.request.user)
        return super().get_context_data(**kwargs) | {"page": "remove", "passkey": mine}

    def act(self, form: Any) -> HttpResponse:
        remove(self.request.user, self.kwargs["pk"], keep=self.request.session.session_key)
        messages.success(self.request, _("The passkey was removed. Other sessions of this account are closed."))
        return redirect("accounts:account")


@transaction.atomic
def add(request: StaffRequest, state: Any, answer: str, name: str) -> None:
    """Keep what the browser made for this account just now; raises ValidationError."""
    locked = User.objects.select_for_update().get(pk=request.user.pk)
    if not locked.has_second_factor:
        raise ValidationError(_("The second factor is off."), code="stale")
    if WebAuthnCredential.objects.filter(user=locked).count() >= MOST:
        raise ValidationError(_("An account has at most %(count)s passkeys.") % {"count": MOST}, code="most")
    try:
        with transaction.atomic():
            made = Helper(request).register_complete(locked, state, read(answer))
    except FAILED:
        raise ValidationError(_("The passkey was not made. Try again."), code="passkey") from None
    WebAuthnCredential.objects.filter(pk=made.pk).update(name=name)
    end_sessions(locked, keep=request.session.session_key)
    record("account.passkey_add", placed(locked), by=request.user, note=name)


@transaction.atomic
def remove(user: User, pk: int, *, keep: str | None) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    mine = get_object_or_404(WebAuthnCredential, pk=pk, user=locked)
    mine.delete()
    end_sessions(locked, keep=keep)
    record("account.passkey_remove", placed(locked), by=user, note=mine.name)


def question(request: HttpRequest, user: User) -> str:
    """What the browser asks the device for, as JSON; "" where the account has no passkey. Kept in this session."""
    if not settings.PASSKEY_ADDRESS or not WebAuthnCredential.objects.filter(user=user).exists():
        return ""
    options, request.session[ASKED] = Helper(request).authenticate_begin(user, require_user_verification=False)
    return json.dumps(options)


def passkey_refused(request: HttpRequest, user: User, answer: str) -> str:
    """Why this answer does not open, as a sentence; "" when it does. A question is answered once."""
    state = request.session.pop(ASKED, None)
    if is_locked(request, user):
        return _("Too many wrong codes.")
    try:
        with transaction.atomic():
            Helper(request).authenticate_complete(user, state, read(answer))
    except FAILED:
        note_failure(request, user.get_username())
        user_login_failed.send(__name__, credentials={"username": user.get_username()}, request=request)
        return _("This passkey did not open the account. Try again, or take a code.")
    return ""


def read(answer: str) -> Any:
    if len(answer) > LONGEST:
        raise ValueError
    return json.loads(answer)
