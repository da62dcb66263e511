from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from leaders.training.models import Enrolment, TrainingSession
from registry.accounts.roles import Permission, Role
from registry.audit.log import snapshot
from registry.audit.models import AuditEntry
from tests.clock import NOW
from tests.factories import (
    make_enrolment,
    make_leader,
    make_session,
    make_superuser,
    make_user,
    move_session,
)

VIEW, EDIT = Permission.TRAINING_VIEW, Permission.TRAINING_EDIT


@pytest.fixture
def boss(db):
    return make_superuser()


def test_the_right_to_see_reaches_up_to_the_street_and_the_right_to_run_does_not(tree):
    worker = make_user(Role.WORKER, tree.community)
    own = make_session(tree.community)
    street = make_session(tree.street)
    below = make_session(tree.compound)
    make_session(tree.community2)
    make_session(tree.other_street)

    seen = set(TrainingSession.objects.permitted(worker, VIEW))
    runs = set(TrainingSession.objects.permitted(worker, EDIT))

    assert seen == {own, street, below}
    assert runs == {own, below}


def test_a_street_sees_all_of_its_communities_and_nothing_beside(tree):
    office = make_user(Role.OFFICE, tree.street)
    mine = {make_session(tree.street), make_session(tree.community), make_session(tree.community2)}
    make_session(tree.other_street)

    assert set(TrainingSession.objects.permitted(office, VIEW)) == mine
    assert set(TrainingSession.objects.permitted(office, EDIT)) == mine


def test_without_a_posting_nothing_is_seen(tree):
    make_session(tree.street)

    assert not TrainingSession.objects.permitted(make_user(), VIEW).exists()


def test_a_worker_sees_only_the_own_people_in_the_street_course(tree, boss):
    worker, office = make_user(Role.WORKER, tree.community), make_user(Role.OFFICE, tree.street)
    session = make_session(tree.street)
    mine = make_enrolment(session, make_leader(tree.building))
    other = make_enrolment(session, make_leader(tree.community2, name="钟桂英"))

    assert list(Enrolment.objects.permitted(worker, VIEW)) == [mine]
    assert set(Enrolment.objects.permitted(office, VIEW)) == {mine, other}


def test_whoever_reaches_the_session_sees_guests_from_elsewhere(tree):
    worker = make_user(Role.WORKER, tree.community)
    guest = make_enrolment(make_session(tree.community), make_leader(tree.community2))

    assert list(Enrolment.objects.permitted(worker, VIEW)) == [guest]


def test_a_session_in_the_past_is_refused(tree):
    with pytest.raises(ValidationError) as refused:
        make_session(tree.street, starts_at=timezone.now() - timedelta(minutes=5))

    assert "starts_at" in refused.value.message_dict


def test_a_session_lies_at_a_street_or_below(tree):
    with pytest.raises(ValidationError, match="offered by a street"):
        make_session(tree.county)


@pytest.mark.parametrize("facts", [{"capacity": 0}, {"minutes": 5}, {"minutes": 4000}])
def test_numbers_out_of_bounds_are_refused(tree, facts):
    with pytest.raises(ValidationError):
        make_session(tree.street, **facts)


def test_capacity_below_the_enrolled_is_refused_by_form_and_database(tree, boss):
    session = make_session(tree.street, capacity=2)
    for name in ("陆建国", "钟桂英"):
        make_enrolment(session, make_leader(tree.building, name=name))
    before = snapshot(session)
    session.capacity = 1

    with pytest.raises(ValidationError) as refused:
        session.revise(by=boss, before=before)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingSession.objects.filter(pk=session.pk).update(capacity=1)

    assert "capacity" in refused.value.message_dict


def test_more_places_take_people_from_the_waiting_list(tree, boss):
    session = make_session(tree.street, capacity=1)
    rows = [make_enrolment(session, make_leader(tree.building, name=name)) for name in ("陆建国", "钟桂英", "郑贵宝")]
    before = snapshot(session)
    session.capacity = 2

    moved = session.revise(by=boss, before=before)

    assert [row.leader.name for row in moved] == ["钟桂英"]
    assert list(Enrolment.objects.order_by("id").values_list("state", flat=True)) == ["enrolled", "enrolled", "waiting"]
    assert rows[2].position == 2


def test_two_windows_do_not_overwrite_each_other(tree, boss):
    first = make_session(tree.street)
    second = TrainingSession.objects.get(pk=first.pk)
    first.title, second.title = "甲", "乙"
    first.revise(by=boss, before=snapshot(first))

    with pytest.raises(ValidationError) as refused:
        second.revise(by=boss, before=snapshot(second))

    assert refused.value.code == "stale"
    assert TrainingSession.objects.get().title == "甲"


def test_after_attendance_day_length_and_area_stay(tree, boss):
    session = make_session(tree.street, days=0)
    make_enrolment(session, make_leader(tree.building)).mark(by=boss, attendance="present")
    before = snapshot(session)
    session.minutes, session.content_area = 45, "ethics"

    with pytest.raises(ValidationError) as refused:
        session.revise(by=boss, before=before)

    assert set(refused.value.message_dict) == {"minutes", "content_area"}


