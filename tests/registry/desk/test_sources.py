"""What is due, waits or stands in the calendar is of the own reach, whichever source tells it."""

from datetime import timedelta

from registry.accounts.roles import Role
from registry.desk.calendar import DATED
from registry.desk.due import SOURCES
from registry.desk.waiting import QUEUES
from tests.clock import TODAY
from tests.factories import make_superuser, make_tree, make_user

SPAN = (TODAY - timedelta(days=365), TODAY + timedelta(days=365))
EVERY = [
    *[(source.key, source, ()) for source in SOURCES],
    *[(f"queue {one.source.key}", one.source, ()) for one in QUEUES],
    *[(f"dated {one.key}", one.lines, SPAN) for one in DATED],
]
FILLED = 30  # sources of which the world has a row: far fewer would prove little


def test_no_source_tells_whoever_works_in_another_street(world):
    tree, users, _rows = world
    here = {name for name, source, days in EVERY if source.reached(make_superuser(), *days).exists()}
    assert len(here) >= FILLED

    for user in (make_user(Role.MANAGER, tree.other_street), users["nobody"]):
        assert [name for name, source, days in EVERY if source.reached(user, *days).exists()] == []


def test_what_may_be_seen_is_not_what_is_to_be_done(db, monkeypatch):
    """A source hands its rows on by its own right and no other."""
    asked = []
    tree = make_tree()
    user = make_user(Role.OVERSEER, tree.county)
    for _name, source, days in EVERY:
        if source.is_lent:
            continue
        rows = source.rows(user, *days)
        monkeypatch.setattr(type(rows), "permitted", lambda self, who, right: asked.append(right) or self)
        source.reached(user, *days)
        monkeypatch.undo()
        assert asked.pop() == source.permission
