"""Three worlds in one district: the home community, its sibling in the same street, and one of another street."""

from copy import copy
from datetime import date
from typing import NamedTuple

from communities.documents.models import Document
from communities.postings.models import Posting
from registry.accounts.roles import Role
from tests.factories import make_region, make_tree, make_user
from tests.world import make_world

SINCE = date(2024, 1, 1)


class Place(NamedTuple):
    """Where one world lies, and {kind of row: row} of what was made there."""

    tree: object
    rows: dict


def make_places():
    """{"home", "sibling", "other"} → Place."""
    home = make_tree()
    sibling, other = copy(home), copy(home)
    sibling.community, sibling.community2 = home.community2, home.community
    sibling.compound = make_region(sibling.community, name="平阳苑")
    sibling.building, sibling.building2 = (make_region(sibling.compound, name=f"{number}号楼") for number in (21, 22))
    other.street, other.community = home.other_street, home.other_community
    other.community2 = make_region(other.street, name="康城第二居委会")
    other.compound, other.building = home.other_compound, home.other_building
    other.building2 = make_region(other.compound, name="2号楼")
    home.empty_compound = make_region(home.community, name="平吉苑")
    trees = {"home": home, "sibling": sibling, "other": other}
    places = {
        name: Place(tree, make_world(tree, code=f"31011200009{number}")[2])
        for number, (name, tree) in enumerate(trees.items())
    }
    for place in places.values():
        papers = Document.objects.filter(region_path=place.tree.community.path)
        place.rows.update({f"document {number}": paper for number, paper in enumerate(papers)})
    return places


def post(user, role, region, **when):
    """One more posting of `user`."""
    return Posting.objects.create(user=user, role=role, region=region, **({"started_on": SINCE} | when))


def people_of(places):
    """{who: account}: by one posting and by two."""
    home, other, sibling = (places[name].tree for name in ("home", "other", "sibling"))
    two = {
        "overseer here, worker there": [(Role.OVERSEER, home.street), (Role.WORKER, other.community)],
        "worker here, manager there": [(Role.WORKER, home.community), (Role.MANAGER, other.street)],
        "overseer above, office beside": [(Role.OVERSEER, home.county), (Role.OFFICE, sibling.community)],
    }
    people = {
        "worker": make_user(Role.WORKER, home.community),
        "manager": make_user(Role.MANAGER, home.street),
        "overseer": make_user(Role.OVERSEER, home.street),
        "nobody": make_user(),
    }
    for who, postings in two.items():
        people[who] = make_user()
        for role, region in postings:
            post(people[who], role, region)
    return people
