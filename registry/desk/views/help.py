from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.scope import open_postings
from registry.accounts.models import User
from registry.accounts.requests import StaffRequest
from registry.accounts.roles import Role
from registry.desk.guides import ADMINISTRATOR, RESIDENT, WORK_GUIDES, guide_now


@require_safe
def guide_of(request: StaffRequest, role: str = "") -> HttpResponse:
    """The guide of a role; of one's own when none is named."""
    role = role or _own(request.user)
    if role not in WORK_GUIDES:
        raise Http404
    context = {"guide": guide_now(role), "role": role, "guides": WORK_GUIDES.items()}
    return render(request, "desk/help.html", context)


@login_not_required
@require_safe
def for_residents(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/help.html", {"guide": guide_now(RESIDENT), "nav": "help"})


def _own(user: User) -> str:
    here = open_postings(user)
    return ADMINISTRATOR if user.is_superuser else here[0].role if here else Role.WORKER
