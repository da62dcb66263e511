"""Public pages about places and organizations. Templates get dicts of listed fields, never model instances."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from communities.models import Category, Level, NationalClass, Organization, OrganizationToken, Posting, Region
from communities.scope import COUNT_CAP, WHOLE_TREE, ancestor_paths
from registry.accounts.roles import Role

PAGE = 12
CHILDREN = 300
PUBLIC_LEVELS = list(Level.values)


class CappedPaginator(Paginator):
    """Counts no further than the lists of the staff do; who looks for more types a word or chooses a place."""

    @cached_property
    def count(self):
        return min(self.object_list.capped_count(), COUNT_CAP)


def served_streets():
    """The streets whose office works with the registry: those a clerk or manager is posted to."""
    # From the few postings to their places: the other way round every street of the country is looked at.
    served = Posting.objects.open().filter(role__in=[Role.OFFICE, Role.MANAGER]).values("region")
    return Region.objects.current().filter(pk__in=served, level=Level.STREET).order_by("path")


def public_region(pk):
    """The current region, or 404: retired places and missing ones look alike."""
    region = Region.objects.current().select_related("parent").filter(pk=pk).first()
    if region is None:
        raise Http404
    return region


def region_dict(region):
    return {"id": region.pk, "name": region.name, "level": region.level, "label": region.place_label}


def crumbs_of(region):
    """[{id, name}] from the county down, without virtual levels."""
    rows = [row for row in _way_to(region) if not row.is_virtual]
    shown = [row for row in rows if row.level not in (Level.PROVINCE, Level.PREFECTURE)] or rows
    return [{"id": row.pk, "name": row.name} for row in shown]


def contact_of(region):
    """The nearest public telephone upward: {name, phone, address, hours} or None."""
    for row in reversed(_way_to(region)):
        if row.contact_phone:
            return {
                "name": row.name,
                "phone": row.contact_phone,
                "address": row.contact_address,
                "hours": row.contact_hours,
            }
    return None


def _way_to(region):
    """The regions from the province down; kept on the region, which a page asks twice."""
    if not hasattr(region, "_way"):
        region._way = list(Region.objects.filter(path__in=ancestor_paths(region.path)).order_by("path"))
    return region._way


def organization_card(organization):
    """The fields a resident sees of an organization in a list. Needs region and category selected."""
    return {
        "id": organization.pk,
        "name": organization.name,
        "place": organization.region.name,
        "category": organization.category.name,
        "purpose": organization.purpose,
        "times": organization.meeting_times,
        "where": organization.meeting_place,
        "recruiting": organization.is_recruiting,
    }


@login_not_required
@require_safe
def places(request):
    """Where to begin: the served streets with their communities; all provinces when none is served yet."""
    streets = list(served_streets()[:50])
    groups = [{**region_dict(street), "children": _children(street)} for street in streets]
    roots = (
        [] if groups else [region_dict(row) for row in Region.objects.current().filter(parent=None).order_by("path")]
    )
    return render(request, "directory/places.html", {"groups": groups, "roots": roots, "nav": "places"})


def _children(region):
    rows = Region.objects.current().filter(parent=region).by_sort()[:CHILDREN]
    return [region_dict(row) for row in rows]


@login_not_required
@require_safe
def organizations(request):
    """Published organizations by words, category, place, and whether they take members."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    rows = Organization.objects.published().select_related("region", "category")
    region = _chosen(Region.objects.current(), request.GET.get("place"))
    if region:
        rows = rows.within(region)
    category = _chosen(Category.objects.all(), request.GET.get("category"))
    if category:
        rows = rows.filter(Q(category=category) | Q(category__parent=category))
    recruiting = request.GET.get("recruiting") == "1"
    if recruiting:
        rows = rows.filter(is_recruiting=True)
    if words:
        spans = [region.span] if region else [WHOLE_TREE]
        rows = rows.filter(pk__in=OrganizationToken.hits(words, spans)[:500])
    page = CappedPaginator(rows.in_place_order(), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "directory/organizations.html",
        {
            "cards": [organization_card(row) for row in page],
            "page": {
                "number": page.number,
                "count": page.paginator.count,
                "pages": page.paginator.num_pages,
                "next": page.number + 1 if page.has_next() else None,
                "previous": page.number - 1 if page.has_previous() else None,
            },
            "words": words,
            "place": region_dict(region) if region else None,
            "category": category.pk if category else None,
            "recruiting": recruiting,
            "categories": _category_groups(),
            "classes": NationalClass.choices,
            "nav": "organizations",
        },
    )


def _category_groups():
    """[{id, name, children: [{id, name}]}], in order."""
    rows = list(Category.objects.values("id", "name", "parent_id"))
    groups = [{**row, "children": []} for row in rows if row["parent_id"] is None]
    for group in groups:
        group["children"] = [row for row in rows if row["parent_id"] == group["id"]]
    return groups


def _chosen(queryset, raw):
    """The row a GET parameter names, or None for nonsense."""
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 12:
        return None
    return queryset.filter(pk=int(raw)).first()
