import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from leaders.training.models import Enrolment, TrainingYear
from registry.audit.models import AuditEntry
from tests.factories import (
    make_enrolment,
    make_leader,
    make_session,
    make_superuser,
    move_session,
)


@pytest.fixture
def boss(db):
    return make_superuser()


@pytest.fixture
def row(tree, boss):
    return make_enrolment(make_session(tree.street, days=0, minutes=180), make_leader(tree.building))


@pytest.mark.parametrize(("mark", "minutes"), [("present", 180), ("late", 135), ("leave", 0), ("absent", 0)])
def test_each_mark_credits_its_usual_minutes(row, boss, mark, minutes):
    row.mark(by=boss, attendance=mark)

    row.refresh_from_db()
    assert (row.attendance, row.minutes, row.marked_by) == (mark, minutes, boss)


def test_a_double_tap_writes_once(row, boss):
    row.mark(by=boss, attendance="present")
    row.mark(by=boss, attendance="present")

    assert AuditEntry.objects.filter(verb="enrolment.mark").count() == 1


def test_minutes_typed_stay_when_the_same_mark_is_tapped_again(row, boss):
    row.mark(by=boss, attendance="late")
    row.mark(by=boss, minutes=100)
    row.mark(by=boss, attendance="late")

    row.refresh_from_db()
    assert (row.minutes, TrainingYear.objects.get().minutes) == (100, 100)


def test_minutes_over_the_length_are_refused_by_verb_and_database(row, boss):
    with pytest.raises(ValidationError) as refused:
        row.mark(by=boss, attendance="present", minutes=181)
    row.mark(by=boss, attendance="present")
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=row.pk).update(minutes=181)

    assert refused.value.code == "minutes"


def test_minutes_without_a_mark_are_refused(row, boss):
    with pytest.raises(ValidationError, match="Mark who came first"):
        row.mark(by=boss, minutes=45)


def test_who_has_no_place_is_not_marked(tree, boss):
    session = make_session(tree.street, days=0, capacity=1)
    make_enrolment(session, make_leader(tree.building))
    waiting = make_enrolment(session, make_leader(tree.building, name="钟桂英"))

    with pytest.raises(ValidationError) as refused:
        waiting.mark(by=boss, attendance="present")

    assert refused.value.code == "place"


def test_the_roll_is_not_called_early_nor_after_cancelling(tree, boss):
    early = make_enrolment(make_session(tree.street), make_leader(tree.building))
    off = make_enrolment(make_session(tree.street), make_leader(tree.building))
    off.session.cancel(by=boss, reason="改期")

    for one, code in ((early, "early"), (off, "shut")):
        with pytest.raises(ValidationError) as refused:
            one.mark(by=boss, attendance="present")
        assert refused.value.code == code


def test_a_marked_person_does_not_withdraw(row, boss):
    row.mark(by=boss, attendance="leave")

    with pytest.raises(ValidationError) as refused:
        row.withdraw(by=boss)

    assert refused.value.code == "marked"


def test_all_the_rest_present_leaves_those_marked_alone(tree, boss):
    session = make_session(tree.street, days=0)
    rows = [make_enrolment(session, make_leader(tree.building, name=name)) for name in ("陆建国", "钟桂英", "郑贵宝")]
    rows[0].mark(by=boss, attendance="leave")

    assert Enrolment.mark_rest_present(session, by=boss) == 2
    assert list(Enrolment.objects.order_by("id").values_list("attendance", flat=True)) == [
        "leave",
        "present",
        "present",
    ]
    assert AuditEntry.objects.filter(verb="enrolment.present").count() == 2


def test_whoever_waits_or_withdrew_was_not_there(tree, boss):
    session = make_session(tree.street, days=0, capacity=2)
    rows = [make_enrolment(session, make_leader(tree.building, name=name)) for name in ("陆建国", "钟桂英", "郑贵宝")]
    rows[1].withdraw(by=boss)  # it has begun: nobody moves up by itself
    waiting = make_enrolment(session, make_leader(tree.building, name="周文娟"))
    assert waiting.state == "waiting"

    assert Enrolment.mark_rest_present(session, by=boss) == 1

    marked = dict(Enrolment.objects.values_list("leader__name", "attendance"))
    assert marked == {"陆建国": "present", "钟桂英": "", "郑贵宝": "", "周文娟": ""}


