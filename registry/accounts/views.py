import logging
from datetime import timedelta

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from registry.accounts.devices import device_of, handle_of
from registry.accounts.forms import FirstPasswordForm, OwnPasswordForm, SignInForm

log = logging.getLogger("registry.sign_in")
SHOWN_SESSIONS = 20


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The one way in, for the admin too. Throttled by name (axes) and by address, both before the hash."""

    form_class = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        if failures_from(get_client_ip_address(request)) >= settings.ADDRESS_FAILURE_LIMIT:
            return refuse_for_now(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        begin_session(self.request, form.get_user())
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        log.warning(
            "sign-in refused: %r from %s",
            form.data.get("username", "")[:150],
            get_client_ip_address(self.request),
        )
        return super().form_invalid(form)


def begin_session(request, user):
    """Sign in, and note where from, for the owner's own list."""
    address = get_client_ip_address(request)
    log.info("signed in: %r from %s", user.get_username(), address)
    login(request, user)
    device = device_of(request.META.get("HTTP_USER_AGENT", ""))
    request.session.update({"address": address or "", "device": device})


def refuse_for_now(request, response=None, credentials=None):
    """Too many tries, by name (axes calls this) or by address: the right password, too, has to wait."""
    log.warning("sign-in locked: %r from %s", request.POST.get("username", "")[:150], get_client_ip_address(request))
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return response


def failures_from(address):
    """How often signing in failed from this address in the cool-off time, whatever the names."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return recent.aggregate(total=Sum("failures_since_start"))["total"] or 0


class SignOut(LogoutView):
    http_method_names = ["post"]


class PasswordPage(FormView):
    """Change one's own password; every other session of the account ends by it."""

    success_url = reverse_lazy("desk:dashboard")
    template_name = "registration/password.html"
    form_class = OwnPasswordForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        user = form.save()
        log.info("password changed: %r from %s", user.get_username(), get_client_ip_address(self.request))
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("The password was changed. Other sessions of this account are closed."))
        return redirect(self.get_success_url())


class FirstPasswordPage(PasswordPage):
    """The page a first password opens, and the only one."""

    form_class = FirstPasswordForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.must_change_password:
            return redirect("accounts:password")
        return super().dispatch(request, *args, **kwargs)


def account(request):
    """Who one is here: name, postings, password."""
    postings = request.user.postings.select_related("region").order_by("ended_on", "region__path")
    context = {"postings": postings, "sessions": sign_ins(request)}
    return render(request, "registration/account.html", context)


def sign_ins(request):
    """The account's sign-ins that last, the newest first, each with what its owner knows it by."""
    rows = request.user.sessions.filter(expire_date__gt=timezone.now()).order_by("-began_at")[:SHOWN_SESSIONS]
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return [
        {
            "handle": handle_of(row.session_key),
            "is_this": row.session_key == request.session.session_key,
            "began_at": row.began_at,
            "seen_at": row.expire_date - age,
            "device": (values := row.get_decoded()).get("device", ""),
            "address": values.get("address", ""),
        }
        for row in rows
    ]


@require_POST
def stay(request):
    """Move the end of this sign-in on, and say in how many seconds it comes; a page asks without being left."""
    request.session.renew()
    return HttpResponse(str(request.session.seconds_left()), content_type="text/plain")


@require_POST
def end_sessions(request):
    """End the one sign-in named, or all but this one; another's cannot be named."""
    named, this = request.POST.get("session", ""), request.session.session_key
    keys = request.user.sessions.exclude(session_key=this).values_list("session_key", flat=True)
    ended = [key for key in keys if named in {"others", handle_of(key)}]
    request.user.sessions.filter(session_key__in=ended).delete()
    log.info("sessions ended: %d of %r", len(ended), request.user.get_username())
    messages.success(request, _("Ended: %(count)s sign-ins.") % {"count": len(ended)})
    return redirect("accounts:account")
