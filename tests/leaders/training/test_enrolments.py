from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from leaders.people.models import Leader, Stage
from leaders.training.models import Enrolment, TrainingSession
from registry.accounts.roles import Role
from tests.factories import (
    make_enrolment,
    make_leader,
    make_session,
    make_superuser,
    make_tree,
    make_user,
    move_session,
)


@pytest.fixture
def boss(db):
    return make_superuser()


def test_beyond_the_capacity_people_wait_in_their_order(tree, boss):
    session = make_session(tree.street, capacity=2)
    people = [make_leader(tree.building, name=f"陆建{char}") for char in "国军民华"]

    result = Enrolment.enrol(session, people, by=boss)

    assert (len(result.seated), len(result.waiting)) == (2, 2)
    assert list(session.enrolments.waiting().values_list("leader__name", "position")) == [("陆建民", 1), ("陆建华", 2)]
    session.refresh_from_db()
    assert session.enrolled == 2


def test_enrolling_twice_changes_nothing(tree, boss):
    session, leader = make_session(tree.street), make_leader(tree.building)
    Enrolment.enrol(session, [leader, leader], by=boss)

    again = Enrolment.enrol(session, [leader], by=boss)

    session.refresh_from_db()
    assert (again.already, session.enrolled, Enrolment.objects.count()) == (1, 1, 1)


def test_the_database_holds_once_a_session(tree, boss):
    row = make_enrolment(make_session(tree.street), make_leader(tree.building))

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            session=row.session, leader=row.leader, state="enrolled", enrolled_at=timezone.now(), enrolled_by=boss
        )


def test_withdrawing_promotes_the_first_who_waits(tree, boss):
    session = make_session(tree.street, capacity=1)
    seated, first, second = [
        make_enrolment(session, make_leader(tree.building, name=name)) for name in ("陆建国", "钟桂英", "郑贵宝")
    ]

    moved = seated.withdraw(by=boss)

    first.refresh_from_db()
    second.refresh_from_db()
    session.refresh_from_db()
    assert [row.pk for row in moved] == [first.pk]
    assert (first.state, first.position, second.state, session.enrolled) == ("enrolled", None, "waiting", 1)


def test_a_withdrawn_person_is_enrolled_again_in_the_same_row_at_the_end_of_the_line(tree, boss):
    session = make_session(tree.street, capacity=1)
    seated, waiting = [make_enrolment(session, make_leader(tree.building, name=name)) for name in ("陆建国", "钟桂英")]
    seated.withdraw(by=boss)

    Enrolment.enrol(session, [seated.leader], by=boss)

    seated.refresh_from_db()
    assert (seated.state, seated.position, Enrolment.objects.count()) == ("waiting", 2, 2)


def test_withdrawing_twice_is_stale(tree, boss):
    row = make_enrolment(make_session(tree.street), make_leader(tree.building))
    row.withdraw(by=boss)

    with pytest.raises(ValidationError) as refused:
        Enrolment.objects.get(pk=row.pk).withdraw(by=boss)

    assert refused.value.code == "stale"
    assert TrainingSession.objects.get().enrolled == 0


@pytest.mark.parametrize("verb", ["cancel", "close", "past", "done"])
def test_a_shut_session_enrols_nobody(tree, verb):
    worker = make_user(Role.WORKER, tree.community)
    boss = make_superuser()
    session = make_session(tree.street)
    if verb == "cancel":
        session.cancel(by=boss, reason="改期")
    elif verb == "close":
        session.close(by=boss)
    else:
        move_session(session, -1)
    if verb == "done":
        session.complete(by=boss)

    with pytest.raises(ValidationError) as refused:
        Enrolment.enrol(session, [make_leader(tree.building)], by=worker)

    assert refused.value.code in {"shut", "past"}


def test_whoever_runs_it_adds_who_came_unannounced(tree, boss):
    session = make_session(tree.street, days=0)
    session.close(by=boss)

    assert make_enrolment(session, make_leader(tree.building), by=boss).state == "enrolled"


def test_a_person_retired_with_honour_is_not_enrolled(tree, boss):
    leader = make_leader(tree.building)
    Leader.objects.filter(pk=leader.pk).update(stage=Stage.EMERITUS)
    leader.refresh_from_db()

    result = Enrolment.enrol(make_session(tree.street), [leader], by=boss)

    assert (result.retired, Enrolment.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_enrolling_at_once_twelve_get_a_place_and_eight_wait():
    tree = make_tree()
    boss = make_superuser()
    session = make_session(tree.street, capacity=12)
    people = [make_leader(tree.building, name=f"陆建{number}") for number in "零一二三四五六七八九十百千万国军民华中文"]
    barrier, failed = Barrier(len(people)), []

    def enrol(leader):
        mine = TrainingSession.objects.get(pk=session.pk)
        barrier.wait(timeout=30)
        try:
            Enrolment.enrol(mine, [leader], by=boss)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    run_all(enrol, people)

    session.refresh_from_db()
    numbers = sorted(Enrolment.objects.filter(state="waiting").values_list("position", flat=True))
    assert failed == []
    assert (session.enrolled, Enrolment.objects.filter(state="enrolled").count()) == (12, 12)
    assert numbers == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_withdrawing_while_others_enrol_keeps_the_counter_true():
    tree = make_tree()
    boss = make_superuser()
    session = make_session(tree.street, capacity=4)
    seated = [make_enrolment(session, make_leader(tree.building, name=f"陆建{char}"), by=boss) for char in "国军民华"]
    fresh = [make_leader(tree.building2, name=f"钟桂{char}") for char in "英芳兰珍"]
    barrier, failed = Barrier(8), []

    def act(one):
        barrier.wait(timeout=30)
        try:
            if isinstance(one, Leader):
                Enrolment.enrol(session, [one], by=boss)
            else:
                one.withdraw(by=boss)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    run_all(act, [*seated, *fresh])

    session.refresh_from_db()
    assert failed == []
    assert session.enrolled == Enrolment.objects.filter(state="enrolled").count() == 4
    assert not Enrolment.objects.filter(state="waiting").exists()


def run_all(act, rows):
    threads = [Thread(target=act, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


@pytest.fixture
def row(tree, boss):
    return make_enrolment(make_session(tree.street, days=0, minutes=180), make_leader(tree.building))
