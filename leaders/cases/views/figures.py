"""The year of the matters: by kind and by place against the year before; and what a street shows of it in public."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_safe

from communities.pages.base import ScopedMixin
from communities.pages.readers import chosen_row, number_in
from communities.regions.models import Region
from communities.regions.public import crumbs_of, public_region, region_dict
from communities.scope import reached_spans
from leaders.cases.figures import figures_by_kind, figures_by_place, public_figures
from leaders.cases.models import Case, CaseRequest
from registry.accounts.roles import Permission

YEARS = 5
SHOWN = 50


class CaseReport(ScopedMixin, View):
    """`?year=` and `?region=` choose; a row of the places leads one step down."""

    permission = Permission.STATISTICS_VIEW

    def get(self, request):
        this_year = timezone.localdate().year
        asked = number_in(request.GET.get("year")) or this_year
        year = min(max(asked, this_year - YEARS + 1), this_year)
        reach = Region.objects.permitted(request.user, self.permission)
        region = chosen_row(reach, request.GET.get("region"))
        rows = Case.objects.permitted(request.user, self.permission)
        path = region.path if region else reached_spans(request.user, self.permission)[0][0]
        by_place = figures_by_place(rows.within(region) if region else rows, year, path)
        regions = {row.path: row for row in Region.objects.filter(path__in=by_place)}
        by_kind = figures_by_kind(rows.within(region) if region else rows, year)
        kinds = [(label, None, *filled(by_kind[value])) for value, label in Case.Category.choices if value in by_kind]
        places = [
            (regions[key].name, regions[key].pk if key != path else None, *filled(by_place[key]))
            for key in sorted(by_place.keys() & regions.keys())
        ]
        context = {
            "year": year,
            "years": range(this_year, this_year - YEARS, -1),
            "region": region,
            "kinds": kinds,
            "places": places,
        }
        return render(request, "leaders/cases/case_report.html", context)


def filled(pair):
    """Zeros for a year without matters."""
    nothing = dict.fromkeys(("raised", "answered", "solved"), 0) | {"days": None, "mean": None}
    return [sums or nothing for sums in pair]


@login_not_required
@require_safe
def of_place(request, pk):
    """Figures of a place and what may be shown of its matters: no incident, no person, no number under three."""
    region = public_region(pk)
    year = timezone.localdate().year
    shown = CaseRequest.objects.public().within(region).order_by("-decided_at")[:SHOWN]
    context = {
        "region": region_dict(region),
        "crumbs": crumbs_of(region),
        "year": year,
        "figures": public_figures(Case.objects.within(region), year),
        "published": [
            {"title": row.title, "question": row.question, "answer": row.text, "on": row.decided_at} for row in shown
        ],
        "nav": "matters",
    }
    return render(request, "directory/place_matters.html", context)
