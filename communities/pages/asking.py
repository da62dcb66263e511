"""Nothing is ended by one stray click: a button whose act cannot be undone asks first, on a page of its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from communities.pages.base import Mixin
from communities.scope import holds_anywhere

ASK = "ask"
OWN = {ASK, "csrfmiddlewaretoken", "drawn"}


class AskFirst(Mixin):
    """Mixin of a view that takes POST alone. Its button sends `ask` with the name of what it is about; the answer is
    the question, and its button sends the same without `ask`. A program that means it sends no `ask`.

    `question` says what follows from the act, with %(what)s where it is named; `sure` is the button that does it.
    """

    question = sure = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" or ASK not in request.POST:
            return super().dispatch(request, *args, **kwargs)
        permission = getattr(self, "permission", None)  # no attribute of this class: it would hide the view's own
        if permission and not holds_anywhere(request.user, permission):
            raise PermissionDenied
        context = {
            "question": self.question % {"what": request.POST[ASK][:100]},
            "sure": self.sure,
            "pairs": [(name, value) for name, values in request.POST.lists() if name not in OWN for value in values],
            "back_url": page_before(request),
        }
        return render(request, "communities/pages/ask_first.html", context)


def page_before(request: HttpRequest) -> str:
    """Where the button stood, when the browser tells and it is ours."""
    before = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_ours else reverse("desk:dashboard")
