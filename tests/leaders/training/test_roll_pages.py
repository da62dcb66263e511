import re

import pytest
from django.urls import reverse

from leaders.training.models import Enrolment, TrainingYear
from registry.audit.models import ReadLog
from tests.factories import (
    make_enrolment,
    make_leader,
    make_session,
    move_session,
)
from tests.windows import form_on

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


def page(name, *args, query=""):
    return reverse(f"leaders:{name}", args=args) + query


def text_of(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def row(tree):
    return make_enrolment(make_session(tree.community, days=0), make_leader(tree.building))


def test_one_tap_answers_with_the_row_and_the_figures(sign_in, worker, row):
    response = sign_in(worker).post(page("enrolment-mark", row.pk), {"attendance": "late"}, **HTMX)

    said = text_of(response)
    assert f'id="row-{row.pk}"' in said and 'id="roll-counts" hx-swap-oob="true"' in said
    assert f'id="a-{row.pk}-late" aria-pressed="true"' in said
    assert response.context["counts"]["late"] == 1


def test_without_scripts_the_same_tap_comes_back_to_the_roll(sign_in, worker, row):
    response = sign_in(worker).post(page("enrolment-mark", row.pk), {"attendance": "absent"})

    row.refresh_from_db()
    assert response.url == f"{page('training-roll', row.session_id)}#row-{row.pk}"
    assert row.attendance == "absent"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"attendance": "gone"}, "Choose present, late"),
        ({"attendance": "present", "minutes": "91"}, "The session lasted 90 minutes"),
        ({"attendance": "present", "minutes": "-5"}, "whole number"),
        ({"attendance": "present", "minutes": "9" * 30}, "whole number"),
        ({"minutes": "45"}, "Mark who came first"),
        ({}, "Mark who came first"),
    ],
)
def test_what_cannot_be_saved_is_told_in_the_row(sign_in, worker, row, typed, said):
    response = sign_in(worker).post(page("enrolment-mark", row.pk), typed, **HTMX)

    row.refresh_from_db()
    assert said in text_of(response) and "rowbad" in text_of(response)
    assert row.attendance == ""


def test_nobody_is_marked_through_an_enrolment_of_another_street(sign_in, tree, worker):
    other = make_enrolment(make_session(tree.other_community, days=0), make_leader(tree.other_building))

    assert sign_in(worker).post(page("enrolment-mark", other.pk), {"attendance": "present"}).status_code == 404


def test_the_rest_is_marked_and_the_session_completed_in_two_steps(sign_in, worker, row):
    client = sign_in(worker)
    refused = client.post(page("training-finish", row.session_id), follow=True)
    client.post(page("training-roll-rest", row.session_id))
    client.post(page("training-finish", row.session_id))

    row.session.refresh_from_db()
    assert "People not marked yet: 1" in messages_of(refused)[0]
    assert row.session.state == "done"
    assert TrainingYear.objects.get().minutes == 90


def test_a_correction_asks_for_the_reason_and_shows_it(sign_in, worker, row):
    row.mark(by=worker, attendance="present")
    client = sign_in(worker)
    assert client.get(page("enrolment-correct", row.pk)).status_code == 404
    row.session.complete(by=worker)
    typed = {"attendance": "late", "minutes": 45}

    refused = client.post(page("enrolment-correct", row.pk), typed)
    client.post(page("enrolment-correct", row.pk), typed | {"reason": "签到表写的是迟到"})

    assert "reason" in refused.context["form"].errors
    assert "签到表写的是迟到" in text_of(client.get(page("training-roll", row.session_id)))
    assert TrainingYear.objects.get().minutes == 45


