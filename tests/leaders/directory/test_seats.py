"""What the public pages tell of seats: whose they are, where, and when somebody is chosen anew."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leaders.cultivation.models import SuccessionPlan
from leaders.people.models import Kind
from registry.accounts.models import User
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_current, make_leader, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tree):
    make_user(Role.OFFICE, tree.street)
    return tree


def place(client, region, **query):
    return client.get(reverse("directory:place", args=[region.pk]), query).context


@pytest.mark.parametrize(
    ("days", "is_done", "is_told"), [(0, False, True), (30, False, True), (-1, False, False), (30, True, False)]
)
def test_the_day_of_the_next_choice_is_told_while_it_lies_ahead(client, tree, days, is_done, is_told):
    make_plan(make_current(make_leader(tree.building), region=tree.building))
    day, done = TODAY + timedelta(days=days), {"done_at": timezone.now(), "done_by": make_user()}
    SuccessionPlan.objects.update(planned_on=day, **(done if is_done else {}))

    assert place(client, tree.building)["person"]["next_choice_on"] == (day if is_told else None)


def test_a_tab_of_a_place_shows_the_seats_of_its_kind(client, tree):
    seats = {
        "heads": make_current(make_leader(tree.building), region=tree.building),
        "estates": make_current(make_leader(tree.building), Kind.ESTATE, region=tree.compound, term_number=1),
        "opinion": make_current(make_leader(tree.building), Kind.OPINION),
    }

    for tab, seat in seats.items():
        assert [row["id"] for row in place(client, tree.community, tab=tab)["people"]] == [seat.pk]
    assert place(client, tree.community)["people"] == []


def test_the_chairs_on_the_page_of_all_are_those_of_served_streets(client, tree):
    far = make_leader(tree.other_building)
    make_current(far, Kind.ESTATE, region=tree.other_building.parent, term_number=1)
    near = make_current(make_leader(tree.building), Kind.ESTATE, region=tree.compound, term_number=1)

    assert [row["id"] for row in client.get(reverse("directory:estates")).context["people"]] == [near.pk]


def test_residents_are_asked_for_a_chair_while_there_is_none_in_good_hands(client, tree):
    assert place(client, tree.compound)["asks_for"] == ["estate", "opinion"]
    make_current(make_leader(tree.building), Kind.ESTATE, region=tree.compound, term_number=1)

    assert place(client, tree.compound)["asks_for"] == ["opinion"]
    assert place(client, tree.community)["asks_for"] == ["opinion"] and place(client, tree.street)["asks_for"] == []


def test_a_group_takes_messages_and_proposals_where_somebody_reads_them(client, team):
    page, unkept = reverse("directory:organization", args=[team.pk]), {"at": "1"}
    shown = client.get(page, unkept).context
    assert (shown["takes_messages"], shown["asks"]) == (True, True)

    User.objects.update(is_active=False)

    shown = client.get(page, unkept).context
    assert (shown["takes_messages"], shown["asks"]) == (False, False)
