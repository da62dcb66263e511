"""Who moved away or died keeps the stage, and is on no way any more: in no number, no list of it, no suggestion."""

import pytest
from django.urls import reverse

from leaders.cultivation.views.reserves import suggested
from leaders.people.models import Leader, Stage
from registry.accounts.models import User
from registry.desk.figures import PEOPLE
from registry.desk.views.dashboard import _people
from tests.factories import make_current, make_departure, make_leader, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(tree, worker):
    """Somebody on the way who left; somebody who led, and left."""
    people = [make_leader(tree.building, name=name) for name in ("甲骨干", "乙领袖")]
    people[0].move_to_stage(Stage.BACKBONE, by=worker, note="热心")
    make_current(people[1], region=tree.building2)
    for person in people:
        make_departure(person, how="died")
    return [Leader.objects.get(pk=person.pk) for person in people]


def test_the_desk_the_board_and_the_list_tell_one_number(client, tree, worker, gone, sign_in):
    client = sign_in(worker)
    assert [one.stage for one in gone] == [Stage.BACKBONE, Stage.EMERITUS]

    for stage in (Stage.BACKBONE, Stage.EMERITUS):
        page = client.get(f"{reverse('leaders:leader-list')}?stage={stage}")
        assert not any(person.name in page.content.decode() for person in gone), stage
        assert _people(User.objects.get(pk=worker.pk)).get(f"stage_{stage}", 0) == 0
    assert Leader.objects.aggregate(**{f"n_{name}": one for name, one in PEOPLE.items()})["n_stage_backbone"] == 0
    board = client.get(reverse("leaders:stage-board")).context
    assert [str(column.count) for column in board["columns"]] + [str(row[2]) for row in board["counted"]] == ["0"] * 5


def test_the_tab_of_those_on_the_way_counts_what_it_shows(tree, worker, gone, sign_in):
    make_leader(tree.building, name="丙骨干").move_to_stage(Stage.BACKBONE, by=worker, note="热心")

    page = sign_in(worker).get(reverse("leaders:leader-list") + "?kind=reserve")

    assert [tab[2] for tab in page.context["tabs"] if tab[0] == "reserve"] == [1]
    assert [row.name for row in page.context["page"].rows] == ["丙骨干"]


def test_nobody_who_left_is_suggested_as_a_successor(tree, gone):
    seat = make_current(make_leader(tree.building, name="丁楼长"), region=tree.building)

    assert suggested(seat, make_user("manager", tree.street)) == []
