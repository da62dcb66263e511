"""Asking residents how they find a service: an organization's, or that of a building's post. Never about a person."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.notices.views.public import too_many
from communities.organizations.models import Organization
from communities.records.throttle import SendingCount
from communities.regions.models import Level, Region
from communities.satisfaction.forms import SatisfactionForm
from communities.satisfaction.models import SatisfactionAnswer
from registry.audit.requests import client_address

ANSWERS_A_MONTH = 3  # of one address about one service: a household, not a crowd
MONTH = timedelta(days=30)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_organization(request, pk):
    row = Organization.objects.published().filter(pk=pk).first()
    if row is None:
        raise Http404
    back = reverse("directory:organization", args=[pk])
    return _ask(request, SatisfactionAnswer(organization=row), row.name, f"organization-{pk}", back)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_building(request, pk):
    row = Region.objects.current().filter(level=Level.BUILDING, pk=pk).select_related("parent").first()
    if row is None:
        raise Http404
    name = _("%(place)s, work of the building head") % {"place": row.place_label}
    return _ask(
        request, SatisfactionAnswer(building=row), name, f"building-{pk}", reverse("directory:place", args=[pk])
    )


def _ask(request, answer, name, purpose, back):
    form = SatisfactionForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        wait = SendingCount.take(f"satisfaction-{purpose}", client_address(request), most=ANSWERS_A_MONTH, span=MONTH)
        if wait:
            return too_many(request, wait)
        answer.score = form.cleaned_data["score"]
        answer.keep()
        return redirect(f"{request.path}?sent=1")
    context = {"form": form, "name": name, "back": back, "sent": "sent" in request.GET, "nav": ""}
    return render(request, "directory/satisfaction.html", context)
