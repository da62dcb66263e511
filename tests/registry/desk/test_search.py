"""The search of the desk finds what its user reaches, by each of its ways."""

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from tests.factories import make_leader, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client, sign_in):
    def found(user, words):
        page = sign_in(user).get(reverse("desk:search"), {"q": words})
        return {kind: [str(row.name) for row in rows] for kind, rows in page.context["found"].items()}

    return found


@pytest.mark.parametrize(("words", "kind"), [("隐名", "leaders"), ("yinming", "leaders"), ("ym", "leaders")])
def test_people_by_name_pinyin_and_initials_are_those_in_reach(tree, worker, find, words, kind):
    make_leader(tree.building, name="隐名甲")
    make_leader(tree.community2, name="隐名乙")
    make_leader(tree.other_building, name="隐名丙")

    assert find(worker, words)[kind] == ["隐名甲"]


def test_the_last_digits_of_a_phone_find_nobody_of_another_street(tree, worker, find):
    make_leader(tree.building, name="陆建国", phone="13800131234")
    make_leader(tree.other_building, name="外街人", phone="13900131234")

    assert find(worker, "1234")["leaders"] == ["陆建国"]


def test_the_last_digits_of_a_phone_find_nobody_for_an_overseer(tree, find):
    make_leader(tree.building, name="陆建国", phone="13800131234")

    assert find(make_user(Role.OVERSEER, tree.county), "1234")["leaders"] == []


@pytest.mark.parametrize("words", ["晨光", "cg", "chenguang"])
def test_organizations_are_those_in_reach(tree, worker, find, words):
    make_organization(tree.community, name="晨光甲队")
    make_organization(tree.community2, name="晨光乙队")
    make_organization(tree.other_community, name="晨光丙队")

    assert find(worker, words)["organizations"] == ["晨光甲队"]


def test_places_are_those_in_reach(tree, worker, find):
    assert find(worker, "平南苑")["regions"] == ["平南苑"]
    assert find(worker, "康城一期")["regions"] == []
