"""The public pages that span both apps: the front door, the search, and what is said about data."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.activities.views.public import this_week
from communities.notices.views.public import open_notices
from communities.organizations.models import Organization, OrganizationToken
from communities.organizations.public import organization_card
from communities.pages.kept import kept
from communities.pages.readers import words_in
from communities.postings.served import served_streets
from communities.regions.models import Level, Region
from communities.regions.public import contact_of, region_dict
from communities.scope import WHOLE_TREE, capped_counts, count_below, in_spans
from leaders.appointments.models import Appointment
from leaders.consents.models import Consent, ConsentText
from leaders.directory.views import person_dict, seats
from leaders.incentives.views.honours import honour_dict, public_honours
from leaders.people.models import LeaderToken

SHOWN = 20
WEEK_SHOWN = 4  # the whole page is about three screens of a phone


@login_not_required
@require_safe
@kept
def home(request: Any) -> HttpResponse:
    streets = list(served_streets()[:12])
    communities = Region.objects.current().filter(parent__in=streets, level=Level.COMMUNITY).order_by("path")
    published = Organization.objects.published()
    recruiting = published.filter(is_recruiting=True).select_related("region", "category")
    counts = capped_counts(communities, published, seats().prefetch_related(None))
    context = {
        "streets": [region_dict(street) for street in streets],
        "communities": [
            region_dict(row) | {"teams": row.teams, "people": row.people} for row in _with_figures(communities)[:6]
        ],
        "community_count": counts[0],
        "organization_count": counts[1],
        "seat_count": counts[2],
        "cards": [organization_card(row) for row in recruiting.in_place_order()[:3]],
        "this_week": this_week(WEEK_SHOWN, request.shown),
        "notices": open_notices(2),
        "honours": [honour_dict(row) for row in public_honours()[:2]],
        "nav": "home",
    }
    return render(request, "directory/home.html", context)


def _with_figures(communities: QuerySet[Region]) -> QuerySet[Any]:
    return communities.annotate(
        teams=count_below(Organization.objects.published()), people=count_below(Appointment.objects.current())
    )


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Buildings, compounds, organizations, and people who agreed to be named."""
    words = words_in(request.GET.get("q", ""))
    found: dict[str, Any] = {"places": [], "cards": [], "people": []}
    if words:
        found = {"places": _places(words), "cards": _organizations(words), "people": _people(words)}
    return render(
        request,
        "directory/find.html",
        {"words": words, "found": found, "any": any(found.values()), "nav": ""},
    )


def _places(words: str) -> list[dict[str, Any]]:
    """In the streets that are served: of any other place the registry has nothing but its name.

    A street or a community found alone brings the places in it along: whoever types its name looks for one of them.
    """
    spans = [street.span for street in served_streets()[:50]]
    current = Region.objects.current()
    rows = list(current.filter(in_spans(spans, "path")).matching(words, spans).select_related("parent")[:SHOWN])
    if len(rows) == 1 and rows[0].level in (Level.STREET, Level.COMMUNITY):
        rows += current.filter(parent=rows[0]).select_related("parent").order_by("path")[: SHOWN - 1]
    return [region_dict(row) for row in rows]


def _organizations(words: str) -> list[dict[str, Any]]:
    ids = OrganizationToken.hits(words, [WHOLE_TREE])[:200]
    rows = Organization.objects.published().filter(pk__in=ids).select_related("region", "category").in_place_order()
    return [organization_card(row) for row in rows[:SHOWN]]


def _people(words: str) -> list[dict[str, Any]]:
    """Only those who agreed to be named: a search is no oracle for the others."""
    named = Consent.objects.given().filter(field=Consent.Field.NAME).values("leader_id")
    ids = LeaderToken.hits(words, [WHOLE_TREE])[:200]
    rows = seats().filter(leader_id__in=ids).filter(leader_id__in=named).order_by("region_path", "id")
    return [person_dict(row) for row in rows[:SHOWN]]


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    text = ConsentText.in_force()
    return render(
        request,
        "directory/privacy.html",
        {
            "text": {"version": text.version, "from": text.effective_from} if text else None,
            "contacts": [contact for street in served_streets()[:50] if (contact := contact_of(street))],
            "nav": "privacy",
        },
    )


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/accessibility.html", {"nav": ""})
