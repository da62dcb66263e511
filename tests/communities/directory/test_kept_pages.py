"""A kept public page is never older than the last act about what it shows."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.regions.actions import move
from communities.regions.models import Region
from leaders.people.models import Kind
from registry.accounts.roles import Role
from registry.audit.changes import add_up, changes_at, note_changes
from registry.audit.models import PlaceChange
from tests.clock import NOW
from tests.factories import (
    make_activity,
    make_authority_decision,
    make_awarded_incentive,
    make_consent,
    make_current,
    make_leader,
    make_region,
    make_scored_rating,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tree):
    make_user(Role.OFFICE, tree.street)
    return tree


@pytest.fixture
def far(tree):
    """A person who lives in another street, and leads a group here."""
    street = make_region(tree.county, "古美路街道")
    return make_leader(make_region(street, "平阳社区"), name="陆建国")


@pytest.fixture
def seat(team, far):
    seat = make_current(far, Kind.TEAM, organization=team)
    make_consent(far)
    return seat


def group_page(team):
    return reverse("directory:organization", args=[team.pk])


def read(address, **cookies):
    """The page as a resident without any cookie but the given ones gets it, without its tokens."""
    client = Client()
    client.cookies.load(cookies)
    return client.get(address)


def text(address):
    response = read(address)
    return response.content.decode() if response.status_code == 200 else ""


def test_a_kept_page_costs_one_question(team, seat):
    first = text(group_page(team))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        second = text(group_page(team))

    assert len(asked) == 1
    assert "陆建国" in first
    assert lines(second) == lines(first)


def test_each_reader_has_a_token_of_their_own(team, seat):
    text(group_page(team))
    client = Client(enforce_csrf_checks=True)
    client.get(group_page(team))  # kept
    one, other = client.get(group_page(team)), read(group_page(team))
    token = one.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    assert token not in other.content.decode()
    assert client.post(reverse("ui:display"), {"size": "l", "csrfmiddlewaretoken": token}).status_code == 302


def test_display_and_language_have_pages_of_their_own(team, seat):
    plain, large = read(group_page(team)), read(group_page(team), size="l")
    assert 'data-size="l"' not in plain.content.decode()
    assert 'data-size="l"' in large.content.decode()
    assert 'lang="zh-Hans"' in read(group_page(team), language="zh-hans").content.decode()
    assert 'lang="en"' in read(group_page(team), language="en").content.decode()


def withdrawn(team, seat, tree):
    seat.leader.consents.get().withdraw(by=make_user())


def left(team, seat, tree):
    seat.end(by=make_user(), reason="resigned")


def closed(team, seat, tree):
    team.publish(by=make_user(), shown=False)


def banned(team, seat, tree):
    make_authority_decision(team, kind="ban").decide(by=make_user())


def planned(team, seat, tree):
    make_activity(organization=team, title="重阳合唱").publish(by=make_user())


def rated(team, seat, tree):
    rating = make_scored_rating(organization=team)
    assert rating.pk


def thanked(team, seat, tree):
    make_awarded_incentive(team)


def renamed(team, seat, tree):
    tree.community.rename("新梅社区", by=make_user())


def told_elsewhere(team, seat, tree):
    tree.street.contact_phone = "021-64881234"
    tree.street.save()
    note_changes([tree.street.path])


def moved(team, seat, tree):
    move(tree.community, Region.objects.get(name="古美路街道"), by=make_user(), reason="区划调整")


@pytest.mark.parametrize(
    "act", [withdrawn, left, closed, banned, planned, rated, thanked, renamed, told_elsewhere, moved]
)
def test_every_act_shows_on_the_next_request(act, team, seat, tree):
    addresses = [
        group_page(team),
        reverse("directory:leader", args=[seat.pk]),
        reverse("directory:place", args=[tree.community.pk]),
        reverse("directory:place", args=[tree.county.pk]),
        reverse("directory:places"),
        reverse("directory:home"),
    ]
    before = [text(address) for address in addresses]
    act(team, seat, tree)
    kept = [text(address) for address in addresses]
    caches["pages"].clear()
    fresh = [text(address) for address in addresses]

    assert [lines(one) for one in kept] == [lines(one) for one in fresh]
    assert act is rated or [lines(one) for one in before] != [lines(one) for one in fresh]


def lines(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_change_in_the_street_of_who_leads_reaches_the_page_elsewhere(team, seat, far):
    assert "陆建国" in text(group_page(team))
    move_home(far)
    far.consents.get().withdraw(by=make_user())
    assert "陆建国" not in text(group_page(team))


def move_home(leader):
    """To a third street, whose acts the page did not know of."""
    leader.region = make_region(make_region(leader.region.parent.parent, "七宝镇"), "华漕社区")
    leader.save()


def test_what_is_over_leaves_the_page_by_itself(team, seat, clock):
    soon = make_activity(
        organization=team, title="重阳合唱", starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2)
    )
    soon.publish(by=make_user())
    assert "重阳合唱" in text(group_page(team))
    clock.move_to(NOW + timedelta(hours=3), tick=True)
    assert "重阳合唱" not in text(group_page(team))


def test_what_is_written_while_a_page_is_made_is_not_lost(team, seat, monkeypatch):
    def slow(subject=None, **about):
        far = seat.leader
        if far.consents.given().exists():
            far.consents.get().withdraw(by=make_user())
        return []

    monkeypatch.setattr("leaders.directory.views.honours_of", slow)
    assert "陆建国" in text(group_page(team))
    assert "陆建国" not in text(group_page(team))


def test_the_signed_in_and_the_searching_get_no_kept_page(team, seat, client, sign_in):
    client = sign_in(make_user())
    client.get(group_page(team))
    read(reverse("directory:building-heads") + "?q=平南")
    assert len(caches["pages"]._cache) == 0


def test_adding_up_keeps_every_version(tree):
    for path in [tree.community.path, tree.street.path, tree.county.path, "", tree.building.path, ""]:
        note_changes([path])
    places = [None, {""}, {tree.street.path}, {tree.county.path}]
    before, rows = [changes_at(one) for one in places], PlaceChange.objects.count()

    assert add_up(dry_run=True) == add_up(dry_run=False)
    assert [changes_at(one) for one in places] == before
    assert PlaceChange.objects.count() == PlaceChange.objects.values("place").distinct().count() < rows
    assert add_up(dry_run=False) == "0 places"
