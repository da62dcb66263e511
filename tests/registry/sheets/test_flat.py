"""A file read as plain values holds what one read row by row holds."""

import pytest
from django.urls import reverse

from communities.pages.exports import Export
from leaders.people.models import Leader
from leaders.registration.views.leaders import LeaderList
from registry.accounts.roles import Role
from registry.sheets.export import safe_cell
from registry.sheets.flat import flat_rows, source_of
from tests.exports import export_text
from tests.factories import make_leader, make_user
from tests.test_written_pages import exports

pytestmark = pytest.mark.django_db
WIDE = ("leader", "organization", "appointment")  # the lists of a hundred thousand rows


@pytest.fixture
def compared(monkeypatch):
    """{name of an export: number of rows} of those that were read both ways."""
    read = {}
    lines = Export.lines

    def both(self, rows, columns, user):
        told = [[safe_cell(cell) for cell in line] for line in lines(self, rows, columns, user)]
        if flat_rows(rows, columns, lambda *_args: True) is not None:
            one_by_one = [[safe_cell(cell) for cell in self.cells(row, columns, user)] for row in rows]
            assert told == one_by_one
            read[self.name] = len(told)
        return told

    monkeypatch.setattr(Export, "lines", both)
    return read


def test_every_export_holds_the_same_either_way(world, sign_in, compared):
    client = sign_in(make_user(Role.MANAGER, world[0].street))
    for name in sorted(exports()):
        export_text(client, reverse(name))

    assert {name for name in WIDE if compared.get(name)} == set(WIDE)
    assert len(compared) >= 8


def test_a_column_with_a_right_of_its_own_is_asked_for_each_place(tree):
    make_leader(tree.building, phone="13800000001")
    make_leader(tree.community, phone="13800000002")
    columns = [column for column in LeaderList.exports.columns if column.name == "phone_full"]
    rows = Leader.objects.order_by("id")
    told = flat_rows(rows, columns, lambda _column, path: path == tree.building.path)

    assert list(told) == [["13800000001"], [None]]


@pytest.mark.parametrize("value", [str, "no_such", "region.no_such", "clean", "tokens", "get_no_such_display"])
def test_what_is_told_from_the_row_itself_is_read_row_by_row(value):
    assert source_of(Leader, value) is None
