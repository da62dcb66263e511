"""No form about an erased person opens, and none that was open when it happened comes back with a button."""

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from tests.factories import make_departure, make_leader, make_organization, make_user
from tests.factories.privacy import carry_out
from tests.test_permissions import PAGES
from tests.windows import form_on

pytestmark = pytest.mark.django_db
ABOUT = sorted({name for name, method, row, *_answers in PAGES if (method, row) == ("get", "leader")})
FOUND_FIRST = ["leaders:training-outside-create", "leaders:honour-create", "leaders:incentive-create"]
FORM = '<form class="sheet"'


@pytest.fixture
def person(tree, sign_in):
    sign_in(make_user(Role.OFFICE, tree.street))
    return make_leader(tree.building, name="秦晓梅")


def pages_of(person):
    asked = [f"{reverse(name)}?leader={person.pk}" for name in FOUND_FIRST]
    return [reverse(name, args=[person.pk]) for name in ABOUT] + asked


def test_a_form_is_told_of_the_erasure_before_anything_is_typed(client, person):
    pages = pages_of(person)
    shown = {page: client.get(page) for page in pages}
    open_before = [page for page, answer in shown.items() if not answer.streaming and FORM in answer.content.decode()]
    typed = {page: form_on(shown[page]) for page in open_before}
    carry_out(person)

    assert len(open_before) > 8
    for page in open_before:
        assert client.get(page).status_code == 404, page
        told = client.post(page, typed[page])
        text = told.content.decode()
        assert told.status_code == 409 and "Not saved: this has moved on" in text and "秦晓梅" not in heads(text), page


def heads(text):
    """The page without what was typed into it, which is its typist's own."""
    return text.partition("What was typed")[0]


def test_nobody_erased_is_named_in_a_field(client, person, tree):
    carry_out(person)
    page = reverse("leaders:reserve-create")

    told = client.post(page, {"person": person.number})

    assert told.context["form"].errors["person"] == [f"The personal data of {person.number} was erased."]


def test_a_departure_entered_in_another_window_leaves_no_button(client, person):
    page = reverse("leaders:departure-create", args=[person.pk])
    typed = form_on(client.get(page))
    make_departure(person)

    told = client.post(page, typed | {"how": "moved"}).content.decode()

    assert "Not saved: this has moved on" in told and FORM not in told


def test_a_closed_group_is_thanked_no_more(client, tree, person):
    group = make_organization(tree.community, ended_on="2026-11-01")

    assert client.get(reverse("leaders:incentive-create"), {"organization": group.pk}).status_code == 404
