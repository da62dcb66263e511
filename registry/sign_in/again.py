"""A form whose session has ended, or whose page grew old, is not lost: what was typed goes along until it is saved.

Only into the hands that typed it: a form drawn for one account is never shown to, or saved by, another.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from registry.accounts.drawn import drawn_of
from registry.accounts.models import User
from registry.accounts.requests import GetResponse, StaffRequest
from registry.audit.day_limits import DayLimitReached, day_limit_page
from registry.sign_in.doors import begin_session, code_refused, is_locked, may_not_try, refuse_for_now
from registry.sign_in.forms import SignInForm
from registry.ui.kept_files import field_of, keep

FIELD, CODE_FIELD = "password_again", "password_code"  # fields so named are never shown or sent again
STAFF_PATHS = ("/work/", "/admin/", "/accounts/")


class SignInAgainMiddleware:
    """Asks for the password where a form arrives without its session, and lets the form go on from there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: StaffRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        drawn = drawn_of(request) if request.method == "POST" else None
        if drawn is None or drawn.user_id in (None, request.user.pk):
            return None
        if request.user.is_authenticated:
            return of_another(request)
        if not getattr(view, "login_required", True) or "HX-Request" in request.headers:
            return None
        user = User.objects.filter(pk=drawn.user_id, is_active=True).first()
        return None if user is None else let_in(request, user)


def let_in(request: Any, user: User) -> HttpResponse | None:
    """None once the password was right: the form is saved, or shown again with what its page finds wrong."""
    if FIELD not in request.POST:
        return ask(request, user)
    if may_not_try(request):
        return refuse_for_now(request)
    form = SignInForm(request, {"username": user.username, "password": request.POST[FIELD]})
    if not form.is_valid():
        return ask(request, user, form.non_field_errors() or [_("Please enter the password.")])
    if user.has_second_factor:
        refused = code_refused(request, user, request.POST.get(CODE_FIELD, ""))
        if refused:
            return refuse_for_now(request) if is_locked(request, user) else ask(request, user, code_errors=[refused])
    try:
        begin_session(request, form.get_user())
    except DayLimitReached as reached:
        return day_limit_page(request, reached)
    typed = request.POST.copy()
    del typed[FIELD]
    typed.pop(CODE_FIELD, None)
    if typed.pop("had_files", None):
        messages.warning(request, _("The chosen files were not kept: add them again."))
    request.POST = typed
    return None


def ask(request: HttpRequest, user: User, errors: Iterable[Any] = (), code_errors: Iterable[Any] = ()) -> HttpResponse:
    names = {"password": FIELD, "code": CODE_FIELD if user.has_second_factor else ""}
    context = kept_of(request, with_files=True) | names | {"owner": user, "errors": errors, "code_errors": code_errors}
    return render(request, "registration/again.html", context, status=401)


def of_another(request: HttpRequest, status: int = 409) -> HttpResponse:
    """Signed in as somebody else meanwhile: nothing of what was typed is shown or saved."""
    return render(request, "registration/of_another.html", status=status)


def kept_of(request: HttpRequest, *, with_files: bool = False) -> dict[str, Any]:
    """What a page needs to send the form once more: its address, every value, and the texts to read.

    Passwords are not repeated. Files are put aside only `with_files`, where the page was drawn for one of our accounts.
    """
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    texts = [value for _name, value in pairs if not value.isascii() or " " in value.strip()]
    files = [(name, keep(file) if with_files else "") for name, all in request.FILES.lists() for file in all]
    pairs += [(field_of(name), token) for name, token in files if token]
    had_files = "had_files" in request.POST
    if any(not token for _name, token in files):
        had_files = True
        pairs.append(("had_files", "1"))
    return {
        "action": request.get_full_path(),
        "pairs": pairs,
        "texts": texts,
        "had_files": had_files,
        "is_staff_page": request.path.startswith(STAFF_PATHS),
    }
