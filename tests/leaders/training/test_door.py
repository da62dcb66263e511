"""Signing in at the door: one session and its time, the own last four digits, throttled, and nothing told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leaders.training.models import TrainingYear
from leaders.training.models.door import code_for
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.clock import LATE
from tests.factories import make_enrolment, make_leader, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(tree):
    return make_user(Role.OFFICE, tree.street)


@pytest.fixture
def session(tree, clock):
    clock.move_to(LATE)  # at night it would begin on the next day
    return make_session(tree.street, starts_at=timezone.now() + timedelta(minutes=10), minutes=90, capacity=2)


@pytest.fixture
def row(tree, session):
    return make_enrolment(session, make_leader(tree.building, name="陆建国", phone="13800138000"))


def door(session, by):
    return reverse("directory:training-door", args=[code_for(session, by)])


def text_of(response):
    return response.content.decode()


def test_four_digits_sign_the_enrolled_in_and_name_nobody(client, session, row, clerk):
    page = door(session, clerk)
    assert session.title in text_of(client.get(page))

    answer = client.post(page, {"tail": "8000"}, follow=True)

    row.refresh_from_db()
    assert (row.attendance, row.minutes, row.marked_by) == ("present", 90, clerk)
    assert TrainingYear.objects.get(leader=row.leader).minutes == 90
    assert "You are signed in" in text_of(answer) and "陆建国" not in text_of(answer)
    assert AuditEntry.objects.filter(verb="enrolment.door", actor=clerk).count() == 1
    client.post(page, {"tail": "8000"})
    assert AuditEntry.objects.filter(verb="enrolment.door").count() == 1


def test_whoever_comes_after_a_quarter_of_an_hour_is_late(client, session, row, clerk, clock):
    page = door(session, clerk)
    clock.shift(26 * 60)

    client.post(page, {"tail": "8000"})

    row.refresh_from_db()
    assert (row.attendance, row.minutes) == ("late", 45)


@pytest.mark.parametrize("minutes", [-21, 101])
def test_outside_the_time_of_the_session_nobody_signs_in(client, session, row, clerk, clock, minutes):
    page = door(session, clerk)
    clock.shift(minutes * 60)

    assert "Nobody signs in by this code now" in text_of(client.get(page))
    client.post(page, {"tail": "8000"})

    row.refresh_from_db()
    assert row.attendance == ""


def test_unknown_shared_absent_and_full_are_answered_alike(client, tree, session, row, clerk):
    page, said = door(session, clerk), set()
    outsider = make_leader(tree.building2, name="未报名", phone="13900002222")
    twin = make_enrolment(session, make_leader(tree.building2, name="同号人", phone="13911118000"))
    waiting = make_enrolment(session, make_leader(tree.building2, name="候补人", phone="13911117777"))
    away = make_enrolment(session, make_leader(tree.building2, name="请假人", phone="13911116666"))
    assert (waiting.state, away.state) == ("waiting", "waiting")

    for tail in ("0000", outsider.phone_masked[-4:], "8000", "7777"):
        answer = text_of(client.post(page, {"tail": tail}))
        said.add(answer.split('class="errsum"')[1].split("</form>")[0].split("csrf")[0])
        assert not {"陆建国", "同号人", "候补人", "未报名"} & set(answer.split())
    assert len(said) == 1
    twin.withdraw(by=clerk)
    row.mark(by=clerk, attendance="leave")
    client.post(page, {"tail": "8000"})
    row.refresh_from_db()
    assert row.attendance == "leave"


def test_whoever_waits_and_comes_takes_a_free_place(client, tree, session, row, clerk):
    other = make_enrolment(session, make_leader(tree.building2, name="先到", phone="13911119999"))
    waiting = make_enrolment(session, make_leader(tree.building2, name="候补人", phone="13911117777"))
    type(session).objects.filter(pk=session.pk).update(capacity=3)

    client.post(door(session, clerk), {"tail": "7777"})

    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, waiting.attendance, other.attendance) == ("enrolled", "present", "")


def test_whoever_waits_takes_at_the_door_the_place_of_who_is_away_and_keeps_it(client, tree, session, row, clerk):
    stays = make_enrolment(session, make_leader(tree.building2, name="有座的", phone="13911119999"))
    waits = make_enrolment(session, make_leader(tree.building2, name="候补一", phone="13911117777"))
    later = make_enrolment(session, make_leader(tree.building2, name="候补二", phone="13911116666"))
    row.mark(by=clerk, attendance="leave")
    page = door(session, clerk)

    for tail in ("7777", "6666", "8000", "9999"):  # who waits, who waits behind, who is away and comes, who has a place
        client.post(page, {"tail": tail})

    for one in (row, stays, waits, later, session):
        one.refresh_from_db()
    assert (waits.state, waits.attendance, later.state, later.attendance) == ("enrolled", "present", "waiting", "")
    assert (row.attendance, stays.attendance, session.enrolled) == ("leave", "present", session.capacity)


@pytest.mark.parametrize("tail", ["", "800", "80000", "abcd", "８０００", "80 0"])
def test_what_is_no_four_digits_is_refused_beside_the_field(client, session, row, clerk, tail):
    assert 'aria-invalid="true"' in text_of(client.post(door(session, clerk), {"tail": tail}))


def test_tries_are_few(client, session, row, clerk):
    page = door(session, clerk)

    codes = [client.post(page, {"tail": f"{number:04d}"}).status_code for number in range(21)]

    assert codes == [200] * 20 + [429]
    assert client.post(page, {"tail": "8000"}).status_code == 429
    row.refresh_from_db()
    assert row.attendance == ""


def test_a_code_is_of_one_session_as_it_stands_and_of_somebody_who_runs_it(client, tree, session, row, clerk):
    page, stranger = door(session, clerk), make_user(Role.OFFICE, tree.other_street)

    assert client.get(door(session, stranger)).status_code == 404
    assert client.get(page[:-3] + "aa/").status_code == 404
    clerk.postings.update(ended_on=timezone.localdate())
    assert client.get(page).status_code == 404
    again = make_user(Role.OFFICE, tree.street)
    page = door(session, again)
    type(session).objects.filter(pk=session.pk).update(starts_at=session.starts_at + timedelta(minutes=5))
    assert client.get(page).status_code == 404
    session.refresh_from_db()
    session.cancel(by=again, reason="改期")
    assert client.get(door(session, again)).status_code == 404


def test_the_poster_carries_the_code_while_the_session_is_to_come(tree, session, row, clerk, sign_in, clock):
    client = sign_in(clerk)
    page = reverse("leaders:training-door-code", args=[session.pk])

    assert 'class="qr"' in text_of(client.get(page))
    clock.shift(3 * 3600)
    assert client.get(page).status_code == 404


def test_the_list_to_remind_by_masks_numbers_and_is_logged(session, row, clerk, sign_in):
    text = text_of(sign_in(clerk).get(reverse("leaders:training-reminder", args=[session.pk])))

    assert session.title in text and "陆建国" in text and "138****8000" in text and "13800138000" not in text
    assert ReadLog.objects.get(verb="training.reminder").rows == 1


def test_the_list_of_an_empty_session_says_so(session, clerk, sign_in):
    text = text_of(sign_in(clerk).get(reverse("leaders:training-reminder", args=[session.pk])))

    assert "Nobody is enrolled yet" in text
