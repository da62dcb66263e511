import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from registry.accounts.models import User
from tests.factories import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def enter(client, username, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


def first_password_of(user):
    password = user.give_first_password()
    user.save()
    return password


def test_right_password_opens_the_desk(client, worker):
    response = enter(client, worker.username)

    assert response.status_code == 302
    assert response.url == reverse("desk:dashboard")


def test_wrong_password_and_unknown_name_read_the_same(client, worker):
    wrong = enter(client, worker.username, "not the password")
    unknown = enter(client, "nobody-here", "not the password")

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_closed_account_reads_like_a_wrong_password(client, worker):
    User.objects.filter(pk=worker.pk).update(is_active=False)

    response = enter(client, worker.username)

    assert response.context["form"].errors["__all__"].as_data()[0].code == "invalid_login"


def test_session_key_changes_at_sign_in(client, worker):
    client.get(LOGIN)
    session = client.session
    session["seen"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key

    enter(client, worker.username)

    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target", ["//evil.example", "https:evil.example", "\\\\evil.example", "https://evil.example/"]
)
def test_next_never_leaves_this_host(client, worker, target):
    response = client.post(
        f"{LOGIN}?next={target}", {"username": worker.username, "password": PASSWORD, "next": target}
    )

    assert response.url == reverse("desk:dashboard")


def test_next_leads_back_to_the_page_asked_for(client, worker):
    target = reverse("accounts:account")

    response = client.post(LOGIN, {"username": worker.username, "password": PASSWORD, "next": target})

    assert response.url == target


def test_ten_wrong_tries_lock_the_name_for_the_right_password_too(client, worker):
    other = make_user()
    for _try in range(10):
        response = enter(client, worker.username, "not the password")

    locked = enter(client, worker.username)

    assert response.status_code == 429
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert enter(client, other.username).status_code == 302


def test_nine_wrong_tries_do_not_lock(client, worker):
    for _try in range(9):
        enter(client, worker.username, "not the password")

    assert enter(client, worker.username).status_code == 302


def test_tries_while_locked_do_not_prolong_the_lock(client, worker, monkeypatch):
    for _try in range(10):
        enter(client, worker.username, "not the password")
    in_ten, in_sixteen = timezone.now() + timedelta(minutes=10), timezone.now() + timedelta(minutes=16)

    monkeypatch.setattr("axes.handlers.proxy.now", lambda: in_ten)
    assert enter(client, worker.username).status_code == 429

    monkeypatch.setattr("axes.handlers.proxy.now", lambda: in_sixteen)
    assert enter(client, worker.username).status_code == 302


def test_an_address_is_locked_before_any_password_is_hashed(client, worker, settings, monkeypatch):
    settings.ADDRESS_FAILURE_LIMIT = 3
    for number in range(3):
        enter(client, f"guess{number}", "not the password")

    def never(*args, **kwargs):
        raise AssertionError("a password was hashed")

    monkeypatch.setattr("django.contrib.auth.hashers.check_password", never)
    monkeypatch.setattr("django.contrib.auth.base_user.check_password", never)

    response = enter(client, worker.username)

    assert response.status_code == 429
    assert response["Retry-After"] == "900"


def test_a_header_of_the_client_is_no_other_address(client, worker, settings):
    settings.ADDRESS_FAILURE_LIMIT = 3
    for number in range(3):
        enter(client, f"guess{number}", "not the password", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")

    response = enter(client, worker.username, HTTP_X_FORWARDED_FOR="10.9.9.9")

    assert response.status_code == 429


def test_signing_in_and_failing_leave_one_line_each(client, worker, caplog):
    caplog.set_level(logging.INFO, logger="registry.sign_in")

    enter(client, "evil\nname", "not the password")
    enter(client, worker.username)

    lines = [record.getMessage() for record in caplog.records if record.name == "registry.sign_in"]
    assert lines == [
        "sign-in refused: 'evil\\nname' from 127.0.0.1",
        f"signed in: {worker.username!r} from 127.0.0.1",
    ]


def test_first_password_opens_only_the_page_that_changes_it(client, worker):
    enter(client, worker.username, first_password_of(worker))

    response = client.get(reverse("desk:dashboard"))

    assert response.status_code == 302
    assert response.url == reverse("accounts:password-first")


def test_first_password_is_changed_and_the_session_stays(client, worker):
    enter(client, worker.username, first_password_of(worker))
    chosen = {"new_password1": "lamp over seven stairs", "new_password2": "lamp over seven stairs"}

    response = client.post(reverse("accounts:password-first"), chosen)

    assert response.url == reverse("desk:dashboard")
    assert client.get(reverse("accounts:account")).status_code == 200
    assert User.objects.get(pk=worker.pk).must_change_password is False


def test_first_password_is_no_choice_for_the_own_one(client, worker):
    password = first_password_of(worker)
    enter(client, worker.username, password)

    client.post(reverse("accounts:password-first"), {"new_password1": password, "new_password2": password})

    assert User.objects.get(pk=worker.pk).must_change_password is True


def test_expired_first_password_opens_nothing(client, worker):
    password = first_password_of(worker)
    User.objects.filter(pk=worker.pk).update(first_password_until=timezone.now() - timedelta(minutes=1))

    response = enter(client, worker.username, password)

    assert response.status_code == 200
    assert response.context["form"].errors["__all__"].as_data()[0].code == "expired"
    assert "_auth_user_id" not in client.session


def test_change_of_password_needs_the_old_one(client, sign_in, worker):
    sign_in(worker)
    chosen = {"new_password1": "lamp over seven stairs", "new_password2": "lamp over seven stairs"}

    refused = client.post(reverse("accounts:password"), chosen | {"old_password": "wrong"})
    done = client.post(reverse("accounts:password"), chosen | {"old_password": PASSWORD})

    assert refused.status_code == 200
    assert done.status_code == 302


@pytest.mark.parametrize("password", ["short1", "shequ20262026", "password1234", "123456789012345"])
def test_weak_passwords_are_refused(client, sign_in, worker, password):
    sign_in(worker)

    response = client.post(
        reverse("accounts:password"),
        {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
    )

    assert response.status_code == 200
    assert User.objects.get(pk=worker.pk).check_password(PASSWORD) is True


def test_change_of_password_ends_other_sessions(client, worker, django_user_model):
    other = type(client)()
    enter(client, worker.username)
    enter(other, worker.username)

    client.post(
        reverse("accounts:password"),
        {
            "old_password": PASSWORD,
            "new_password1": "lamp over seven stairs",
            "new_password2": "lamp over seven stairs",
        },
    )

    assert client.get(reverse("accounts:account")).status_code == 200
    assert other.get(reverse("accounts:account")).status_code == 302


def test_sign_out_is_a_post_and_kills_the_cookie(client, worker):
    enter(client, worker.username)
    old = client.cookies["sessionid"].value

    assert client.get(reverse("accounts:logout")).status_code == 405
    client.post(reverse("accounts:logout"))
    client.cookies["sessionid"] = old

    assert client.get(reverse("accounts:account")).status_code == 302


def test_account_page_shows_postings_and_is_not_cached(client, sign_in, worker):
    response = sign_in(worker).get(reverse("accounts:account"))

    assert "古美一村居委会" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"


def test_admin_has_no_sign_in_page_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


def test_admin_is_closed_to_all_but_superusers(client, sign_in, worker):
    assert sign_in(worker).get("/admin/", follow=True).status_code == 403
    assert sign_in(make_superuser()).get("/admin/").status_code == 200


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
