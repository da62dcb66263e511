"""A form whose session ended, or whose page grew old: what was typed is kept, for whoever typed it and nobody else."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from communities.organizations.models import Organization
from registry.accounts.models import UserSession
from tests.factories import PASSWORD, make_category, make_notice
from tests.windows import drawn_on, token_on

pytestmark = pytest.mark.django_db
NEW = reverse("communities:organization-create")
LOGIN, DESK = reverse("accounts:login"), reverse("desk:dashboard")
TYPED = "桂花合唱队"


def browser():
    return Client(enforce_csrf_checks=True)


def enter(client, user, password=PASSWORD):
    page = client.get(LOGIN)
    sent = {"username": user.username, "password": password, "csrfmiddlewaretoken": token_on(page)}
    return client.post(LOGIN, sent)


@pytest.fixture
def desk(worker):
    """A browser in which the worker signed in by the page."""
    client = browser()
    enter(client, worker)
    return client


@pytest.fixture
def typed(desk, tree):
    """What the form of a new organization sends, from a page that was opened while signed in."""
    page = desk.get(NEW)
    values = {"name": TYPED, "region": tree.community.pk, "category": make_category().pk}
    return values | {"drawn": drawn_on(page), "csrfmiddlewaretoken": token_on(page)}


def again(client, page, typed, **more):
    """Send the kept form of `page` once more."""
    return client.post(NEW, typed | {"csrfmiddlewaretoken": token_on(page)} | more)


def test_after_the_end_of_the_session_the_password_is_asked_and_the_form_saved(desk, typed, worker):
    UserSession.objects.all().delete()

    asked = desk.post(NEW, typed)
    text = asked.content.decode()

    assert asked.status_code == 401 and TYPED in text and 'type="password"' in text
    assert Organization.objects.count() == 0
    wrong = again(desk, asked, typed, password_again="wrong")
    assert wrong.status_code == 401 and "not correct" in wrong.content.decode() and TYPED in wrong.content.decode()
    saved = again(desk, wrong, typed, password_again=PASSWORD)
    assert saved.status_code == 302 and Organization.objects.get().name == TYPED
    assert desk.get(saved.url).status_code == 200
    assert UserSession.objects.get().user == worker


def test_what_the_page_then_finds_wrong_is_shown_with_everything_typed(desk, typed):
    UserSession.objects.all().delete()
    asked = desk.post(NEW, typed | {"category": ""})

    shown = again(desk, asked, typed | {"category": ""}, password_again=PASSWORD)

    assert shown.status_code == 200 and f'value="{TYPED}"' in shown.content.decode()
    assert again(desk, shown, typed, drawn=drawn_on(shown)).status_code == 302


def test_no_other_account_gets_what_was_typed(desk, typed, worker, office):
    UserSession.objects.all().delete()
    asked = desk.post(NEW, typed)
    other = again(desk, asked, typed | {"username": office.username}, password_again="another password of theirs")
    assert other.status_code == 401
    enter(desk, office)

    fresh = token_on(desk.get(NEW))
    answer = desk.post(NEW, typed | {"csrfmiddlewaretoken": fresh})

    assert answer.status_code == 409 and TYPED not in answer.content.decode()
    old = desk.post(NEW, typed)
    assert old.status_code == 403 and TYPED not in old.content.decode()
    assert Organization.objects.count() == 0


def test_a_form_without_our_mark_leads_to_the_sign_in_as_before(desk, typed):
    UserSession.objects.all().delete()

    answer = desk.post(NEW, typed | {"drawn": "made:up:text"})

    assert answer.status_code == 302 and answer.url.startswith(LOGIN)


def test_too_many_passwords_lock_this_door_too(desk, typed, settings):
    settings.AXES_FAILURE_LIMIT = 3
    UserSession.objects.all().delete()
    asked = desk.post(NEW, typed)

    codes = [again(desk, asked, typed, password_again="wrong").status_code for _try in range(4)]

    assert codes[0] == 401 and codes[-1] == 429
    assert again(desk, asked, typed, password_again=PASSWORD).status_code == 429


def test_a_page_older_than_the_sign_in_keeps_what_was_typed_and_is_sent_again(desk, typed, worker):
    desk.post(reverse("accounts:logout"), {"csrfmiddlewaretoken": typed["csrfmiddlewaretoken"]})
    enter(desk, worker)

    old = desk.post(NEW, typed)
    text = old.content.decode()

    assert old.status_code == 403 and TYPED in text and "outside your duties" not in text
    assert again(desk, old, typed).status_code == 302
    assert Organization.objects.get().name == TYPED


def test_a_sign_in_page_open_in_two_tabs_ends_on_the_desk(worker):
    client = browser()
    second = client.get(LOGIN)
    enter(client, worker)

    sent = {"username": worker.username, "password": PASSWORD, "csrfmiddlewaretoken": token_on(second)}

    assert client.post(LOGIN, sent).url == reverse("desk:dashboard")


def test_without_cookies_a_resident_reads_that_they_are_needed_and_what_was_typed(tree):
    page = reverse("directory:notice", args=[make_notice(tree.street).pk])
    shown = browser().get(page)
    sent = {"side": "objection", "text": "时间有误，请核实。", "password": "geheim-geheim"}
    sent |= {"drawn": drawn_on(shown), "csrfmiddlewaretoken": token_on(shown)}

    answer = browser().post(page, sent)  # another browser stands for one that keeps no cookies
    text = answer.content.decode()

    assert answer.status_code == 403
    assert "Cookies are switched off" in text and "时间有误，请核实。" in text and "geheim" not in text
    assert reverse("desk:dashboard") not in text


def test_without_cookies_the_sign_in_says_so_and_repeats_no_password(worker):
    answer = browser().post(LOGIN, {"username": worker.username, "password": PASSWORD})

    assert answer.status_code == 403
    assert "Cookies are switched off" in answer.content.decode() and PASSWORD not in answer.content.decode()


def test_what_another_site_sends_is_neither_shown_nor_offered(desk, typed):
    answer = desk.post(NEW, typed, headers={"origin": "https://elsewhere.example"})

    assert answer.status_code == 403 and TYPED not in answer.content.decode()


def test_residents_are_never_told_of_the_desk(client, worker):
    lost = client.get("/nope/")

    assert reverse("desk:dashboard") not in lost.content.decode() and "your region" not in lost.content.decode()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    assert reverse("desk:dashboard") in client.get("/nope/").content.decode()


@pytest.mark.parametrize(
    ("asked", "end"), [("/work/leaders/", "/work/leaders/"), (LOGIN, DESK), (f"{LOGIN}?next=x", DESK), ("//evil", DESK)]
)
def test_the_second_tab_ends_where_both_led_and_never_in_a_circle(worker, asked, end):
    client = browser()
    old = token_on(client.get(LOGIN))
    enter(client, worker)

    page = f"{LOGIN}?{urlencode({'next': asked})}"
    sent = client.post(page, {"username": worker.username, "password": PASSWORD, "csrfmiddlewaretoken": old})
    assert sent.url == page
    assert client.get(page).url == end
