import logging
from typing import Any
from urllib.parse import urlencode

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import FormView

from registry.accounts.models import User
from registry.accounts.sessions import end_sessions
from registry.audit.log import record
from registry.sign_in.doors import begin_session, code_refused, is_locked, may_not_try, note_failure, refuse_for_now
from registry.sign_in.forms import CodeForm, FirstPasswordForm, OwnPasswordForm, SignInForm
from registry.sign_in.passkeys import passkey_refused, question
from registry.sign_in.places import placed

log = logging.getLogger("registry.sign_in")
HALF = "half_signed_in"
HALF_SECONDS = 300
BY_SSO = "by_sso"


def go_on(request: HttpRequest, user: User, address: str, *, by_sso: bool = False) -> HttpResponseRedirect:
    """Who this is was shown: begin the session, or ask for the second factor, then go to `address`."""
    if not user.has_second_factor:
        user.backend = "django.contrib.auth.backends.ModelBackend"
        begin_session(request, user)
        request.session[BY_SSO] = by_sso
        return redirect(address)
    request.session.cycle_key()
    request.session[HALF] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
        "next": address,
        "by_sso": by_sso,
    }
    return redirect("accounts:login-code")


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The one way in, for the admin too. Throttled by name (axes) and by address, both before the hash."""

    form_class = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """A page that would lead to itself leads to the desk."""
        address = super().get_redirect_url()
        return "" if address.partition("?")[0] == self.request.path else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.SSO_ISSUER:
            context["sso_name"] = settings.SSO_NAME or _("single sign-on")
            context["sso_next"] = urlencode({"next": context["next"]})
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may_not_try(request):
            return refuse_for_now(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        return go_on(self.request, form.get_user(), self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        note_failure(self.request, form.data.get("username", ""))
        return super().form_invalid(form)


@method_decorator(login_not_required, name="dispatch")
class SignInCode(FormView):
    """The second step, of whoever gave the right password just now: the code. Nothing is open before it."""

    form_class = CodeForm
    template_name = "registration/code.html"
    user: Any  # whose password was given

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.half = request.session.get(HALF, {})
        self.user = self._whose()
        if request.user.is_authenticated or self.user is None:
            request.session.pop(HALF, None)
            return redirect("desk:dashboard" if request.user.is_authenticated else "accounts:login")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "by_sso": self.half.get("by_sso", False),
            "question": question(self.request, self.user),
        }

    def _whose(self) -> Any:
        """The account of the password given, as long as it is still that password and not long ago."""
        if not self.half or timezone.now().timestamp() - self.half["at"] > HALF_SECONDS:
            return None
        user: Any = User.objects.filter(pk=self.half["user"], is_active=True).first()
        is_same = user is not None and user.get_session_auth_hash() == self.half["password"]
        return user if is_same and user.has_second_factor else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the answer of a passkey in the place of a code."""
        if not request.POST.get("passkey") or not settings.PASSKEY_ADDRESS:
            return super().post(request, *args, **kwargs)
        if may_not_try(request) or is_locked(request, self.user):
            return refuse_for_now(request)
        refused = passkey_refused(request, self.user, request.POST["passkey"])
        if refused:
            form = CodeForm({"code": ""})
            form.is_valid()
            form.errors.clear()
            form.add_error("code", refused)
            return self.form_invalid(form)
        return self.let_in()

    def form_valid(self, form: Any) -> HttpResponse:
        if may_not_try(self.request) or is_locked(self.request, self.user):
            return refuse_for_now(self.request)
        refused = code_refused(self.request, self.user, form.cleaned_data["code"])
        if refused:
            form.add_error("code", refused)
            return self.form_invalid(form)
        return self.let_in()

    def let_in(self) -> HttpResponse:
        del self.request.session[HALF]
        self.user.backend = "django.contrib.auth.backends.ModelBackend"
        begin_session(self.request, self.user)
        self.request.session[BY_SSO] = self.half.get("by_sso", False)
        return redirect(self.half["next"])


class SignOut(LogoutView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_in_there = request.session.get(BY_SSO) and settings.SSO_LOGOUT_URL
        answer = super().post(request, *args, **kwargs)
        return redirect("accounts:signed-out") if is_in_there else answer


class PasswordPage(FormView):
    """Change one's own password; every other session of the account ends by it."""

    success_url = reverse_lazy("desk:dashboard")
    template_name = "registration/password.html"
    form_class = OwnPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.save()
        log.info("password changed: %r from %s", user.get_username(), get_client_ip_address(self.request))
        update_session_auth_hash(self.request, user)
        end_sessions(user, keep=self.request.session.session_key)
        record("account.password", placed(user), by=user)
        messages.success(self.request, _("The password was changed. Other sessions of this account are closed."))
        return redirect(self.get_success_url())


class FirstPasswordPage(PasswordPage):
    """The page a first password opens, and the only one."""

    form_class = FirstPasswordForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.must_change_password:
            return redirect("accounts:password")
        return super().dispatch(request, *args, **kwargs)
