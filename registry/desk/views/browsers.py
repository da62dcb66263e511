"""What programs ask every site for before a person reads it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Persons agreed to stand in the street's directory, not in a search engine; the rest is of one reader alone.
NOT_GATHERED = (
    "/work/", "/accounts/", "/admin/", "/leaders/", "/find/", "/matters/", "/nominate/", "/opinions/", "/training/",
    "/filings/", "/honours/check/",
)  # fmt: skip
A_DAY = 24 * 3600


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_GATHERED)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Older browsers ask for this very address, whatever the page names."""
    return redirect(static("mark-180.png"))
