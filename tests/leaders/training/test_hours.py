from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from leaders.training.models import Enrolment, TrainingYear
from leaders.training.models.lessons import hours, hours_missing
from registry.audit.log import snapshot
from tests.factories import (
    make_enrolment,
    make_leader,
    make_session,
    make_superuser,
    make_tree,
    move_session,
)


@pytest.fixture
def boss(db):
    return make_superuser()


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0"), (45, "1"), (90, "2"), (120, "2.6"), (719, "15.9"), (720, "16")]
)
def test_hours_have_one_decimal_and_are_rounded_down(minutes, said):
    assert hours(minutes) == said


def test_what_is_missing_is_rounded_up():
    assert (hours_missing(1), hours_missing(45), hours_missing(0)) == ("0.1", "1", "0")


def run_all(act, rows):
    threads = [Thread(target=act, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


@pytest.fixture
def row(tree, boss):
    return make_enrolment(make_session(tree.street, days=0, minutes=180), make_leader(tree.building))


def test_the_year_is_the_sum_after_every_act(tree, boss):
    """Marked, marked otherwise, all the rest, corrected, over two years and all areas."""
    people = [make_leader(tree.building, name=f"陆建{char}") for char in "国军民华"]
    for number, area in enumerate(("horizon", "ethics", "knowledge", "ethics")):
        session = make_session(tree.street, content_area=area, minutes=60 + number)
        Enrolment.enrol(session, people, by=boss)
        move_session(session, -400 if number == 3 else 0)
        rows = list(session.enrolments.select_related("leader", "session"))
        rows[number].mark(by=boss, attendance="late")
        rows[0].mark(by=boss, attendance="absent")
        Enrolment.mark_rest_present(session, by=boss)
        session.complete(by=boss)
        rows[1].correct(by=boss, attendance="late", minutes=20 + number, reason="迟到")

    years_equal_their_sums()
    assert TrainingYear.objects.count() == 8


def years_equal_their_sums():
    summed = {}
    for row in Enrolment.objects.select_related("session"):
        if row.attendance in ("present", "late"):
            key = (row.leader_id, timezone.localtime(row.session.starts_at).year)
            areas = summed.setdefault(key, {"horizon": 0, "ethics": 0, "knowledge": 0})
            areas[row.session.content_area] += row.minutes
    kept = {
        (row.leader_id, row.year): {"horizon": row.horizon, "ethics": row.ethics, "knowledge": row.knowledge}
        for row in TrainingYear.objects.all()
        if row.minutes
    }
    assert kept == summed
    assert TrainingYear.objects.aggregate(n=Sum("minutes"))["n"] == Enrolment.objects.aggregate(n=Sum("minutes"))["n"]


@pytest.mark.django_db(transaction=True)
def test_two_sessions_marked_at_once_add_up():
    tree = make_tree()
    boss = make_superuser()
    leader = make_leader(tree.building)
    rows = [make_enrolment(make_session(tree.street, days=0, minutes=45), leader, by=boss) for _number in range(6)]
    barrier, failed = Barrier(6), []

    def mark(row):
        barrier.wait(timeout=30)
        try:
            row.mark(by=boss, attendance="present")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    run_all(mark, rows)

    assert failed == []
    assert TrainingYear.objects.get().minutes == 270


def test_the_year_moves_with_the_person(tree, boss, row):
    row.mark(by=boss, attendance="present")
    leader, before = row.leader, snapshot(row.leader)
    leader.region = tree.other_building

    leader.revise(by=boss, before=before)

    assert TrainingYear.objects.get().region_path == tree.other_building.path
