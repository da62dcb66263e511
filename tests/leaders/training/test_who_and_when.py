"""Whose people come in, who runs a session, which course is the same one, what stands in the way of completing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from leaders.training.models import Enrolment, OutsideHours
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_enrolment, make_leader, make_outside_hours, make_session, make_user
from tests.factories.records import move_session

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def waiting_at(tree, title):
    """A full session: (the seated enrolment, the one that waits)."""
    session = make_session(tree.community, capacity=1, title=title)
    return [make_enrolment(session, make_leader(tree.building, name=name)) for name in ("张三", "李四")]


def test_a_free_place_is_filled_from_the_waiting_list_of_its_own_session(tree):
    _earlier = waiting_at(tree, "消防演练")
    seated, waits = waiting_at(tree, "垃圾分类")

    [moved] = seated.withdraw(by=make_user())

    assert moved.pk == waits.pk
    assert Enrolment.objects.filter(state="enrolled").count() == 2
    assert again(_earlier[1]).state == "waiting"


def test_people_are_enrolled_by_whose_place_holds_the_session_or_lies_below_it(tree):
    session, of_street = make_session(tree.community), make_session(tree.street)
    here, above = make_user(Role.WORKER, tree.community), make_user(Role.OFFICE, tree.street)
    beside, elsewhere = make_user(Role.WORKER, tree.community2), make_user(Role.WORKER, tree.other_community)

    assert session.spans_to_enrol(here) and session.spans_to_enrol(above)
    assert session.spans_to_enrol(beside) == session.spans_to_enrol(elsewhere) == []
    assert of_street.spans_to_enrol(here) and of_street.spans_to_enrol(beside)
    assert of_street.spans_to_enrol(elsewhere) == []


def test_who_only_looks_runs_no_session_and_changes_no_paper(tree, worker):
    overseer = make_user(Role.OVERSEER, tree.county)
    outside = make_outside_hours(make_leader(tree.building))
    for row in (make_session(tree.community), outside):
        assert row.documents_changed_by(worker) and not row.documents_changed_by(overseer)
    assert not make_session(tree.community).is_run_by(overseer)


def test_who_gave_the_place_back_or_waits_keeps_no_session_open(tree):
    session = make_session(tree.community, capacity=1, days=1)
    seated = make_enrolment(session, make_leader(tree.building, name="张三"))
    make_enrolment(session, make_leader(tree.building, name="李四"))  # moves up
    make_enrolment(session, make_leader(tree.building, name="王五"))  # goes on waiting
    seated.withdraw(by=make_user())
    move_session(session, -1)
    Enrolment.objects.get(session=session, state="enrolled").mark(by=make_user(), attendance="present")

    again(session).complete(by=make_user())

    assert again(session).state == "done"


def test_a_course_is_the_same_one_on_the_same_day_of_the_same_year(tree):
    leader = make_leader(tree.building)
    kept = make_outside_hours(leader, title="物业管理条例解读", held_on=TODAY - timedelta(days=40))
    with pytest.raises(ValidationError, match="entered for this person already"):
        make_outside_hours(leader, title="物业管理条例解读", held_on=kept.held_on)

    make_outside_hours(leader, title="物业管理条例解读", held_on=kept.held_on - timedelta(days=7))
    make_outside_hours(make_leader(tree.building, name="别人"), title="物业管理条例解读", held_on=kept.held_on)
    assert OutsideHours.objects.count() == 3


def test_a_session_of_another_year_is_not_what_somebody_brings_a_certificate_of(tree):
    leader = make_leader(tree.building)
    session = make_session(tree.community, title="垃圾分类", days=1)
    make_enrolment(session, leader)

    make_outside_hours(leader, title="垃圾分类", year=TODAY.year - 1, held_on=None)
    with pytest.raises(ValidationError, match="was a session held here"):
        make_outside_hours(leader, title="垃圾分类", year=TODAY.year, held_on=None)
