"""Public pages about places and organizations. Templates get dicts of listed fields, never model instances."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from communities.organizations.models import Category, NationalClass, Organization, OrganizationToken
from communities.organizations.public import category_groups, organization_card
from communities.pages.kept import kept
from communities.pages.readers import chosen_row, words_in
from communities.postings.served import served_streets
from communities.regions.models import Level, Region
from communities.regions.public import region_dict
from communities.scope import COUNT_CAP, WHOLE_TREE

PAGE = 12
CHILDREN = 300
PUBLIC_LEVELS = list(Level.values)


class CappedPaginator(Paginator):
    """Counts no further than the lists of the staff do; who looks for more types a word or chooses a place."""

    @cached_property
    def count(self):
        return min(self.object_list.capped_count(), COUNT_CAP)


@login_not_required
@require_safe
@kept
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
    words = words_in(request.GET.get("q", ""))
    rows = Organization.objects.published().select_related("region", "category")
    region = chosen_row(Region.objects.current(), request.GET.get("place"))
    if region:
        rows = rows.within(region)
    category = chosen_row(Category.objects.all(), request.GET.get("category"))
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
            "categories": category_groups(),
            "classes": NationalClass.choices,
            "nav": "organizations",
        },
    )
