from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from registry.accounts.requests import GetResponse, StaffRequest


class FirstPasswordMiddleware:
    """A first password opens one page: the one that changes it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and user.must_change_password and not self._may_pass(request.path):
            return redirect("accounts:password-first")
        return self.get_response(request)

    def _may_pass(self, path: str) -> bool:
        return path in {
            reverse("accounts:password-first"),
            reverse("accounts:logout"),
            reverse("ui:display"),
        } or path.startswith("/static/")


class PrivateResponseMiddleware:
    """What a signed-in person sees stays out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated or request.path.startswith(("/work/", "/admin/", "/accounts/")):
            response["Cache-Control"] = "no-store, private"
        return response


class RenewSessionMiddleware:
    """Each request moves the end of its session on, written at most every few minutes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.session.is_to_renew():
            request.session.renew()
        return response
