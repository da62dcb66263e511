"""Headers of two rows with merged words, and rows that only say something in columns nobody reads."""

import pytest
from django.urls import reverse

from leaders.imports.reading import SUBJECTS
from registry.sheets.recognize import find_layout, lines_of

TITLE = ["虹桥街道情况统计表（2026年）"]
TABLES = {
    "places": (
        [["序号", "居委会", "小区", "", "备注"], ["", "", "名称", "楼号", ""], ["1", "安东居委", "安东小区", "1#", ""]],
        {1: "community", 2: "compound", 3: "building"},
    ),
    "organizations": (
        [
            ["序号", "组织名称", "所属居委", "负责人", "", "备案", "", "成员人数"],
            ["", "", "", "姓名", "电话", "时间", "有效期至", ""],
            ["1", "安东舞蹈队", "安东居委", "王芳", "13800138001", "2024.6", "2026.6.30", "32人"],
        ],
        {1: "name", 2: "community", 3: "head", 5: "filed_on", 6: "filed_until", 7: "members"},
    ),
    "people": (
        [
            ["姓名", "联系方式", "", "楼组", "任期", ""],
            ["", "座机", "手机", "楼号", "起", "止"],
            ["王芳", "62341234", "13800138001", "12#", "2024.3", "2026.12"],
        ],
        {0: "name", 1: "other_phone", 2: "phone", 3: "building", 4: "started_on", 5: "term_ends_on"},
    ),
}


@pytest.mark.parametrize("subject", TABLES)
def test_a_merged_word_over_parts_of_names_is_one_header(subject):
    rows, columns = TABLES[subject]
    fields = SUBJECTS[subject].fields

    layout = find_layout([TITLE, *rows], fields)

    assert (layout.header, layout.depth, layout.columns) == (1, 2, columns)
    lines, left_out, unread = lines_of([TITLE, *rows], layout, fields)
    assert [line.number for line in lines] == [4] and not left_out and not unread


def test_a_row_of_data_below_the_header_is_no_part_of_it():
    rows = [["姓名", "楼号", "职务"], ["王芳", "12#", "楼组长"], ["李静", "13#", ""]]

    assert find_layout(rows, SUBJECTS["people"].fields).depth == 1


@pytest.mark.django_db
def test_rows_of_which_no_column_is_read_are_named_on_the_page(office, load, sign_in):
    rows = [["序号", "姓名", "楼栋", "情况"], ["1", "王芳", "12号楼", ""], ["2", "", "", "搬走"], ["3", "", "", ""]]
    batch = load(rows)

    shown = sign_in(office.clerk).get(batch.get_absolute_url()).content.decode()

    assert (batch.given["unread"], batch.left_out, batch.total) == ([3], 1, 1)
    assert "1 row says something in columns nobody reads" in shown
    assert reverse("leaders:import-columns", args=[batch.pk]) in shown


def test_a_sheet_of_hundreds_of_columns_is_read_by_its_first_ones():
    """Each name is weighed against the cells below it: hundreds of them would take the time of a hostile file."""
    head = ["姓名", "手机", "楼栋", *[""] * 60, "备注"]
    row = ["王芳", "13800138001", "12号楼", *[""] * 60, "热心"]
    beyond = [*[""] * 300, "职务"]
    fields = SUBJECTS["people"].fields

    layout = find_layout([head + beyond, row + beyond, row + beyond], fields)

    assert layout.columns == find_layout([head, row, row], fields).columns
    assert max(layout.columns) <= len(head)
