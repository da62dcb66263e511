"""After a seat is filled: who else was put forward is told apart and answered, and nobody waits for a seat they hold."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leaders.appointments.actions import decide_appointment
from leaders.cultivation.models import ReservePlace
from leaders.nominations.models import Nomination
from leaders.people.models import Kind
from registry.desk.due import tasks
from tests.clock import TODAY
from tests.factories import (
    make_appointment,
    make_current,
    make_leader,
    make_nomination,
    make_returned,
    make_user,
)

pytestmark = pytest.mark.django_db
LEFT = "nomination_left"


def due(user, key):
    return {task.url for task in tasks(user) if task.key == key}


@pytest.mark.parametrize("state", ["received", "contacted"])
def test_whoever_was_put_forward_for_a_seat_that_is_filled_is_owed_an_answer(tree, worker, sign_in, state):
    row = make_nomination(tree.building, days=20)
    if state == "contacted":
        row.contact(by=worker, how="phone")
        Nomination.objects.update(contacted_at=timezone.now() - timedelta(days=10))
    url = row.get_absolute_url()
    assert not due(worker, LEFT) and "holds this seat since" not in sign_in(worker).get(url).content.decode()

    post = make_current(make_leader(tree.building, name="顾美娟"), region=tree.building)

    assert due(worker, LEFT) == {url} and not due(worker, "nomination") and not due(worker, "nomination_contacted")
    page = sign_in(worker).get(url).content.decode()
    assert f'<a href="{post.get_absolute_url()}">顾美娟</a> holds this seat since' in page
    assert "Seat filled" in sign_in(worker).get(reverse("leaders:nomination-list")).content.decode()
    form = sign_in(worker).get(reverse("leaders:nomination-decline", args=[row.pk])).context["form"]
    assert form["reason"].value() == "taken"
    row.decline(by=worker, reason="taken")
    assert not due(worker, LEFT)


@pytest.mark.parametrize(
    "change", [{"term_ends_on": TODAY + timedelta(days=30)}, {"term_ends_on": TODAY - timedelta(days=1)},
               {"ended_on": TODAY + timedelta(days=9), "end_reason": "own_wish"}],
)  # fmt: skip
def test_a_seat_that_falls_free_soon_is_asked_for_still(tree, worker, change):
    make_nomination(tree.building)
    post = make_current(make_leader(tree.building), region=tree.building)
    type(post).objects.filter(pk=post.pk).update(**change)

    assert not due(worker, LEFT)
    assert Nomination.objects.get().holder() is None


def test_a_group_may_have_several_leaders(tree, worker, team):
    make_nomination(team.region, kind=Kind.TEAM, organization=team)
    make_current(make_leader(tree.building), Kind.TEAM, organization=team)

    assert not due(worker, LEFT) and Nomination.objects.get().likely_reason() == ""


def test_double_nominations_are_pointed_out_and_the_others_named(tree, worker, sign_in):
    first, twice, other = (make_nomination(tree.building, nominee_name=name) for name in ("罗秀兰", "罗秀兰", "唐振兴"))
    make_nomination(tree.building2, nominee_name="罗秀兰")

    page = sign_in(worker).get(first.get_absolute_url())

    assert [(row.pk, row.is_same) for row in page.context["others"]] == [(twice.pk, True), (other.pk, False)]
    assert page.content.decode().count("Same name") == 1
    assert twice.likely_reason() == "twice" and other.likely_reason() == ""


def test_whoever_takes_a_seat_leaves_its_reserve_list_and_no_other(tree, worker, team):
    leader, manager = make_leader(tree.building), make_user()
    for seat in ({"region": tree.building}, {"region": tree.building2}, {"organization": team}):
        ReservePlace(leader=leader, since=TODAY, **seat).enter(by=worker)
    beside = ReservePlace(leader=make_leader(tree.building2), region=tree.building, since=TODAY)
    beside.enter(by=worker)

    decide_appointment(make_appointment(leader, region=tree.building), by=manager)

    places = ReservePlace.objects.order_by("id")
    assert [(row.until, row.ended_by) for row in places] == [(TODAY, manager), *[(None, None)] * 3]
    decide_appointment(make_appointment(leader, Kind.TEAM, organization=team), by=manager)
    assert list(places.open().values_list("leader", "region")) == [
        (leader.pk, tree.building2.pk), (beside.leader_id, tree.building.pk)
    ]  # fmt: skip


def test_a_returned_entry_stands_in_nobodys_way(tree, worker):
    make_returned(make_leader(tree.building), Kind.BUILDING, region=tree.building)

    make_appointment(make_leader(tree.building2), region=tree.building)


def test_the_vacancies_lead_to_the_entry_that_waits(tree, worker, sign_in):
    post = make_appointment(make_leader(tree.building), region=tree.building)

    page = sign_in(worker).get(reverse("leaders:vacancy-buildings")).content.decode()

    assert f'<a href="{post.get_absolute_url()}">' in page