def test_a_correction_needs_a_completed_session_and_a_reason(row, boss):
    row.mark(by=boss, attendance="present")
    for reason, code in (("写错了", "shut"), (" ", "reason")):
        with pytest.raises(ValidationError) as refused:
            row.correct(by=boss, attendance="late", minutes=90, reason=reason)
        assert refused.value.code == code
    row.session.complete(by=boss)
    with pytest.raises(ValidationError):
        row.mark(by=boss, attendance="late")

    row.correct(by=boss, attendance="late", minutes=90, reason="签到表写的是迟到")

    row.refresh_from_db()
    entry = AuditEntry.objects.get(verb="enrolment.correct")
    assert (row.attendance, row.minutes, row.corrected_by) == ("late", 90, boss)
    assert (entry.note, entry.changes["minutes"]) == ("签到表写的是迟到", ["180", "90"])
    assert TrainingYear.objects.get().minutes == 90


def test_whoever_waits_and_comes_takes_a_free_place_and_the_rest_never_means_them(tree, boss):
    session = make_session(tree.street, days=1, capacity=2)
    gone, *here = [
        make_enrolment(session, make_leader(tree.building, name=name))
        for name in ("陆建国", "钟桂英", "郑贵宝", "周敏")
    ]
    move_session(session, 0)
    gone.withdraw(by=boss)

    assert Enrolment.mark_rest_present(session, by=boss) == 1
    waits = list(Enrolment.objects.filter(session=session).waiting())
    assert [(row.leader.name, row.attendance) for row in waits] == [("郑贵宝", ""), ("周敏", "")]

    came = waits[1]
    came.mark(by=boss, attendance="present")

    came.refresh_from_db()
    session.refresh_from_db()
    assert (came.state, came.position, came.attendance, session.enrolled) == ("enrolled", None, "present", 2)
    with pytest.raises(ValidationError) as refused:
        waits[0].mark(by=boss, attendance="present")
    assert refused.value.code == "place"


def test_who_waits_and_did_not_come_is_not_marked(tree, boss):
    session = make_session(tree.street, days=0, capacity=1)
    make_enrolment(session, make_leader(tree.building)).withdraw(by=boss)
    first = make_enrolment(session, make_leader(tree.building, name="钟桂英"))
    waiting = make_enrolment(session, make_leader(tree.building, name="郑贵宝"))
    first.withdraw(by=boss)

    with pytest.raises(ValidationError) as refused:
        waiting.mark(by=boss, attendance="absent")

    assert refused.value.code == "place"


@pytest.fixture
def full(tree, boss):
    """A full session: (session, two with a place, two who wait)."""
    session = make_session(tree.street, days=0, capacity=2)
    return session, *[make_enrolment(session, make_leader(tree.building, name=name)) for name in "甲乙丙丁"]


@pytest.mark.parametrize("mark", ["absent", "leave"])
def test_whoever_waits_takes_the_place_of_who_is_away_and_no_further_one(full, boss, mark):
    session, away, _stays, waits, late = full
    away.mark(by=boss, attendance=mark)

    waits.mark(by=boss, attendance="present")

    waits.refresh_from_db()
    session.refresh_from_db()
    assert (waits.state, waits.attendance, session.enrolled) == ("enrolled", "present", 2)
    with pytest.raises(ValidationError) as refused:
        late.mark(by=boss, attendance="late")
    assert refused.value.code == "place"


@pytest.mark.parametrize("is_done", [False, True])
def test_who_was_away_and_comes_after_all_has_no_place_once_it_was_taken(full, boss, is_done):
    session, away, stays, waits, _late = full
    away.mark(by=boss, attendance="absent")
    away.mark(by=boss, attendance="late")
    away.mark(by=boss, attendance="absent")
    stays.mark(by=boss, attendance="present")
    waits.mark(by=boss, attendance="present")

    with pytest.raises(ValidationError) as refused:
        if is_done:
            move_session(session, -1)
            session.refresh_from_db()
            session.complete(by=boss)
            Enrolment.objects.get(pk=away.pk).correct(by=boss, attendance="present", reason="签到表上有名字")
        else:
            Enrolment.objects.get(pk=away.pk).mark(by=boss, attendance="present")

    assert refused.value.code == "place"
    assert Enrolment.objects.get(pk=away.pk).attendance == "absent"
