"""Every list as a workbook and as a text table: two readers see the same rows, and no text leaves as a formula."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from communities.filings.models import Filing
from communities.pages.exports import Export
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.exports import export
from tests.factories import make_filing, make_organization, make_user
from tests.test_permissions import PAGES

pytestmark = pytest.mark.django_db
EXPORTS = [page[0] for page in PAGES if page[0].endswith("-export")]
lines_of, cells_of = Export.lines, Export.cells


def as_formula(cell):
    return f"=1+{cell}" if isinstance(cell, str) and cell and not cell.startswith("=1+") else cell


def as_formulas(export, *about):
    for line in lines_of(export, *about):
        yield [as_formula(cell) for cell in line]


def as_formula_cells(export, *about):
    return [as_formula(cell) for cell in cells_of(export, *about)]


def as_text(cell):
    """A cell of either reader as the text table writes it, but for what keeps a formula from being one."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if not (cell.hour or cell.minute) else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, int | float):
        return f"{cell:.2f}"
    return cell or ""


def of_csv(cell):
    try:
        return f"{float(cell):.2f}"
    except ValueError:
        return cell.removeprefix("'").removesuffix(" 00:00")


def of_book(cell):
    return of_csv(as_text(cell)) if isinstance(cell, str) else as_text(cell)


def _owe_a_report(tree):
    """An organization filed last year that handed none in; the world has all others."""
    filing = make_filing(make_organization(tree.community), state="filed")
    Filing.objects.filter(pk=filing.pk).update(valid_from=TODAY.replace(year=TODAY.year - 1))


@pytest.mark.parametrize("name", EXPORTS)
def test_both_files_of_a_list_say_the_same_and_hold_no_formula(name, sign_in, monkeypatch, world):
    monkeypatch.setattr(Export, "lines", as_formulas)
    tree, _users, _rows = world
    _owe_a_report(tree)
    client = sign_in(make_user(Role.MANAGER, tree.street))

    text, book = (
        b"".join(export(client, reverse(name), file_format=kind).streaming_content) for kind in ("csv", "xlsx")
    )

    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    cells = list(sheet.iter_rows())
    other = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(rows) > 1, "the world has no row of this list"
    expected = [[of_csv(cell) for cell in row] for row in rows]
    assert [[of_book(cell.value) for cell in row] for row in cells] == expected
    assert [[of_book(cell) for cell in row] for row in other] == expected
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    formulas = [cell for row in cells[1:] for cell in row if str(cell.value).startswith("=")]
    assert formulas and all(cell.data_type == "s" and cell.quotePrefix for cell in formulas)


LEDGERS = [
    "leaders:leader-export",
    "communities:filing-export",
    "leaders:training-short-export",
    "leaders:incentive-export",
    "communities:support-export",
]


@pytest.mark.parametrize("name", LEDGERS)
def test_a_filled_ledger_holds_the_rows_of_its_list_and_no_place_is_left(name, sign_in, monkeypatch, world):
    monkeypatch.setattr(Export, "lines", as_formulas)
    monkeypatch.setattr(Export, "cells", as_formula_cells)
    tree, _users, _rows = world
    client = sign_in(make_user(Role.MANAGER, tree.street))

    listed = b"".join(export(client, reverse(name)).streaming_content).decode("utf-8-sig")
    book = export(client, reverse(name), file_format="ledger").content

    rows = list(csv.DictReader(io.StringIO(listed)))
    cells = list(openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows())
    other = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    heads = [cell.value for cell in cells[2]]
    assert rows and len(cells) == 3 + len(rows) + 1
    for number, (row, line, again) in enumerate(zip(rows, cells[3:], other[3:], strict=False), start=1):
        expected = [f"{number:.2f}", *[of_csv(row[head]) for head in heads[1:]]]
        assert [of_book(cell.value) for cell in line] == expected
        assert [of_book(cell) for cell in again[: len(heads)]] == expected
    texts = [cell for line in cells for cell in line if isinstance(cell.value, str)]
    assert not any("{{" in cell.value or "}}" in cell.value for cell in texts)
    assert all(cell.data_type == "s" for cell in texts)
