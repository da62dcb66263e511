"""Single sign-on by OpenID Connect, where SSO_ISSUER is set: a way to show who one is, none to become somebody.

Accounts are made by postings. Whoever the provider names is known here by what it never changes (`sub`), tied to an
account by its owner, with the password, or by `manage.py tie_identity`. Second factor and sessions are as ever.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import requests
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from jwt import PyJWTError
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import absolutify
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from registry.accounts.models import OutsideIdentity, User
from registry.accounts.requests import StaffRequest
from registry.audit.log import record
from registry.sign_in.doors import is_locked, may_not_try, refuse_for_now
from registry.sign_in.own import OwnFactorPage
from registry.sign_in.places import placed
from registry.sign_in.views import go_on

log = logging.getLogger("registry.sign_in")
TYING, NEXT, STATES = "sso_tying", "sso_next", "oidc_states"
HOLDS = timedelta(minutes=10)
FAILED = (requests.RequestException, PyJWTError, SuspiciousOperation, KeyError, TypeError, ValueError)


class Provider(OIDCAuthenticationBackend):
    """Asks the provider who came back, and believes only what it signed for us, now."""

    def subject(self, request: HttpRequest, *, nonce: str, code_verifier: str) -> str:
        """What the provider calls this person for ever. Raises one of FAILED."""
        told = self.get_token(
            {
                "client_id": self.OIDC_RP_CLIENT_ID,
                "client_secret": self.OIDC_RP_CLIENT_SECRET,
                "grant_type": "authorization_code",
                "code": request.GET["code"],
                "redirect_uri": absolutify(request, reverse(settings.OIDC_AUTHENTICATION_CALLBACK_URL)),
                "code_verifier": code_verifier,
            }
        )
        claims = self.verify_token(told["id_token"], nonce=nonce)
        for_whom = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        ours = self.OIDC_RP_CLIENT_ID
        is_for_us = ours in for_whom and claims.get("azp", ours) == ours
        if claims["iss"] != settings.SSO_ISSUER or not is_for_us or not claims["exp"] or not nonce:
            raise SuspiciousOperation("the token is of another issuer or for another program")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= OutsideIdentity.LONGEST:
            raise SuspiciousOperation("the token names nobody")
        return claims["sub"]


def only_where_set(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SSO_ISSUER:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@method_decorator(login_not_required, name="dispatch")
class SsoBegin(OIDCAuthenticationRequestView):
    """Send the browser to the provider, with a state, a nonce and a challenge of this very session."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("desk:dashboard")
        request.session.pop(TYING, None)
        answer = super().get(request)
        request.session[NEXT] = request.session.pop("oidc_login_next", None)
        return answer


class SsoTie(OwnFactorPage, OIDCAuthenticationRequestView):
    """Tie one's own account to an identity at the provider: asks for the password, then sends the browser there."""

    template_name = "registration/sso.html"
    http_method_names = ["get", "post"]
    extra_context = {"page": "tie"}
    get = OwnFactorPage.get

    def act(self, form: Any) -> HttpResponse:
        self.request.session[TYING] = {"user": self.request.user.pk, "at": timezone.now().timestamp()}
        answer = OIDCAuthenticationRequestView.get(self, self.request)
        # A form may not lead to another host (form-action), so the last step is a link.
        return render(self.request, "registration/sso.html", {"page": "go", "address": answer["Location"]})


class SsoUntie(OwnFactorPage):
    template_name = "registration/sso.html"
    extra_context = {"page": "untie"}

    def act(self, form: Any) -> HttpResponse:
        untie(self.request.user, by=self.request.user)
        messages.success(self.request, _("This account is no longer tied to the single sign-on."))
        return redirect("accounts:account")


@only_where_set
@login_not_required
@require_safe
def back(request: StaffRequest) -> HttpResponse:
    """Where the provider sends the browser back to."""
    kept = request.session.get(STATES, {}).pop(request.GET.get("state", ""), None)
    tying = request.session.pop(TYING, None)
    request.session.modified = True
    if request.user.is_authenticated and tying is None:
        return redirect("desk:dashboard")
    if may_not_try(request):
        return refuse_for_now(request)
    if kept is None or "code" not in request.GET or is_old(kept["added_on"]):
        return refused(request, "no state of this browser, or no code")
    try:
        subject = Provider().subject(request, nonce=kept["nonce"], code_verifier=kept["code_verifier"])
    except FAILED as error:
        return refused(request, type(error).__name__)
    return end_tying(request, tying, subject) if tying is not None else let_in(request, subject)


def let_in(request: HttpRequest, subject: str) -> HttpResponse:
    identity = OutsideIdentity.objects.select_related("user").filter(mark=mark_of(subject)).first()
    user = identity.user if identity else None
    if user is None or not user.is_active or user.first_password_expired:
        return refused(
            request,
            "nobody here",
            _(
                "No open account is tied to this sign-on. "
                "Sign in with user name and password once, and tie it under “My account”."
            ),
        )
    if is_locked(request, user):
        return refuse_for_now(request)
    return go_on(request, user, request.session.get(NEXT) or reverse(settings.LOGIN_REDIRECT_URL), by_sso=True)


def end_tying(request: StaffRequest, tying: dict[str, Any], subject: str) -> HttpResponse:
    if not request.user.is_authenticated or tying["user"] != request.user.pk or is_old(tying["at"]):
        return refused(request, "another account than began")
    try:
        tie(request.user, subject, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("From now on the single sign-on opens this account too."))
    return redirect("accounts:account")


def is_old(moment: float) -> bool:
    return timezone.now().timestamp() - moment > HOLDS.total_seconds()


def refused(request: HttpRequest, why: str, sentence: str = "") -> HttpResponseRedirect:
    log.warning("single sign-on refused: %s", why)
    sentence = sentence or _("The single sign-on did not work. Try again, or sign in with user name and password.")
    messages.error(request, sentence)
    return redirect("accounts:account" if request.user.is_authenticated else "accounts:login")


def mark_of(subject: str) -> str:
    return f"{settings.SSO_ISSUER} {subject}"


def tie(user: User, subject: str, *, by: User) -> None:
    """Raises ValidationError "taken" when another account has this identity, "stale" when this one has another."""
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update().get(pk=user.pk)
            if OutsideIdentity.objects.filter(user=locked).exists():
                raise ValidationError(_("This account is tied already; untie it first."), code="stale")
            OutsideIdentity.objects.create(user=locked, mark=mark_of(subject))
            record("account.sso_tie", placed(locked), by=by)
    except IntegrityError:
        raise ValidationError(_("This sign-on is tied to another account."), code="taken") from None


@transaction.atomic
def untie(user: User, *, by: User) -> None:
    gone, _kinds = OutsideIdentity.objects.filter(user=user).delete()
    if not gone:
        raise ValidationError(_("This account is not tied to the single sign-on."), code="stale")
    record("account.sso_untie", placed(user), by=by)


@login_not_required
def signed_out(request: HttpRequest) -> HttpResponse:
    """Who came by the single sign-on is out here, and still in there: a link ends that as well."""
    if not settings.SSO_LOGOUT_URL:
        return redirect("accounts:login")
    back_to = absolutify(request, reverse("accounts:login"))
    query = urlencode({"client_id": settings.OIDC_RP_CLIENT_ID, "post_logout_redirect_uri": back_to})
    return render(request, "registration/sso.html", {"page": "out", "address": f"{settings.SSO_LOGOUT_URL}?{query}"})
