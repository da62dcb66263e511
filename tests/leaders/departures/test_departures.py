"""Moving away and dying: everything that hangs on a person is named, let go by one act, and taken back as it was."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.records.endings import hanging_on, relations_of
from leaders.cultivation.models import SuccessionCandidate
from leaders.departures.models import Departure
from leaders.people.models import Kind, Leader
from leaders.training.models import Enrolment
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_appointment,
    make_case,
    make_consent,
    make_current,
    make_departure,
    make_earlier_honour,
    make_enrolment,
    make_incentive,
    make_leader,
    make_outside_hours,
    make_plan,
    make_reserve_place,
    make_session,
    make_user,
)
from tests.factories.hanging import hang_what_is_missing

pytestmark = pytest.mark.django_db
# Relations to a person whose rows have no end of their own: search words, steps and sums of what was, answers given; a
# request for erasure is answered wherever the person lives.
NO_END = {"tokens", "stage_steps", "training_years", "nominations", "departures", "erasures"}


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def laden(tree, team):
    """A leader with something of every kind that may hang on a person."""
    leader = make_leader(tree.building, name="尤素英", stage="leader")
    make_current(leader, Kind.TEAM, organization=team)
    make_appointment(leader, region=tree.building)
    make_consent(leader)
    make_reserve_place(leader, tree.compound)
    make_enrolment(make_session(tree.community, capacity=1), leader)
    make_outside_hours(leader)
    make_earlier_honour(leader)
    make_incentive(leader)
    make_case(tree.community, source="leader", leader=leader)
    other = make_leader(tree.building2, name="徒弟")
    other.move_to_stage(
        other.stage, by=make_user(), note="带教", mentor=leader, next_step="带队一次", next_step_due=TODAY
    )
    make_plan(make_current(make_leader(tree.building2, name="楼长"), region=tree.building2), [leader])
    hang_what_is_missing(leader)
    return again(leader)


def test_every_relation_to_a_person_says_what_becomes_of_it():
    named = {relation.get_accessor_name() for relation, _ending in relations_of(Leader)}
    every = {relation.get_accessor_name() for relation in Leader._meta.related_objects if not relation.many_to_many}

    assert every - named - NO_END == set(), (
        "give their models on_leaving = Ending(…) and let_go, or name them in NO_END"
    )
    assert NO_END <= every - named, "these have an ending by now: take them out of NO_END"
    assert {ending.through for relation, ending in relations_of(Leader) if ending.through} == {"mentor"}


def test_the_page_names_all_that_hangs_and_afterwards_only_what_goes_on_is_open(client, laden, worker, sign_in):
    waits = make_enrolment(Enrolment.objects.get(leader=laden).session, make_leader(laden.region, name="候补"))
    sign_in(worker)
    page = reverse("leaders:departure-create", args=[laden.pk])
    shown = client.get(page)
    assert len(shown.context["hanging"]) == len(relations_of(Leader))
    assert all(kind.fate in shown.content.decode() for kind in shown.context["hanging"])

    answer = client.post(page, {"how": "died", "left_on": TODAY.isoformat()}, follow=True)

    assert answer.status_code == 200 and "Passed away" in answer.content.decode()
    left = again(laden)
    assert {kind.label for kind in hanging_on(left)} == {"Incentives", "Matters"}
    assert (left.stage, left.leads_team, left.has_pending) == ("emeritus", False, False)
    assert {post.end_reason for post in left.appointments.filter(state="ended")} == {"died"}
    assert not SuccessionCandidate.objects.filter(leader=left).exists()
    assert again(waits).state == "enrolled"
    mentee = Leader.objects.get(name="徒弟").stage_steps.newest().get()
    assert (mentee.mentor, mentee.next_step, mentee.next_step_due) == (None, "带队一次", TODAY)
    assert client.get(page).status_code == 404


def test_who_was_at_a_course_before_leaving_is_marked_at_its_roll_still(client, tree, worker, sign_in, clock):
    person, boss = make_leader(tree.building), make_user()
    begun = make_enrolment(make_session(tree.community, days=0, capacity=1), person)
    waits = make_enrolment(begun.session, make_leader(tree.building2, name="候补"))
    ahead = make_enrolment(make_session(tree.community), person)

    make_departure(person, by=worker, how="died")
    assert [again(row).state for row in (begun, waits, ahead)] == ["enrolled", "waiting", "withdrawn"]
    again(begun).mark(by=boss, attendance="present")

    assert (again(begun).minutes, again(person).training_years.get().minutes) == (90, 90)


def test_within_a_month_it_is_taken_back_as_it_was(client, laden, worker, sign_in, clock):
    departure = make_departure(laden)
    clock.shift(29 * 24 * 3600)
    sign_in(worker)

    client.post(reverse("leaders:departure-take-back", args=[departure.pk]), {"note": "同名的另一人"})

    row = again(laden)
    assert (again(departure).state, again(departure).left) == ("taken_back", [])
    assert (row.stage, row.leads_team, row.has_pending) == ("leader", True, True)
    assert row.consents.given().count() == 1 and row.reserve_places.filter(until=None).count() == 1
    assert row.outside_hours.get().state == "pending"
    assert AuditEntry.objects.filter(verb="departure.take_back").count() == 1


def test_what_ended_with_it_stays_named_and_what_was_given_away_is_told_when_it_is_taken_back(
    client, laden, worker, sign_in
):
    departure = make_departure(laden)
    sign_in(worker)

    shown = client.get(departure.get_absolute_url()).context["ended"]
    told = client.post(
        reverse("leaders:departure-take-back", args=[departure.pk]), {"note": "同名的另一人"}, follow=True
    ).context["messages"]

    assert {kind.label for kind in shown} >= {"Training", "Posts"} and all(kind.rows for kind in shown)
    given = next(str(one) for one in told if "Given away" in str(one))
    assert "Training: " in given and "Posts" not in given


def test_the_persons_page_tells_the_departure_and_offers_nothing_that_is_refused(client, laden, worker, sign_in):
    sign_in(worker)
    page, offers = laden.get_absolute_url(), ("leaders:appointment-create", "leaders:consent-list")
    offers = [f'"{reverse(name, args=[laden.pk])}"' for name in offers]
    assert all(offer in client.get(page).content.decode() for offer in offers)

    departure = make_departure(laden)

    shown = client.get(page).content.decode()
    assert [offer for offer in offers if offer in shown] == []
    told = client.get(page, {"tab": "history"}).context["here"]["entries"]
    assert "departure.enter" in {entry.verb for entry in told}
    assert str(departure.taken_back_until) in client.get(departure.get_absolute_url()).content.decode()


def test_what_was_given_away_meanwhile_is_named_and_stays_with_others(tree, laden):
    head = make_leader(tree.other_building, name="前楼长", stage="leader")
    make_current(head, region=tree.other_building)
    departure = make_departure(head)
    make_current(make_leader(tree.other_building, name="新楼长"), region=tree.other_building)

    departure.take_back(by=make_user(), reason="误记")

    assert len(departure.left) == 2  # the post, and with it the stage
    assert not again(head).leads_building


def test_after_a_month_it_stands_and_who_moved_away_may_come_back(laden, clock):
    departure = make_departure(laden)
    clock.shift(31 * 24 * 3600)
    with pytest.raises(ValidationError) as late:
        again(departure).take_back(by=make_user(), reason="误记")
    assert late.value.code == "late"

    again(departure).come_back(by=make_user(), reason="搬回来了")

    assert not hanging_on(again(laden)) or {kind.label for kind in hanging_on(laden)} == {"Incentives", "Matters"}
    make_appointment(again(laden), Kind.OPINION)


def test_nobody_comes_back_from_death(laden, client, sign_in, worker):
    departure = make_departure(laden, how="died")

    with pytest.raises(ValidationError):
        departure.come_back(by=make_user(), reason="误记")
    assert client.get(reverse("leaders:departure-come-back", args=[departure.pk])).status_code in (302, 404)
    sign_in(worker)
    assert client.get(reverse("leaders:departure-come-back", args=[departure.pk])).status_code == 404


@pytest.mark.parametrize("how", Departure.How.values)
def test_nothing_new_is_given_to_who_has_left(tree, laden, how):
    make_departure(laden, how=how)
    row = again(laden)

    for give in (
        lambda: make_appointment(row, Kind.OPINION),
        lambda: make_reserve_place(row, tree.compound),
        lambda: make_departure(row),
    ):
        with pytest.raises(ValidationError):
            give()
    session = make_session(tree.community)
    result = Enrolment.enrol(session, [row], by=make_user())
    assert not result.seated and result.retired == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"how": "", "left_on": TODAY.isoformat()}, "how"),
        ({"how": "other", "left_on": TODAY.isoformat()}, "how"),
        ({"how": "moved", "left_on": "昨天"}, "left_on"),
        ({"how": "moved", "left_on": (TODAY + timedelta(days=1)).isoformat()}, "left_on"),
        ({"how": "moved", "left_on": TODAY.isoformat(), "reason": "11010519491231002X"}, "reason"),
    ],
)
def test_what_is_typed_wrongly_is_said_beside_it(client, laden, worker, sign_in, typed, field):
    sign_in(worker)

    answer = client.post(reverse("leaders:departure-create", args=[laden.pk]), typed)

    assert field in answer.context["form"].errors
    assert not Departure.objects.exists()


def test_a_person_on_whom_nothing_hangs_leaves_too_and_keeps_the_stage(tree):
    leader = make_leader(tree.building, stage="backbone")

    make_departure(leader, left_on=timezone.localdate() - timedelta(days=400))

    assert (again(leader).stage, hanging_on(leader)) == ("backbone", [])
