from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.records.throttle import SendingCount
from leaders.training.models import TrainingFeedback, TrainingSession
from leaders.training.views.feedback import TRIES_AN_HOUR
from tests.factories import (
    make_enrolment,
    make_leader,
    make_session,
    move_session,
)

pytestmark = pytest.mark.django_db


def page(name, *args, query=""):
    return reverse(f"leaders:{name}", args=args) + query


def text_of(response):
    return response.content.decode()


@pytest.fixture
def held(tree):
    """A session of today with six people."""
    session = make_session(tree.street, days=0, capacity=10)
    for number in range(6):
        make_enrolment(session, make_leader(tree.building, name=f"陆建{'国军民华强勇'[number]}"))
    TrainingSession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=10))
    session.refresh_from_db()
    return session


def answer(client, session, number=0, **more):
    typed = {"usefulness": 4, "words": "很实在", "sheet": f"{number:032x}", "website": ""} | more
    return client.post(reverse("directory:training-feedback", args=[session.feedback_token]), typed)


def test_a_resident_answers_without_an_account(client, held):
    form = client.get(reverse("directory:training-feedback", args=[held.feedback_token]))
    response = answer(client, held)

    assert "陆建" not in text_of(form)
    assert response.url.endswith("?thanks=1")
    assert TrainingFeedback.objects.get().usefulness == 4


def test_the_same_sheet_sent_twice_is_one_answer(client, held):
    answer(client, held, 1, usefulness=2)
    answer(client, held, 1, usefulness=5)

    assert list(TrainingFeedback.objects.values_list("usefulness", flat=True)) == [5]


@pytest.mark.parametrize(
    "more", [{"usefulness": 6}, {"usefulness": ""}, {"words": "310112195501011231"}, {"sheet": "x"}]
)
def test_wrong_answers_are_told_and_not_kept(client, held, more):
    assert answer(client, held, **more).status_code == 200
    assert not TrainingFeedback.objects.exists()


def test_a_machine_in_the_honeypot_is_thanked_and_forgotten(client, held):
    assert answer(client, held, website="http://x").status_code == 302
    assert not TrainingFeedback.objects.exists()


def test_a_script_in_the_answer_is_shown_as_text(sign_in, client, held, office):
    for number in range(5):
        answer(client, held, number, words="<script>alert(1)</script>")

    response = sign_in(office).get(held.get_absolute_url())

    assert "&lt;script&gt;alert(1)" in text_of(response) and "<script>alert(1)" not in text_of(response)


def test_below_five_answers_nothing_is_shown(sign_in, client, held, office):
    for number in range(4):
        answer(client, held, number, words="只有一句")
    before = sign_in(office).get(held.get_absolute_url())
    answer(client, held, 4, words="第五句")
    after = sign_in(office).get(held.get_absolute_url())

    assert before.context["feedback"] == {"count": 4, "average": None, "shares": [], "words": []}
    assert "只有一句" not in text_of(before)
    assert after.context["feedback"]["average"] == 4.0 and "只有一句" in text_of(after)


def test_no_more_answers_than_people_enrolled(client, held):
    for number in range(6):
        answer(client, held, number)

    response = answer(client, held, 6)

    assert response.status_code == 409 and "answered already" in text_of(response)
    assert TrainingFeedback.objects.count() == 6


def test_one_network_cannot_flood_it(client, held):
    for _number in range(TRIES_AN_HOUR):
        assert not SendingCount.take("training-feedback", "127.0.0.1", most=TRIES_AN_HOUR, span=timedelta(hours=1))

    response = answer(client, held)

    assert response.status_code == 429 and "很实在" in text_of(response)
    SendingCount.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    assert answer(client, held).status_code == 302


@pytest.mark.parametrize("days", [5, -40])
def test_before_and_long_after_no_answers_are_taken(client, tree, days):
    session = make_session(tree.street, days=max(days, 1))
    make_enrolment(session, make_leader(tree.building))
    if days < 0:
        move_session(session, days)

    assert "No answers are taken now" in text_of(
        client.get(reverse("directory:training-feedback", args=[session.feedback_token]))
    )
    assert answer(client, session).status_code == 409


@pytest.mark.parametrize("token", ["x", "a" * 200, "陆建国"])
def test_a_guessed_link_is_no_page(client, held, token):
    assert client.get(reverse("directory:training-feedback", args=[token])).status_code == 404


def test_the_poster_shows_the_code_of_the_link(sign_in, office, held):
    response = sign_in(office).get(page("training-feedback", held.pk))

    assert "<svg" in text_of(response) and held.feedback_token in text_of(response)


def test_feedback_says_nothing_about_who_gave_it():
    names = {field.name for field in TrainingFeedback._meta.get_fields()}

    assert names == {"id", "session", "usefulness", "words", "sheet", "given_on"}
