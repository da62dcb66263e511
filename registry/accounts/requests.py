"""What the pages behind the sign-in know of their request, said for the type checker."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from registry.accounts.models import User
from registry.accounts.sessions import SessionStore

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class StaffRequest(HttpRequest):
    """Somebody has signed in; the session is one of ours. Middleware asks `is_authenticated` first."""

    user: User
    session: SessionStore
    htmx: HtmxDetails
