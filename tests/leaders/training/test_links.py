"""Enrolling oneself by a personal link: one person, one session, until it begins; no name, one record, throttled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.postings.models import Posting
from leaders.people.models import Leader
from leaders.training.models import Enrolment
from leaders.training.models.link import Standing, behind, code_for
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.factories import make_enrolment, make_leader, make_session, make_user

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def clerk(tree):
    return make_user(Role.OFFICE, tree.street)


@pytest.fixture
def session(tree):
    return make_session(tree.street, starts_at=timezone.now() + timedelta(days=2), minutes=90, capacity=1)


@pytest.fixture
def leader(tree):
    return make_leader(tree.building, name="陆建国", phone="13800138000")


def link(session, leader, by):
    return reverse("directory:training-link", args=[code_for(session, leader, by)])


def text_of(response):
    return response.content.decode()


def test_one_press_enrols_a_second_changes_nothing_and_nobody_is_named(client, session, leader, clerk):
    page = link(session, leader, clerk)
    assert "13800138000" not in page and "陆" not in page
    assert str(Standing.OPEN.label) in text_of(client.get(page))

    answers = [client.post(page, {"act": "join"}, follow=True) for _press in range(2)]

    row = Enrolment.objects.get()
    assert (row.state, row.leader, row.enrolled_by) == (State.ENROLLED, leader, clerk)
    assert all(str(Standing.ENROLLED.label) in text_of(answer) for answer in answers)
    assert all("陆建国" not in text_of(answer) and "8000" not in text_of(answer) for answer in answers)
    assert AuditEntry.objects.filter(verb="enrolment.link", actor=clerk).count() == 1
    assert answers[0]["Cache-Control"] == "no-store" and answers[0]["X-Robots-Tag"] == "noindex"


def test_a_link_that_was_lost_is_withdrawn_alone_and_a_new_one_given(client, tree, session, leader, clerk, sign_in):
    other = make_leader(tree.building, name="周文娟")
    lost, kept = link(session, leader, clerk), link(session, other, clerk)
    client.post(lost, {"act": "join"})
    end = reverse("leaders:training-link-end", args=[session.pk])
    sign_in(make_user(Role.WORKER, tree.other_community))
    assert client.post(end, {"leader": leader.pk}).status_code == 404
    assert behind(lost.split("/")[-2]) is not None

    sign_in(clerk)
    sheet = f"{reverse('leaders:training-links', args=[session.pk])}?leader={leader.pk}"
    assert f'action="{end}"' in text_of(client.get(sheet))
    assert "陆建国" in text_of(client.post(end, {"leader": leader.pk, "ask": leader.name}))
    client.post(end, {"leader": leader.pk})

    fresh = client.get(sheet).context["people"][0].link.split("/", 3)[-1]
    assert AuditEntry.objects.get(verb="training.link_end").object_id == leader.pk
    client.logout()
    assert client.get(lost).status_code == client.post(lost, {"act": "leave"}).status_code == 404
    assert client.get(kept).status_code == client.get(f"/{fresh}").status_code == 200
    assert Enrolment.objects.get().state == State.ENROLLED


def test_a_full_session_gives_a_number_and_withdrawing_lets_the_next_one_up(client, tree, session, leader, clerk):
    first = make_leader(tree.building, name="周文娟")
    client.post(link(session, first, clerk), {"act": "join"})
    page = link(session, leader, clerk)
    assert str(Standing.FULL.label) in text_of(client.get(page))
    told = text_of(client.post(page, {"act": "join"}, follow=True))
    assert str(Standing.WAITING.label) in told and "number 1" in told

    asked = client.get(f"{link(session, first, clerk)}?leave=1")
    assert "I cannot come" in text_of(asked) and Enrolment.objects.get(leader=first).state == State.ENROLLED
    client.post(link(session, first, clerk), {"act": "leave"})
    client.post(link(session, first, clerk), {"act": "leave"})

    states = dict(Enrolment.objects.values_list("leader", "state"))
    assert states == {first.pk: State.WITHDRAWN, leader.pk: State.ENROLLED}
    assert AuditEntry.objects.filter(verb="enrolment.link_back").count() == 1
    session.refresh_from_db()
    assert session.enrolled == 1


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (lambda session, clerk, clock: session.close(by=clerk), Standing.CLOSED),
        (lambda session, clerk, clock: clock.shift(2 * 24 * 3600), Standing.ENDED),
        (lambda session, clerk, clock: session.cancel(by=clerk, reason="台风"), Standing.CANCELLED),
    ],
)
def test_after_its_time_a_link_says_so_and_enrols_nobody(client, session, leader, clerk, clock, happens, said):
    page = link(session, leader, clerk)
    happens(session, clerk, clock)

    assert str(said.label) in text_of(client.get(page))
    assert client.post(page, {"act": "join"}).status_code == 409
    assert not Enrolment.objects.exists()


def test_who_has_a_place_keeps_it_once_the_session_has_begun(client, session, leader, clerk, clock):
    make_enrolment(session, leader)
    clock.shift(2 * 24 * 3600)

    assert client.post(link(session, leader, clerk), {"act": "leave"}).status_code == 409
    assert Enrolment.objects.get().state == State.ENROLLED


def test_a_link_ends_with_who_gave_it_and_is_never_made_up(client, tree, session, leader, clerk):
    code = code_for(session, leader, clerk)
    other = make_user(Role.WORKER, tree.other_community)
    assert behind(code_for(session, leader, other)) is None
    for wrong in (code[:-1] + ("A" if code[-1] != "A" else "B"), "x", code.split(":")[0]):
        assert client.get(reverse("directory:training-link", args=[wrong])).status_code == 404
    Leader.objects.filter(pk=leader.pk).update(stage="emeritus")
    assert behind(code) is None
    Leader.objects.filter(pk=leader.pk).update(stage="leader")
    assert behind(code).leader == leader

    Posting.objects.filter(user=clerk).update(ended_on=timezone.localdate() - timedelta(days=1))

    assert client.get(reverse("directory:training-link", args=[code])).status_code == 404


def test_one_link_is_pressed_twenty_times_an_hour_and_no_more(client, session, leader, clerk, clock):
    page = link(session, leader, clerk)
    answers = [client.post(page, {"act": act}).status_code for act in ["join", "leave"] * 10]
    assert set(answers) == {302}

    assert client.post(page, {"act": "join"}).status_code == 429

    clock.shift(3700)
    assert client.post(page, {"act": "join"}).status_code == 302


def test_a_sheet_of_links_holds_the_own_people_who_are_not_enrolled_and_is_logged(
    client, sign_in, tree, session, leader, worker
):
    there, far = make_leader(tree.building, name="周文娟"), make_leader(tree.other_community, name="外街人")
    make_enrolment(session, there)
    Leader.objects.update(stage="reserve")
    sign_in(worker)
    sheet = reverse("leaders:training-links", args=[session.pk])

    told = text_of(client.get(sheet, {"who": "reserve"}))

    assert code_for(session, leader, worker) in told and leader.name in told
    assert there.name not in told and far.name not in told
    assert ReadLog.objects.get(verb="training.links").rows == 1
    assert code_for(session, leader, worker) in text_of(client.get(sheet, {"leader": leader.pk}))
    assert client.get(sheet, {"leader": far.pk}).status_code == 404

    assert "Show links" in client.get(sheet).content.decode()
    session.close(by=make_user(Role.OFFICE, tree.street))
    closed = text_of(client.get(sheet, {"leader": leader.pk}))
    assert str(Standing.CLOSED.label) in closed and "/training/join/" not in closed
    assert "Show links" not in client.get(sheet).content.decode()
