"""What the public pages show of an organization: listed fields only."""

from communities.organizations.models import Category


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


def category_groups():
    """[{id, name, children: [{id, name}]}], in order."""
    rows = list(Category.objects.values("id", "name", "parent_id"))
    groups = [{**row, "children": []} for row in rows if row["parent_id"] is None]
    for group in groups:
        group["children"] = [row for row in rows if row["parent_id"] == group["id"]]
    return groups
