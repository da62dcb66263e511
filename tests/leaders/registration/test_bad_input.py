"""What is wrong with a person or a post is said twice, kept on the screen, and nothing of it is saved."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from leaders.appointments.models import Appointment
from leaders.consents.models import Consent, ConsentText
from leaders.people.models import Leader
from registry.accounts.roles import Role
from tests.factories import make_appointment, make_current, make_leader, make_tree, make_user
from tests.windows import seen_on

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def worker(worker, sign_in):
    sign_in(worker)
    return worker


def head_of(seat, **changed):
    values = {
        "name": "单国强", "gender": "male", "birth_year": "1955", "region": seat.pk, "basis": "consent",
        "biography": "退休电工", "kind": "building", "building": seat.pk, "started_on": "2026-01-01",
        "term_ends_on": "2028-12-31", "how_chosen": "put_forward", "consents": ["name"], "consent_form": "paper",
        "given_on": "2026-01-01",
    }  # fmt: skip
    return values | changed


def register(client, values):
    return client.post(reverse("leaders:leader-create"), values)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"phone": "1380013800"}, "A mobile number has 11 digits; now there are 10."),
        ({"name": "长" * 300}, "at most 60 characters"),
        ({"name": "陆建国😀"}, "A name has letters only; “😀” does not belong."),
        ({"name": "<script>"}, "A name has letters only; “&lt;” does not belong."),
        ({"name": "陆\x00建国"}, "Null characters are not allowed."),
        ({"declared_interests": "310112195503071238"}, "identity card number"),
        ({"biography": "身份 31011219550307130X"}, "identity card number"),
        ({"title": "铃\x07"}, "characters that cannot be shown"),
        ({"term_ends_on": "2025-12-31"}, "The end of the term should be later than its beginning."),
        ({"started_on": "2026-13-01"}, "There is no such day in the calendar."),
        ({"given_on": "2030-01-01"}, "The day of the consent lies in the future."),
        ({"birth_year": "99999999999"}, "less than or equal to 2100"),
        ({"region": ""}, "Choose “Lives at”."),
    ],
)
def test_each_mistake_stands_beside_the_field_and_above_the_form(client, worker, tree, changed, said):
    response = register(client, head_of(tree.building, **changed))

    text = response.content.decode()
    assert response.status_code == 200
    assert text.count(said) == 2
    assert ("退休电工" in text) == ("biography" not in changed)
    assert 'value="2028-12-31"' in text or "term_ends_on" in changed
    assert (Leader.objects.count(), Appointment.objects.count(), Consent.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("field", "place", "said"),
    [
        ("region", "street", "Choose a region inside your posting."),
        ("region", "other_building", "Choose a region inside your posting."),
        ("building", "compound", "is of the level Compound; needed is: Building."),
        ("building", "other_building", "Choose a region inside your posting."),
    ],
)
def test_a_wrong_place_is_named(client, worker, tree, field, place, said):
    text = register(client, head_of(tree.building, **{field: getattr(tree, place).pk})).content.decode()

    assert text.count(said) == 2
    assert Leader.objects.count() == 0


def test_a_home_of_the_wrong_level_is_named(client, tree, sign_in):
    sign_in(make_user(Role.OFFICE, tree.street))

    text = register(client, head_of(tree.building, region=tree.street.pk)).content.decode()

    assert text.count("古美街道 is of the level Street or town") == 2


def test_a_retired_home_is_named(client, worker, tree):
    tree.building2.retire(by=None, note="拆除")

    text = register(client, head_of(tree.building, region=tree.building2.pk)).content.decode()

    assert text.count("13号楼 is retired.") == 2
    assert Leader.objects.count() == 0


def test_a_returned_post_corrected_wrongly_stays_as_it_was(client, worker, tree):
    post = make_appointment(make_leader(tree.building), region=tree.building, by=worker)
    post.send_back(by=make_user(), reason="任期写错")
    values = head_of(tree.building, started_on="2026-01-01", term_ends_on="2020-01-01")

    text = client.post(reverse("leaders:appointment-update", args=[post.pk]), values).content.decode()

    assert text.count("The end of the term should be later than its beginning.") == 2
    post.refresh_from_db()
    assert (post.state, post.term_ends_on.year > 2026) == ("returned", True)


@pytest.mark.parametrize(
    ("day", "reason", "said"),
    [
        ("2020-01-01", "moved", "The end lies before the beginning."),
        ("2030-01-01", "moved", "The end lies more than a year ahead."),
        ("", "moved", "Fill in “Last day in office”."),
        ("2026-02-30", "moved", "There is no such day in the calendar."),
        ("2026-02-01", "lord", "Select a valid choice."),
    ],
)
def test_a_term_does_not_end_before_it_began_or_for_no_reason(client, worker, tree, day, reason, said):
    post = make_current(make_leader(tree.building), region=tree.building)

    response = client.post(reverse("leaders:appointment-end", args=[post.pk]), {"ended_on": day, "end_reason": reason})

    assert response.content.decode().count(said) == 2
    post.refresh_from_db()
    assert post.state == "current"


def test_a_decision_on_what_was_decided_meanwhile_changes_nothing(client, tree, sign_in):
    post = make_appointment(make_leader(tree.building), region=tree.building)
    sign_in(make_user(Role.MANAGER, tree.street))
    page = reverse("leaders:appointment-detail", args=[post.pk])
    read = seen_on(client.get(page))
    post.decide(by=make_user())

    response = client.post(page, {"decision": "return", "reason": "晚了", "seen": read})

    assert response.status_code == 409
    post.refresh_from_db()
    assert post.state == "current"


@pytest.mark.django_db(transaction=True)
def test_two_registering_the_same_head_at_once_leave_one_entry_and_one_clear_word():
    tree = make_tree()
    # A test of this kind empties every table behind it, what migrations brought among it.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    workers = [make_user(Role.WORKER, tree.community) for _number in range(2)]
    barrier, answers = Barrier(2), []

    def submit(number):
        client = Client()
        client.force_login(workers[number], backend=BACKEND)
        values = head_of(tree.building, name=("单国强", "钟桂英")[number], phone=f"1380013800{number}")
        barrier.wait(timeout=20)
        try:
            answers.append(register(client, values))
        finally:
            connection.close()

    threads = [Thread(target=submit, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    refused = next(answer for answer in answers if answer.status_code == 200).content.decode()
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert "Somebody has just registered the same seat" in refused or "there is an entry already" in refused
    assert "退休电工" in refused
    assert (Leader.objects.count(), Appointment.objects.count(), Consent.objects.count()) == (1, 1, 1)
