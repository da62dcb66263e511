"""Workbooks as they are printed: no text is cut, a list fits on the width of its paper."""

import io

import openpyxl

from registry.sheets.columns import Column
from registry.sheets.export import write_book, write_xlsx
from registry.sheets.fill import fill
from registry.sheets.ledger import Ledger, ledger_form

LONG = "康城第一居委会十二号楼"


def opened(write, *args):
    write(file := io.BytesIO(), *args)
    return openpyxl.load_workbook(file).worksheets


def widths(sheet):
    return [sheet.column_dimensions[letter].width for letter in "ABC"]


def test_each_column_is_as_wide_as_what_stands_in_it():
    (sheet,) = opened(write_xlsx, ["编号", "区域", "说明"], iter([["SQ-000001", LONG, "长" * 60]] * 3))

    assert [round(width) for width in widths(sheet)] == [12, 25, 41]
    # one page wide, as many as it takes high
    assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation != "landscape"


def test_a_wide_table_lies_on_its_paper():
    for write, args in [
        (write_xlsx, (["甲", "乙", "丙"], iter([["长" * 20] * 3]))),
        (write_book, ([("表", ["甲", "乙", "丙"], iter([["长" * 20] * 3]))],)),
    ]:
        assert opened(write, *args)[0].page_setup.orientation == "landscape"


def test_an_empty_list_keeps_its_header():
    (sheet,) = opened(write_xlsx, ["编号", "区域"], iter([]))
    assert [cell.value for cell in sheet[1]] == ["编号", "区域"]


def test_a_row_of_a_filled_ledger_is_as_high_as_its_fullest_cell():
    columns = {name: Column(name, label, name) for name, label in [("a", "组织"), ("b", "备案号"), ("c", "状态")]}
    form = ledger_form(Ledger("备案台账", ("a", "b", "c")), columns)
    lines = [
        {"组织": "舞蹈队", "备案号": "莘庄备〔2024〕0001号", "状态": ""},
        {"组织": "", "备案号": "", "状态": "已备案"},
    ]
    content, _ending = fill(form, lines, {}, ["组织", "备案号", "状态"])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active

    assert sheet.row_dimensions[4].height == 3 * 18 and sheet.row_dimensions[5].height is None


def test_a_height_the_office_has_set_is_kept():
    book = openpyxl.Workbook()
    book.active.append(["{{组织}}", "{{备案号}}"])
    book.active.row_dimensions[1].height = 24
    book.save(file := io.BytesIO())
    content, _ending = fill(file.getvalue(), [{"组织": LONG * 4, "备案号": ""}] * 2, {}, ["组织", "备案号"])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active

    assert [sheet.row_dimensions[line].height for line in (1, 2)] == [24, 24]
