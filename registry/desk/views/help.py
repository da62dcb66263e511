from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.scope import open_postings
from registry.accounts.roles import Role
from registry.desk.guides import ADMINISTRATOR, RESIDENT, WORK_GUIDES, guide_now


@require_safe
def guide_of(request, role=""):
    """The guide of a role; of one's own when none is named."""
    role = role or _own(request.user)
    if role not in WORK_GUIDES:
        raise Http404
    context = {"guide": guide_now(role), "role": role, "guides": WORK_GUIDES.items()}
    return render(request, "desk/help.html", context)


@login_not_required
@require_safe
def for_residents(request):
    return render(request, "directory/help.html", {"guide": guide_now(RESIDENT), "nav": "help"})


def _own(user):
    here = open_postings(user)
    return ADMINISTRATOR if user.is_superuser else here[0].role if here else Role.WORKER
