from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from registry.ui.display import CONTRASTS, LANGUAGES, SIZES, YEAR


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remember the size, the contrast or the language that was pressed, and go back to the page one came from."""
    response = redirect(_way_back(request))
    for name, known in (("size", SIZES), ("contrast", CONTRASTS), ("language", LANGUAGES)):
        value = request.POST.get(name)
        if value in known:
            response.set_cookie(
                name,
                value,
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
    return response


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if own and target.startswith("/") else "/"
