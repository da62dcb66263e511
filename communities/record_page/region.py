"""The page of one place: what lies below it, its acts, and a figure from each subject, by the rights held there."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from communities.organizations.models import Organization
from communities.pages.base import ScopedMixin
from communities.records.counting import capped_counts, shown_count
from communities.regions.forms.picker import chain_of
from communities.regions.models import Level, Region, RegionAct
from communities.regions.views.act import may_change_tree
from communities.regions.views.region import ADD_TITLES, HISTORY, PAGE, levels_to_add, may_act
from communities.scope import reaches
from registry.accounts.roles import Permission
from registry.audit.history import history_of


class RegionDetail(ScopedMixin, View):
    """One place: the way to it, what lies below, figures, contact, history."""

    permission = Permission.REGION_VIEW

    def get(self, request, pk):
        region = get_object_or_404(
            Region.objects.permitted(request.user, self.permission).select_related("parent", "linked_to"),
            pk=pk,
        )
        page = _page_of_children(region, request.GET.get("page"))
        acts = list(RegionAct.objects.filter(traces__region=region).distinct().prefetch_related("traces")[:HISTORY])
        context = {
            "acts": acts,
            "last_act": next((act for act in acts if act.undone_at is None and act.region_id == region.pk), None),
            "successors": list(region.successors.all()) if region.retired_on else [],
            "may_change": may_change_tree(request.user, region),
            "region": region,
            "crumbs": _crumbs(request.user, region),
            "children": page,
            "plates": region.level == Level.COMPOUND,
            "figures": _figures(region, request.user),
            "entries": history_of(region),
            "parts": list(region.linked_parts.all()) if region.level == Level.COMPOUND else [],
            "may_describe": reaches(request.user, Permission.REGION_EDIT, region.path),
            "may_add": bool(levels_to_add(request.user, region)),
            "add_title": ADD_TITLES.get(region.addable_level, _("Add place")),
            "from_table": _import_address(request.user, region),
            "may_take": region.level == Level.STREET and bool(levels_to_add(request.user, region)),
            "may_act": may_act(request.user, region),
            "sees_matters": reaches(request.user, Permission.CASE_VIEW, region.path),
        }
        return render(request, "communities/record_page/region_detail.html", context)


def _import_address(user, region):
    """Where a table of the place's compounds and buildings is read in; "" where there is no such way."""
    if region.level not in (Level.STREET, Level.COMMUNITY) or not levels_to_add(user, region):
        return ""
    return (
        reverse("leaders:import-list") + "?subject=places" if reaches(user, Permission.IMPORT_RUN, region.path) else ""
    )


def _crumbs(user, region):
    chain = chain_of(region)
    return [
        (row.name, "" if row.pk == region.pk else row.get_absolute_url())
        for row in chain
        if reaches(user, Permission.REGION_VIEW, row.path)
    ]


def _page_of_children(region, number):
    """Most places have fewer children than a page holds; those are read without being counted first."""
    rows = _children(region)
    first = list(rows[: PAGE + 1])
    return Paginator(first if len(first) <= PAGE else rows, PAGE).get_page(number)


def _children(region):
    """The regions below, buildings with whether they have a head and whether the term runs out."""
    heads = Region._meta.get_field("appointments").related_model.objects.filter(region=OuterRef("pk"), kind="building")
    rows = Region.objects.filter(parent=region).annotate(
        has_head=Exists(heads.current()), ends_soon=Exists(heads.ending_or_over())
    )
    return rows.order_by("retired_on", "building_key", "sort_number", "path")


def _figures(region, user):
    """[(label, count)] below this place, capped; what the user may not list is left out."""
    leaders = Region._meta.get_field("leader").related_model.objects
    organizations = Organization.objects.current().permitted(user, Permission.ORGANIZATION_VIEW)
    counts = capped_counts(
        user,
        {
            "leaders": leaders.permitted(user, Permission.LEADER_LIST).within(region),
            "organizations": organizations.within(region),
            "buildings": Region.objects.current().within(region).filter(level=Level.BUILDING),
        },
    )
    labels = {"leaders": _("Leaders"), "organizations": _("Organizations"), "buildings": _("Buildings")}
    return [(labels[name], shown_count(number)) for name, number in counts.items()]