@pytest.mark.parametrize(("days", "state"), [(1, "planned"), (0, "closed"), (-1, "closed")])
def test_enrolment_opens_again_until_it_is_over(tree, boss, days, state):
    session = make_session(tree.street)
    session.close(by=boss)
    move_session(session, days)

    if state == "planned":
        session.reopen(by=boss)
    else:
        with pytest.raises(ValidationError) as refused:
            session.reopen(by=boss)
        assert refused.value.code == "past"

    session.refresh_from_db()
    assert session.state == state


@pytest.mark.parametrize(
    ("state", "verb"),
    [("done", "close"), ("done", "cancel"), ("cancelled", "close"), ("cancelled", "complete"), ("planned", "reopen")],
)
def test_a_verb_out_of_turn_changes_nothing(tree, boss, state, verb):
    session = make_session(tree.street)
    if state == "done":
        move_session(session, 0)
        session.complete(by=boss)
    elif state == "cancelled":
        session.cancel(by=boss, reason="改期")
    more = {"reason": "x"} if verb == "cancel" else {}

    with pytest.raises(ValidationError) as refused:
        getattr(session, verb)(by=boss, **more)

    assert refused.value.code == "stale"
    assert TrainingSession.objects.get().state == state


def test_cancelling_needs_a_reason(tree, boss):
    with pytest.raises(ValidationError):
        make_session(tree.street).cancel(by=boss, reason=" ")


def test_a_session_that_was_held_is_not_cancelled(tree, boss):
    session = make_session(tree.street, days=0)
    make_enrolment(session, make_leader(tree.building)).mark(by=boss, attendance="absent")

    with pytest.raises(ValidationError) as refused:
        session.cancel(by=boss, reason="改期")

    assert refused.value.code == "fixed"


def test_it_is_not_completed_before_its_day_nor_with_people_unmarked(tree, boss):
    early, open_ = make_session(tree.street), make_session(tree.street, days=0)
    make_enrolment(open_, make_leader(tree.building))

    for session, code in ((early, "early"), (open_, "unmarked")):
        with pytest.raises(ValidationError) as refused:
            session.complete(by=boss)
        assert refused.value.code == code
        assert TrainingSession.objects.get(pk=session.pk).state == "planned"


@pytest.fixture
def row(tree, boss):
    return make_enrolment(make_session(tree.street, days=0, minutes=180), make_leader(tree.building))


def at_hours(session, hours):
    begin = NOW + timedelta(hours=hours)
    TrainingSession.objects.filter(pk=session.pk).update(starts_at=begin, minutes=90)
    session.refresh_from_db()


def test_it_is_not_completed_before_it_ends(tree, boss, clock):
    session = make_session(tree.street)
    at_hours(session, -1)

    with pytest.raises(ValidationError) as refused:
        session.complete(by=boss)
    assert (refused.value.code, TrainingSession.objects.get().state) == ("early", "planned")

    clock.move_to(NOW + timedelta(minutes=31))
    session.refresh_from_db()
    session.complete(by=boss)
    assert TrainingSession.objects.get().state == "done"


def test_a_completed_one_is_taken_up_again_with_a_reason_and_what_was_marked_stays(tree, boss):
    session = make_session(tree.street, days=0)
    row = make_enrolment(session, make_leader(tree.building))
    row.mark(by=boss, attendance="present")
    session.complete(by=boss)
    with pytest.raises(ValidationError):
        session.resume(by=boss, reason=" ")

    session.resume(by=boss, reason="漏登两人")

    row.refresh_from_db()
    assert (session.state, row.attendance) == ("closed", "present")
    assert AuditEntry.objects.get(verb="training.resume").note == "漏登两人"
    with pytest.raises(ValidationError) as refused:
        session.reopen(by=boss)
    assert refused.value.code == "past"
    row.mark(by=boss, attendance="late")
    session.complete(by=boss)
    assert TrainingSession.objects.get().state == "done"


def test_only_a_completed_one_is_taken_up_again(tree, boss):
    session = make_session(tree.street)

    with pytest.raises(ValidationError) as refused:
        session.resume(by=boss, reason="漏登两人")

    assert refused.value.code == "stale"


def test_enrolment_of_a_session_that_is_over_is_not_opened_again(tree, boss):
    session = make_session(tree.street)
    session.close(by=boss)
    at_hours(session, -2)

    with pytest.raises(ValidationError) as refused:
        session.reopen(by=boss)

    assert (refused.value.code, TrainingSession.objects.get().state) == ("past", "closed")


def test_a_session_waits_for_its_roll_from_the_hour_it_ends(tree, boss, clock):
    session = make_session(tree.street, days=0)
    end = session.ends_at

    for moment, said in (
        (end - timedelta(minutes=1), "Under way"),
        (end, "Roll call to be completed"),
        (end + timedelta(days=1), "Roll call to be completed"),
    ):
        clock.move_to(moment)
        assert str(session.tag[1]) == said
