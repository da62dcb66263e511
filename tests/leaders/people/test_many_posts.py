"""The head of somebody's page where one holds many posts."""

import pytest
from django.urls import reverse

from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.factories import make_current, make_leader, make_organization, make_user

pytestmark = pytest.mark.django_db


def test_posts_of_one_kind_in_one_state_are_one_line_of_the_head(tree, sign_in):
    worker, leader = make_user(Role.WORKER, tree.community), make_leader(tree.building)
    for number in range(12):
        make_current(leader, Kind.TEAM, by=worker, organization=make_organization(tree.community, name=f"第{number}队"))
    make_current(leader, Kind.BUILDING, by=worker, region=tree.building)

    answer = sign_in(worker).get(reverse("leaders:leader-detail", args=[leader.pk]))

    held = {kind: times for kind, _tone, _state, times in answer.context["held"]}
    assert held == {"team": 12, "building": 1}
    head = answer.content.decode().partition("<h1")[2].partition("</h1>")[0]
    assert head.count("typed") == 2 and "12 posts" in head and "1 posts" not in head.replace("12 posts", "")
