"""A year gone by is counted by the map of its last day: what lay in a place then, and in which of its parts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from communities.regions import actions
from communities.regions.former_tree import FormerTree
from communities.regions.models import Region
from leaders.cases.models import Case
from leaders.people.models import Leader
from registry.accounts.roles import Role
from registry.desk.statistics import Statistics
from tests.clock import TODAY
from tests.factories import (
    make_case,
    make_leader,
    make_organization,
    make_region,
    make_superuser,
    make_support,
    make_user,
)

pytestmark = pytest.mark.django_db
LAST = TODAY.year - 1
END = date(LAST, 12, 31)


def move(place, under, on=date(TODAY.year, 3, 1)):
    place.refresh_from_db()
    under.refresh_from_db()
    actions.move(place, under, by=make_superuser(), reason="区划调整", effective_on=on)


def held(place, day=END):
    """The names of the people who lay in the place on the day."""
    place.refresh_from_db()
    tree = FormerTree(place.path, day)
    return sorted(Leader.objects.filter(tree.inside("region_path")).values_list("name", flat=True))


def test_without_a_move_it_is_the_tree_of_today(tree):
    make_leader(tree.building, name="甲")

    assert not FormerTree(tree.street.path, END)
    assert held(tree.street) == ["甲"]


def test_what_moved_since_lies_where_it_lay(tree):
    make_leader(tree.building, name="甲")
    make_leader(tree.other_building, name="乙")
    move(tree.community, tree.other_street)

    assert (held(tree.street), held(tree.other_street)) == (["甲"], ["乙"])
    assert (held(tree.street, TODAY), held(tree.other_street, TODAY)) == ([], ["乙", "甲"])
    assert held(tree.county) == ["乙", "甲"]


def test_a_move_of_before_the_day_and_one_taken_back_do_not_count(tree):
    make_leader(tree.building, name="甲")
    move(tree.community, tree.other_street, on=date(LAST, 6, 1))
    assert held(tree.street) == [] and held(tree.other_street) == ["甲"]
    move(tree.community, tree.street)
    act = tree.community.acts.first()
    actions.undo(act, by=make_superuser())

    assert held(tree.other_street) == ["甲"]


def test_of_two_moves_the_first_after_the_day_tells(tree):
    third = make_region(tree.county, name="颛桥镇", level="street")
    make_leader(tree.building, name="甲")
    move(tree.community, third, on=date(TODAY.year, 2, 1))
    move(tree.community, tree.other_street, on=date(TODAY.year, 4, 1))

    assert [held(place) for place in (tree.street, third, tree.other_street)] == [["甲"], [], []]
    assert [held(place, date(TODAY.year, 3, 1)) for place in (tree.street, third)] == [[], ["甲"]]


def test_a_compound_that_left_before_its_community_did(tree):
    """Each is told by where it lay itself, whatever it lies in today."""
    make_leader(tree.building, name="甲")
    make_leader(tree.community, name="丙")
    move(tree.compound, tree.other_community, on=date(TODAY.year, 2, 1))
    move(tree.other_community, tree.street, on=date(TODAY.year, 4, 1))
    make_leader(Region.objects.get(pk=tree.other_building.pk), name="乙")

    assert (held(tree.street), held(tree.other_street)) == (["丙", "甲"], ["乙"])
    tree.street.refresh_from_db()
    former = FormerTree(tree.street.path, END)
    parts = dict(Leader.objects.filter(former.inside("region_path")).values_list("name", former.part("region_path")))
    assert parts == {"甲": tree.community.path, "丙": tree.community.path}


def figures(user, place, year):
    place.refresh_from_db()
    found = Statistics(user, place, year)
    return {part.name: part.granted for part in found.parts()}


def test_the_figures_of_last_year_are_those_of_its_map(tree, sign_in):
    district = make_user(Role.OVERSEER, tree.county)
    group = make_organization(tree.community)
    make_support(group, granted=Decimal("100"), year=LAST)
    make_support(group, granted=Decimal("7"), year=TODAY.year)
    name, its_own = tree.community.name, tree.other_community.name
    move(tree.community, tree.other_street)

    assert figures(district, tree.street, LAST)[name] == 100
    assert figures(district, tree.other_street, LAST) == {its_own: 0}
    assert name not in figures(district, tree.street, TODAY.year)
    assert figures(district, tree.other_street, TODAY.year) == {its_own: 0, name: 7}
    page = sign_in(district).get(reverse("desk:statistics"), {"region": tree.street.pk, "year": LAST})
    assert f"{name}: part of {tree.street.name} until {TODAY.year}-03-01" in page.content.decode()


def test_nobody_is_shown_by_an_old_map_what_they_do_not_reach(tree):
    group = make_organization(tree.community)
    make_support(group, granted=Decimal("100"), year=LAST)
    name = tree.community.name
    move(tree.community, tree.other_street)

    assert name not in figures(make_user(Role.MANAGER, tree.street), tree.street, LAST)


def test_a_year_whose_map_stands_asks_once_more(tree, django_assert_num_queries):
    user = make_user(Role.MANAGER, tree.street)
    with django_assert_num_queries(1):
        assert not FormerTree(tree.street.path, END)
    assert Statistics(user, tree.street, TODAY.year).former is None
    assert TODAY - END > timedelta(days=1)


def test_the_matters_of_last_year_are_those_of_its_map(tree, sign_in):
    case = make_case(tree.community)
    Case.objects.filter(pk=case.pk).update(received_on=date(LAST, 5, 1))
    name = tree.community.name
    client = sign_in(make_user(Role.OVERSEER, tree.county))
    move(tree.community, tree.other_street)

    report = reverse("leaders:case-report")
    then = client.get(report, {"region": tree.street.pk, "year": LAST})
    now = client.get(report, {"region": tree.street.pk, "year": TODAY.year})

    assert [(row[0], row[2]["raised"]) for row in then.context["places"]] == [(name, 1)]
    assert then.context["whole"][0]["raised"] == 1 and now.context["places"] == []
    assert "Counted by the map" in then.content.decode() and "Counted by the map" not in now.content.decode()
