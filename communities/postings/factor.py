"""The gate of the second factor: it stands before every page, the admin's too, behind the one for first passwords."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse

from communities.scope import open_postings
from registry.accounts.roles import Role
from registry.sign_in.doors import BY_FACTOR


class SecondFactorMiddleware:
    """A session begun by the password alone opens nothing of an account with a second factor.

    With SECOND_FACTOR_REQUIRED an account that decides for others and has none opens one page: the one to set it up.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and not user.must_change_password:
            request.second_factor_is_required = settings.SECOND_FACTOR_REQUIRED and decides(user)
            if user.has_second_factor and not request.session.get(BY_FACTOR):
                logout(request)
                return redirect_to_login(request.get_full_path(), reverse("accounts:login"))
            if request.second_factor_is_required and not user.has_second_factor and not may_pass(request.path):
                return redirect("accounts:factor")
        return self.get_response(request)


def decides(user):
    """Managers, whoever stands in for one, and administrators."""
    return user.is_superuser or any(posting.role == Role.MANAGER for posting in open_postings(user))


def may_pass(path):
    return path in {reverse("accounts:factor"), reverse("accounts:logout"), reverse("ui:display")} or path.startswith(
        "/static/"
    )
