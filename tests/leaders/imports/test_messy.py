"""Every kind of mess of `messy`, as a workbook and as GB18030 text: columns understood, rows right or told why."""

import csv
import io

import pytest

from leaders.imports import reading
from leaders.imports.models import ImportBatch, ImportRow
from tests.factories import make_category
from tests.leaders.imports.messy import MESSY
from tests.leaders.imports.tables import workbook

pytestmark = pytest.mark.django_db
UNREAD = "填表说明"


def as_workbook(one):
    (name, rows), *more = one.sheets
    return workbook([[None if cell == "" else cell for cell in row] for row in rows], name=name, hidden=one.hidden,
        more=[(title, [[None if cell == "" else cell for cell in row] for row in lines]) for title, lines in more])  # fmt: skip


def as_text(one):
    """The first sheet that is read; a text file has one."""
    rows = next(rows for name, rows in one.sheets if name not in (UNREAD, *one.hidden))
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")


def understood(batch, data):
    """{header: field} of the sheets that are read."""
    found = {}
    for known in batch.given["sheets"]:
        for sheet in reading.read(data, batch.subject) if known["is_read"] else ():
            if sheet.name == known["name"]:
                shown = reading.columns_shown([sheet], known)
                found |= {column["header"]: column["name"] for column in shown if column["name"]}
    return found


@pytest.mark.parametrize("write", [as_workbook, as_text])
def test_every_kind_of_mess_is_read(office, load, write):
    make_category("舞蹈")
    for one in MESSY:
        data = write(one)
        batch = load(data, subject=one.subject, region=getattr(office.tree, one.region))
        found = understood(batch, data)
        said = "".join(f"|{header}" for header in found)
        for header, field in one.columns.items():
            if write is as_workbook or header in data.decode("gb18030"):
                assert any(header in text and name == field for text, name in found.items()), (one.kind, header, said)
        rows = list(batch.rows.order_by("position"))
        wanted = one.rows if write is as_workbook else one.rows[: len(rows)]
        assert len(rows) == len(wanted), one.kind
        for row, want in zip(rows, wanted, strict=True):
            is_right = all(repr(text)[1:-1] in str(row.said) for text in want.values())
            assert is_right and (row.state != ImportRow.State.WRONG or row.said["errors"]), (one.kind, row.said)
            if row.state == ImportRow.State.WRONG:
                assert set(row.said["errors"]) == {"community"}, (one.kind, row.said)


def test_a_compound_named_once_ends_with_its_community(office, load):
    tree = office.tree
    rows = [
        ["居委会", "小区", "楼号"],
        [tree.community.name, "新苑", "1号楼"],
        ["", "", "2号楼"],
        [tree.other_community.name, "", "5号楼"],
    ]

    batch = load(workbook(rows), subject=ImportBatch.Subject.PLACES, region=tree.street)

    values = [row.said["values"] for row in batch.rows.order_by("position")]
    assert [one["compound"] for one in values] == ["新苑", "新苑", ""]
