"""The year of the matters: by kind and by place against the year before."""

from django.shortcuts import render
from django.utils import timezone
from django.views import View

from communities.pages.base import ScopedMixin
from communities.pages.readers import chosen_row, number_in
from communities.regions.former_tree import tree_of_year
from communities.regions.models import Region
from communities.scope import reached_spans, reaches, step_below
from leaders.cases.figures import figures_by_kind, figures_by_place
from leaders.cases.models import Case
from registry.accounts.roles import Permission

YEARS = 6  # the statistics go five back and show the year before each


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
        former = tree_of_year(path, year) if region else None
        if region:
            rows = rows.filter(former.inside("region_path")) if former else rows.within(region)
        by_place = figures_by_place(rows, year, former.part("region_path") if former else step_below(path))
        regions = {row.path: row for row in Region.objects.filter(path__in=by_place)}
        by_kind, whole = figures_by_kind(rows, year)
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
            "whole": whole,
            "places": places,
            "moved": former.moved if former else [],
            "sees_matters": region and reaches(request.user, Permission.CASE_VIEW, region.path),
        }
        return render(request, "leaders/cases/case_report.html", context)


def filled(pair):
    """Zeros for a year without matters."""
    nothing = dict.fromkeys(("raised", "answered", "solved"), 0) | {"days": None, "mean": None}
    return [sums or nothing for sums in pair]
