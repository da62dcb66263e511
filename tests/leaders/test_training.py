from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from leaders.people.models import Leader, Stage
from leaders.training.models import Enrolment, TrainingSession, TrainingYear
from leaders.training.models.session import hours, hours_missing
from registry.accounts.roles import Permission, Role
from registry.audit.log import snapshot
from registry.audit.models import AuditEntry
from tests.factories import (
    make_enrolment,
    make_leader,
    make_session,
    make_superuser,
    make_tree,
    make_user,
    move_session,
)

VIEW, EDIT = Permission.TRAINING_VIEW, Permission.TRAINING_EDIT


@pytest.fixture
def tree(db):
    return make_tree()


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


# --- who sees which session ---------------------------------------------------------------


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


# --- announcing and editing ---------------------------------------------------------------


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


# --- places and the waiting list ------------------------------------------------------------


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


# --- states ---------------------------------------------------------------------------------


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


# --- the roll and the hours -------------------------------------------------------------------


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
