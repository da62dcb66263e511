"""The public search: no way to learn who stands in the register without having agreed to be named."""

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from tests.factories import make_consent, make_current, make_leader, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["陆建国", "lujianguo", "ljg"])
@pytest.mark.parametrize("agreed", [True, False])
def test_people_are_found_who_agreed_to_be_named_and_no_others(client, tree, words, agreed):
    make_user(Role.OFFICE, tree.street)
    leader = make_current(make_leader(tree.building, name="陆建国"), region=tree.building).leader
    if agreed:
        make_consent(leader)

    page = client.get(reverse("directory:find"), {"q": words})

    assert bool(page.context["found"]["people"]) is agreed
    assert page.context["any"] is agreed
