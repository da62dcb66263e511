"""The bar at a phone's foot: the desk, leaders, organizations, matters, and more."""

import pytest

from registry.accounts.roles import Role
from registry.desk.menu import bar, roles_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def keys(user):
    return [one["key"] for one in bar(roles_of(user))]


def test_a_worker_has_the_three_rooms_of_every_day_at_the_foot(tree):
    user = make_user(Role.WORKER, tree.community)

    assert keys(user) == ["dashboard", "leader", "organization", "case", "more"]


def test_whoever_opens_no_matters_has_another_room_in_their_place(tree):
    user = make_user(Role.OVERSEER, tree.county)

    assert len(keys(user)) == 5
    assert "case" not in keys(user) and keys(user)[:3] == ["dashboard", "leader", "organization"]
