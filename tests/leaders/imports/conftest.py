from types import SimpleNamespace

import pytest

from leaders.imports import actions, tasks
from leaders.imports.models import ImportBatch
from registry.accounts.roles import Role
from tests.factories import make_tree, make_user
from tests.leaders.imports.tables import workbook

TERMS = {"started_on": "2026-01-01", "term_ends_on": "2028-12-31", "basis": "duty", "known": ""}


@pytest.fixture
def office():
    tree = make_tree()
    return SimpleNamespace(
        tree=tree,
        worker=make_user(Role.WORKER, tree.community),
        clerk=make_user(Role.OFFICE, tree.street),
        manager=make_user(Role.MANAGER, tree.street),
    )


@pytest.fixture
def load(office):
    """load(rows) → the checked batch of a table."""

    def make(rows, *, subject="people", region=None, by=None, name="名册.xlsx", **how):
        given = {key: how.pop(key) for key in list(how) if key in TERMS}
        data = rows if isinstance(rows, bytes) else workbook(rows, **how)
        by = by or office.clerk
        batch = actions.upload(
            by=by, region=region or office.tree.community, subject=subject, data=data, name=name, given=TERMS | given
        )
        tasks.begin(batch, ImportBatch.State.CHECKING, by=by)
        batch.refresh_from_db()
        return batch

    return make


@pytest.fixture
def write(office):
    def make(batch, by=None):
        tasks.begin(batch, ImportBatch.State.WRITING, by=by or office.clerk)
        batch.refresh_from_db()
        return batch

    return make
