"""How often each page asks the database: a literal number, the same for 1, 3 and 15 rows, and never above 12."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leaders.appointments.models import Appointment
from leaders.consents.actions import give_consents
from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.factories import (
    make_appointment,
    make_category,
    make_current,
    make_leader,
    make_organization,
    make_region,
    make_tree,
    make_user,
)
from tests.test_permissions import PAGES, ROLES
from tests.world import address as address_of

pytestmark = pytest.mark.django_db
MOST, MOST_OF_A_ROW = 12, 8
FILES = {"leaders:leader-photo"}  # pages that are no page
# list page, its query string, queries for a street manager, for a worker of the community (None: not allowed)
LISTS = [
    ("leaders:leader-list", "", 9, 8),  # one of them: who of those on the way is here still
    ("leaders:leader-list", "order=name", 9, 8),
    ("leaders:leader-list", "order=term", 9, 8),
    ("leaders:leader-list", "region={community}", 12, 11),
    ("leaders:leader-list", "q=l", 9, 8),
    ("leaders:leader-roster", "", 9, 8),
    ("leaders:leader-export", "", 7, 6),
    ("communities:organization-list", "", 8, 7),
    ("communities:organization-list", "order=name&region={community}", 11, 10),
    ("communities:organization-export", "", 7, 6),
    ("communities:person-list", "", 8, None),
    ("communities:region-panel", "field=region&at={compound}", 6, 6),
    ("communities:region-panel", "field=region&q=h", 8, 8),
    ("desk:dashboard", "", 12, 10),
    ("desk:review-queue", "", 8, None),
    ("desk:search", "q=l", 8, 7),
    ("desk:audit-list", "", 10, None),  # places came with the national table: their names are in no log
    ("desk:read-list", "", 5, None),
    ("desk:self-audit", "", 9, None),
]
# public page, its query string, queries; a page that is kept asks for its version, before and after
PUBLIC = [
    ("directory:home", "", 10),
    ("directory:find", "q=l", 6),
    ("directory:places", "", 4),
    ("directory:organizations", "", 3),
    ("directory:building-heads", "", 4),
    ("directory:estates", "", 5),
]
# tab of a place's public page, queries
TABS = [("", 9), ("heads", 11), ("estates", 11), ("opinion", 11)]


@pytest.fixture
def crowd():
    """make(rows) → a street with that many of everything, a manager and a worker."""

    def make(rows):
        tree = make_tree()
        tree.manager, tree.worker = make_user(Role.MANAGER, tree.street), make_user(Role.WORKER, tree.community)
        clerk = make_user()
        for number in range(rows):
            compound = make_region(tree.community, name=f"花苑{number}", level="compound")
            building = make_region(tree.compound, name=f"{number + 20}号楼")
            team = make_organization(
                tree.community, by=clerk, category=make_category(f"舞{number}"), is_published=True, is_recruiting=True
            )
            leader = make_leader(building, by=clerk, name=f"陆{chr(0x4E00 + number)}", phone=f"138{number:08}")
            make_current(leader, region=building)
            make_current(leader, Kind.TEAM, organization=team)
            make_current(make_leader(compound, by=clerk, name="李明"), Kind.ESTATE, region=compound)
            make_current(leader, Kind.OPINION)
            make_appointment(make_leader(building, by=clerk, name="王平"), Kind.OPINION, by=clerk)
            make_appointment(make_leader(building, by=clerk, name="王安"), Kind.OPINION, by=tree.manager)
            give_consents(leader, ["name", "biography"], by=clerk, given_on="2026-01-01")
            make_user(Role.WORKER, tree.community)
        return tree

    return make


def queries(client, url, *, fresh=True):
    """How many; a streamed answer is read to its end. `fresh`: the menu's count, kept for 20 seconds, is asked anew."""
    if fresh:
        cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(url)
        if response.streaming:
            list(response.streaming_content)
    assert response.status_code == 200, url
    return len(asked)


def address(name, query, tree):
    return f"{reverse(name)}?{query.format(community=tree.community.pk, compound=tree.compound.pk)}"


@pytest.mark.parametrize("rows", [1, 3, 15])
@pytest.mark.parametrize("who", ["manager", "worker"])
def test_lists_ask_equally_often_for_one_row_and_for_many(client, sign_in, crowd, rows, who):
    tree = crowd(rows)
    sign_in(getattr(tree, who))
    expected = {(name, query): worker if who == "worker" else manager for name, query, manager, worker in LISTS}
    expected = {page: count for page, count in expected.items() if count is not None}

    said = {page: queries(client, address(*page, tree)) for page in expected}

    assert said == expected
    assert max(said.values()) <= MOST


@pytest.mark.parametrize("rows", [1, 3, 15])
def test_public_pages_ask_equally_often_for_one_row_and_for_many(client, crowd, rows):
    tree = crowd(rows)

    said = [(name, query, queries(client, address(name, query, tree))) for name, query, _count in PUBLIC]
    tabs = [
        (tab, queries(client, reverse("directory:place", args=[tree.community.pk]) + f"?tab={tab}")) for tab, _n in TABS
    ]

    assert (said, tabs) == (PUBLIC, TABS)


@pytest.mark.parametrize("role", ["worker", "office", "manager", "overseer"])
def test_no_page_asks_more_than_twelve_times(client, sign_in, role, world):
    _tree, users, rows = world
    sign_in(users[role])

    said = {
        name: queries(client, address_of(name, rows, row))
        for name, method, row, *expected in PAGES
        if method == "get" and expected[ROLES.index(role)] == 200 and name not in FILES
    }

    assert {name: count for name, count in said.items() if count > MOST} == {}


@pytest.mark.parametrize("role", ["manager", "worker"])
def test_a_page_about_one_row_asks_no_more_than_eight_times(client, sign_in, crowd, role):
    tree = crowd(3)
    sign_in(getattr(tree, role))
    seat = Appointment.objects.current().filter(kind=Kind.BUILDING).first()
    team = seat.leader.appointments.get(kind=Kind.TEAM).organization
    client.get(reverse("desk:more"))  # counts for the menu what waits, as the page before did

    said = {str(row): queries(client, row.get_absolute_url(), fresh=False) for row in (seat.leader, seat)}
    about_a_team = queries(client, team.get_absolute_url(), fresh=False)

    assert {name: count for name, count in said.items() if count > MOST_OF_A_ROW} == {}
    assert about_a_team <= MOST
