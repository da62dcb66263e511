"""A world laid down again is the world that was made."""

import pytest

from tests import kept
from tests.world import make_world

pytestmark = pytest.mark.django_db


def test_what_is_laid_down_is_what_was_made(clock):
    before = kept._written()

    _tree, _users, rows = kept.kept("world", make_world, clock)

    now = kept._written()
    for table, (_columns, made) in kept._made["world", "en"].rows.items():
        assert sorted(map(repr, made)) == sorted(repr(row) for row in now[table][1] if row not in before[table][1])
    assert type(rows["leader"]).objects.get(pk=rows["leader"].pk).name == rows["leader"].name
    assert rows["leader"].photo.storage.exists(rows["leader"].photo.name)


@pytest.mark.parametrize("again", [False, True])
def test_what_one_test_changes_no_other_meets(world, again):
    leader = world[2]["leader"]

    assert leader.name != "改过的人"
    leader.name = "改过的人"
