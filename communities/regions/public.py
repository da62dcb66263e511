"""What the public pages show of a place, and the way to it."""

from django.http import Http404

from communities.regions.models import Level, Region
from communities.scope import given_paths
from communities.text.streets import office_of
from registry.upkeep.written import Given, ask


def public_region(pk):
    """The current region, or 404: retired places and missing ones look alike."""
    for region in ask("public place", _public_region, region=pk):
        return region
    raise Http404


def _public_region():
    return Region.objects.current().select_related("parent").filter(pk=Given("region"))


def successor_of(pk):
    """Where the address of a retired place leads: the one current place it goes on as, or None."""
    rows = ask("successor of a place", _successors, region=pk)
    return rows[0] if len(rows) == 1 else None


def _successors():
    return Region.objects.current().filter(predecessors=Given("region"), predecessors__retired_on__isnull=False)[:2]


def region_dict(region):
    return {"id": region.pk, "name": region.name, "level": region.level, "label": region.place_label}


def crumbs_of(region):
    """[{id, name}] from the county down, without virtual levels."""
    rows = [row for row in way_to(region) if not row.is_virtual]
    shown = [row for row in rows if row.level not in (Level.PROVINCE, Level.PREFECTURE)] or rows
    return [{"id": row.pk, "name": row.name} for row in shown]


def contact_of(region):
    """The nearest public telephone upward: {name, phone, address, hours} or None."""
    for row in reversed(way_to(region)):
        if row.contact_phone:
            return {
                "name": row.name,
                "phone": row.contact_phone,
                "address": row.contact_address,
                "hours": row.contact_hours,
            }
    return None


def issuer_of(street):
    """Who stands on the certificates of a street: as it set it, else its office behind the county's name."""
    if street.issuer:
        return street.issuer
    above = Region.objects.above(street.path, Level.COUNTY)
    return f"{above.name if above else ''}{office_of(street.name)}"


def signer_of(region):
    """Who stands under a paper of a place: of a street whoever it set, of a community or compound its own name."""
    return issuer_of(region) if region.level == Level.STREET else region.name


def way_to(region):
    """The regions from the province down; kept on the region, which a page asks twice."""
    if not hasattr(region, "_way"):
        places = given_paths(region.path)

        def build():
            return Region.objects.filter(path__in=[Given(one) for one in places]).order_by("path")

        region._way = ask(("way to a place", len(places)), build, **places)
    return region._way
