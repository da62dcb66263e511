"""Goal 9: what a change of the tree costs the database must not depend on how large the tree is."""

from django.db import transaction

from communities.regions.actions import move
from communities.regions.models import Level, Region
from registry.accounts.models import User
from tests.bench.meter import DatabaseTime, middle

NEW_REGION_MS, MOVE_MS = 5, 50
NEW_REGIONS, MOVES = 20, 5
STREET_REGIONS = 100


def new_region(bench, size):
    """A new first child in a province of 20,000 regions."""
    by, community = _clerk(), bench.desks[size].community

    def add():
        Region.objects.get(pk=community.pk).add_child(name="新苑", by=by)

    value = middle(_database_ms(add) for _time in range(NEW_REGIONS))
    yield bench.fact(9, "new region, CPU ms in the database", size, value, NEW_REGION_MS)


def moved_street(bench, size):
    """A street of a hundred regions with its five hundred people, to the next district."""
    below = Region.objects.within(bench.desks[size].province)
    street = below.filter(level=Level.STREET).order_by("path").first()
    target = below.filter(level=Level.COUNTY).order_by("path")[1]
    with transaction.atomic():
        kept = _cut(street)
        value = middle(_database_ms(lambda: move(_fresh(street), _fresh(target), **_about())) for _time in range(MOVES))
        transaction.set_rollback(True)
    yield bench.fact(9, f"a street of {kept} regions moved, CPU ms in the database", size, value, MOVE_MS)


def _cut(street):
    """Hang half of the street's communities elsewhere, so that a hundred regions are left; how many there are."""
    other = (
        Region.objects.filter(level=Level.STREET, parent=street.parent).exclude(pk=street.pk).order_by("path").first()
    )
    for community in Region.objects.filter(parent=street).order_by("path"):
        if Region.objects.within(_fresh(street)).count() <= STREET_REGIONS + 1:
            break
        move(_fresh(community), _fresh(other), **_about())
    return Region.objects.within(_fresh(street)).count()


def _database_ms(act):
    """CPU ms the database spends on `act`, which leaves no trace."""
    counted = DatabaseTime()
    with transaction.atomic():
        with counted.counting():
            act()
        transaction.set_rollback(True)
    return counted.ms


def _fresh(region):
    return Region.objects.get(pk=region.pk)


def _about():
    return {"by": _clerk(), "reason": "测量"}


def _clerk():
    return User.objects.get(username="bench-clerk")
