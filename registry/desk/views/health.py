from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from registry.upkeep.ready import is_ready, readiness


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when this process can do its work, else 503: for the machine that watches, and for a proxy."""
    found = readiness()
    return JsonResponse(found, status=200 if is_ready(found) else 503)


@login_not_required
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers: nothing is asked, so a slow database never gets it restarted."""
    return JsonResponse({"alive": "ok"})