def test_who_was_absent_by_mistake_is_credited_what_the_roll_counts(sign_in, worker, row):
    row.mark(by=worker, attendance="absent")
    row.session.complete(by=worker)
    client = sign_in(worker)
    form = client.get(page("enrolment-correct", row.pk)).context["form"]
    typed = {"seen": form["seen"].value(), "attendance": "present", "reason": "签到表上有名字"}

    shown = form["minutes"].value()
    saved = client.post(page("enrolment-correct", row.pk), typed | {"minutes": ""}, follow=True)

    assert shown is None, "A nought that nobody typed would be credited."
    assert "present, 90 minutes credited".lower() in messages_of(saved)[0].lower()
    assert TrainingYear.objects.get().minutes == 90
    again = client.post(page("enrolment-correct", row.pk), typed | {"minutes": "９０分钟"})
    assert again.status_code in (200, 409) and Enrolment.objects.get().correction == "签到表上有名字"


def test_a_correction_that_changes_nothing_is_no_correction(sign_in, worker, row):
    row.mark(by=worker, attendance="present")
    row.session.complete(by=worker)
    client = sign_in(worker)

    typed = {"attendance": "present", "minutes": "90", "reason": "写错了"}
    answer = client.post(page("enrolment-correct", row.pk), typed)

    assert "The roll says so already" in text_of(answer)
    assert Enrolment.objects.get().corrected_at is None


def test_whoever_waits_and_finds_no_chair_is_led_to_more_places_and_back(sign_in, tree, worker):
    session = make_session(tree.community, days=1, capacity=1)
    gone, waits = [make_enrolment(session, make_leader(tree.building, name=name)) for name in ("陆建国", "钟桂英")]
    move_session(session, 0)
    client, roll = sign_in(worker), page("training-roll", session.pk)
    client.post(page("enrolment-mark", gone.pk), {"attendance": "present"})

    refused = text_of(client.post(page("enrolment-mark", waits.pk), {"attendance": "present"}, **HTMX))
    link = re.search(r'href="([^"#]*edit/[^"#]*)#id_capacity"', refused)[1]
    shown = form_on(client.get(link))
    saved = client.post(link, shown | {"capacity": "2"})
    client.post(page("enrolment-mark", waits.pk), {"attendance": "present"})

    assert "No place is free for 钟桂英" in refused and saved.url == roll
    waits.refresh_from_db()
    assert (waits.state, waits.attendance) == ("enrolled", "present")


def test_minutes_on_the_roll_are_read_however_typed(sign_in, worker, row):
    row.mark(by=worker, attendance="present")

    sign_in(worker).post(page("enrolment-mark", row.pk), {"minutes": "４５分钟"})

    assert Enrolment.objects.get().minutes == 45


def test_prints_are_logged_and_name_no_phone(sign_in, tree, worker):
    leader = make_leader(tree.building, phone="13800138000")
    row = make_enrolment(make_session(tree.community, days=0), leader)
    client = sign_in(worker)

    sheet = text_of(client.get(page("training-sheet", row.session_id)))
    early = client.get(page("enrolment-certificate", row.pk))
    row.mark(by=worker, attendance="present")
    row.session.complete(by=worker)
    paper = text_of(client.get(page("enrolment-certificate", row.pk)))

    assert "陆建国" in sheet and "8000" not in sheet
    assert early.status_code == 404
    assert row.number in paper and "credited 2 training hours" in paper
    read = set(ReadLog.objects.exclude(verb="account.refused").values_list("verb", flat=True))
    assert read == {"training.sheet", "training.certificate"}


def test_a_worker_prints_the_certificate_of_the_own_person_from_the_street_course(sign_in, tree, worker, office):
    session = make_session(tree.street, days=0)
    mine = make_enrolment(session, make_leader(tree.building))
    other = make_enrolment(session, make_leader(tree.community2, name="钟桂英"))
    Enrolment.mark_rest_present(session, by=office)
    session.complete(by=office)
    client = sign_in(worker)

    assert client.get(page("enrolment-certificate", mine.pk)).status_code == 200
    assert client.get(page("enrolment-certificate", other.pk)).status_code == 404
    assert client.get(page("training-certificates", session.pk)).status_code == 404
