"""Sums of the ledger: by kind, by year, by place below and by group. Every table adds up to the same total."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from communities.pages.base import ScopedMixin
from communities.pages.readers import asked_year, number_in
from communities.regions.forms.picker import RegionField, chain_of
from communities.regions.models import Region
from communities.scope import reaches, step_below
from communities.support.models import Support
from communities.support.models.support import SUMS, totalled
from registry.accounts.roles import Permission

PLACES = 60
GROUPS = 50
YEARS = 5


class SupportSums(ScopedMixin, View):
    """`?region=` and `?year=` narrow it; places below are shown one step at a time."""

    permission = Permission.SUPPORT_VIEW

    def get(self, request):
        region = self._region(request.GET.get("region"))
        year, typed_year = asked_year(request, since=2000)
        scoped = Support.objects.permitted(request.user, self.permission).granted()
        here = scoped.within(region) if region else scoped
        of_year = here.filter(year=year)
        context = {
            "region": region,
            "crumbs": self._crumbs(region),
            "year": year,
            "typed_year": typed_year,
            "totals": of_year.totals(),
            "by_kind": by_kind(of_year),
            "by_year": by_year(here),
            "by_place": self._by_place(of_year, region),
            "by_group": by_group(of_year),
            "groups_shown": GROUPS,
            "picker": self._picker(region),
        }
        return render(request, "communities/support/support_sums.html", context)

    def _region(self, text):
        number = number_in(text)
        reach = Region.objects.permitted(self.request.user, self.permission)
        return reach.filter(pk=number).first() if number else None

    def _crumbs(self, region):
        if region is None:
            return []
        seen = [row for row in chain_of(region) if reaches(self.request.user, self.permission, row.path)]
        return [(row.name, f"?region={row.pk}") for row in seen]

    def _by_place(self, rows, region):
        """[(place below or None for the rest, sums)]: the database sums by the step below, whatever lies under it."""
        if region is None:
            return []
        steps = rows.order_by().annotate(step=step_below(region.path)).values_list("step").annotate(*SUMS.values())
        sums = {path: numbers for path, *numbers in steps}
        places = Region.objects.filter(path__in=[path for path in sums if path != region.path]).by_sort()
        found = [(place, totalled(sums.pop(place.path))) for place in places[:PLACES]]
        if sums:
            found.append((None, totalled([sum(column) for column in zip(*sums.values(), strict=True)])))
        return found

    def _picker(self, region):
        field = RegionField(self.permission, label=_("Region"), required=False)
        field.set_user(self.request.user)
        return field.widget.render("region", region.pk if region else None, {"id": "id_region"})


def by_kind(rows):
    found = {kind: numbers for kind, *numbers in rows.order_by().values_list("kind").annotate(*SUMS.values())}
    return [(label, totalled(found[kind])) for kind, label in Support.Kind.choices if kind in found]


def by_year(rows):
    """The last years, the newest first."""
    found = rows.order_by("-year").values_list("year").annotate(*SUMS.values())[:YEARS]
    return [(year, totalled(numbers)) for year, *numbers in found]


def by_group(rows):
    """The groups with the largest grants; the page says how many are shown."""
    found = rows.order_by().values_list("organization_id", "organization__name").annotate(*SUMS.values())
    largest = found.order_by("-granted__sum", "organization_id")[:GROUPS]
    return [(pk, name, totalled(numbers)) for pk, name, *numbers in largest]
