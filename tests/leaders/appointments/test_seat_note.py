"""Beside the seat a form says who holds it, what waits and what will come of an entry, before anything is sent."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_appointment, make_current, make_leader, make_organization, make_user

pytestmark = pytest.mark.django_db
PANEL = "leaders:seat-panel"
NOW = {"started_on": TODAY.isoformat(), "term_ends_on": (TODAY + timedelta(days=900)).isoformat()}


@pytest.fixture
def head(tree):
    since = {"started_on": date(2024, 3, 1), "term_ends_on": TODAY + timedelta(days=400)}
    return make_current(make_leader(tree.building, name="钟桂英"), region=tree.building, **since)


@pytest.fixture
def desk(sign_in, worker):
    return sign_in(worker)


def said(client, **chosen):
    return client.get(reverse(PANEL), chosen).content.decode()


def test_a_seat_that_is_held_says_what_a_new_a_past_and_a_later_term_come_to(desk, tree, head):
    seat = {"kind": "building", "building": tree.building.pk}

    assert "钟桂英 holds this seat, term until" in said(desk, **seat, **NOW)
    assert "decides whether 钟桂英 leaves office" in said(desk, **seat, **NOW)
    past = {"started_on": "2019", "term_ends_on": "2021-02-28"}
    assert "goes into the history once confirmed; 钟桂英 stays" in said(desk, **seat, **past)
    assert "can be confirmed from that day on" in said(desk, **seat, **NOW | {"started_on": "2027-01-01"})
    assert "钟桂英" not in said(desk, **seat | {"building": tree.building2.pk}, **NOW)
    assert said(desk, kind="opinion", building=tree.building.pk).strip() == ""


def test_a_seat_that_waits_says_that_another_entry_is_refused(desk, tree):
    make_appointment(make_leader(tree.building, name="钟桂英"), region=tree.building)

    text = said(desk, kind="building", building=tree.building.pk)

    assert "an entry awaits review already: 钟桂英" in text and "note--warn" in text


def test_a_group_says_who_has_posts_and_who_has_one_already(desk, tree):
    leader, group = make_leader(tree.building, name="钟桂英"), make_organization(tree.community)
    make_current(leader, Kind.TEAM, organization=group)
    chosen = {"kind": "team", "organization": group.pk}

    assert "This group has posts already: 钟桂英 (In office)." in said(desk, **chosen)
    assert "钟桂英 has an entry for this group already" in said(desk, **chosen, leader=leader.pk)


def test_nothing_is_said_of_a_seat_out_of_reach(sign_in, tree, head):
    other = sign_in(make_user(Role.WORKER, tree.other_street))

    for odd in (tree.building.pk, "x", "", 10**30):
        assert said(other, kind="building", building=odd, leader=head.leader_id).strip() == ""


def test_without_scripts_a_button_shows_it_and_a_form_that_comes_back_shows_it_too(desk, tree, head):
    page, seat = reverse("leaders:leader-create"), {"kind": "building", "building": tree.building.pk}
    typed = {"name": "单国强"} | seat | NOW

    looked = desk.post(page, typed | {"seat_find": "1"}).content.decode()
    assert "钟桂英 holds this seat" in looked and 'value="单国强"' in looked and 'class="errsum"' not in looked
    assert "钟桂英 holds this seat" in desk.post(page, typed | {"name": ""}).content.decode()
    assert "钟桂英 holds this seat" in desk.get(page, seat).content.decode()
    add = reverse("leaders:appointment-create", args=[make_leader(tree.building2).pk])
    assert "钟桂英 holds this seat" in desk.post(add, seat | NOW | {"seat_find": "1"}).content.decode()
