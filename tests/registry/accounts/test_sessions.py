from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.accounts.devices import device_of
from registry.accounts.models import UserSession
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ACCOUNT, END = "/accounts/", "/accounts/sessions/end/"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0"


def enter(client, user, agent):
    client.post("/accounts/login/", {"username": user.username, "password": PASSWORD}, headers={"user-agent": agent})
    return client


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def desk(client, user):
    return enter(client, user, EDGE)


@pytest.fixture
def phone(client, user):
    return enter(type(client)(), user, PHONE)


@pytest.mark.parametrize(("agent", "words"), [(EDGE, "Windows · Edge"), (PHONE, "Android · WeChat"), ("curl/8", "")])
def test_a_device_is_named_as_people_know_it(agent, words):
    assert device_of(agent) == words


def test_the_own_sign_ins_are_listed_and_no_key_is_shown(desk, phone):
    response = desk.get(ACCOUNT)

    assert [row["device"] for row in response.context["sessions"]] == ["Android · WeChat", "Windows · Edge"]
    assert [row["is_this"] for row in response.context["sessions"]] == [False, True]
    assert "127.0.0.1" not in response.content.decode()
    assert not any(key in response.content.decode() for key in UserSession.objects.values_list("pk", flat=True))


def test_one_is_ended_and_this_one_stays(desk, phone):
    handle = desk.get(ACCOUNT).context["sessions"][0]["handle"]

    assert desk.post(END, {"session": handle}).url == reverse("accounts:account")

    assert phone.get(ACCOUNT).status_code == 302
    assert desk.get(ACCOUNT).status_code == 200


def test_all_others_are_ended(desk, phone, user):
    desk.post(END, {"session": "others"})

    assert UserSession.objects.filter(user=user).count() == 1
    assert desk.get(ACCOUNT).status_code == 200


def test_nobody_elses_is_listed_or_ended(client, desk, user):
    other = enter(type(client)(), make_user(), PHONE)
    handle = other.get(ACCOUNT).context["sessions"][0]["handle"]

    desk.post(END, {"session": handle})
    desk.post(END, {"session": "others"})

    assert len(desk.get(ACCOUNT).context["sessions"]) == 1
    assert other.get(ACCOUNT).status_code == 200


def test_what_is_over_is_not_listed(desk, phone):
    row = UserSession.objects.order_by("-began_at").first()
    UserSession.objects.filter(pk=row.pk).update(expire_date=timezone.now() - timedelta(seconds=1))

    assert len(desk.get(ACCOUNT).context["sessions"]) == 1
