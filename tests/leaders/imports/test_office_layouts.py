"""Where the table lies in what offices keep: tables side by side and below each other, forms of one person, former years,
footers; and the file that comes back."""

import io

import openpyxl
import pytest
from django.urls import reverse

from leaders.imports.models import ImportRow
from tests.factories import make_leader, make_organization
from tests.leaders.imports.test_office_habits import rows_of, values

pytestmark = pytest.mark.django_db
State = ImportRow.State


def test_two_tables_side_by_side_are_both_read(office, load):
    rows = [["楼组长名单"], ["楼号", "姓名", "电话", "", "楼号", "姓名", "电话"]]
    rows += [["12号楼", "丁一", "13811110001", "", "13号楼", "丁四", "13811110004"]]

    batch = load(rows)

    assert values(batch, "name", "building") == [("丁一", "12号楼"), ("丁四", "13号楼")]
    assert batch.given["unread_columns"] == []


def test_a_form_of_one_person_is_a_row(office, load):
    rows = [
        ["社区骨干登记表"],
        ["姓名", "蒋文静", "性别", "女"],
        ["出生年月", "1970.4", "联系电话", "13711110000"],
        ["居住地址", "12号楼", "职务", "楼组长"],
    ]
    more = [
        (
            "第二张",
            [
                ["登记表"],
                ["姓名", "何敏", "性别", "女"],
                ["出生年月", "1971.4", "电话", "13711110001"],
                ["住址", "13号楼", "", ""],
            ],
        )
    ]

    batch = load(rows, more=more)

    assert values(batch, "name", "birth") == [("蒋文静", "1970.4"), ("何敏", "1971.4")]
    assert [row.number for row in rows_of(batch)] == [2, 2]


def test_the_sheet_of_a_former_year_is_not_read_and_the_page_names_it(office, load, sign_in):
    head = ["姓名", "楼栋", "党员否"]
    batch = load([["2026年名册"], head, ["王芳", "12号楼", "是"]], more=[("2025", [head, ["老王", "13号楼", ""]])])

    page = sign_in(office.clerk).get(batch.get_absolute_url()).content.decode()

    assert values(batch, "name") == [("王芳",)]
    assert "Sheets not read: 2025." in page and "Columns not read: 党员否." in page


def test_hours_of_every_year_are_read(office, load):
    make_leader(office.tree.building, name="王芳")
    head = ["姓名", "课程", "主办单位", "学时", "日期"]
    batch = load([head, ["王芳", "消防", "街道", "2", "2026.3.1"]], subject="hours",
        more=[("2025", [head, ["王芳", "垃圾分类", "街道", "2", "2025.3.1"]])])  # fmt: skip

    assert len(rows_of(batch)) == 2


def test_a_footer_is_no_row_and_no_reason_is_needed(office, load):
    rows = [
        ["姓名", "楼栋"],
        ["王芳", "12号楼"],
        ["本页小计", "1"],
        ["第1页 共2页"],
        ["推荐单位（盖章）：", ""],
        ["经办人：小陈", "审核：老吴"],
    ]

    batch = load(rows)

    assert (batch.total, batch.left_out) == (1, 4)


def test_the_file_of_rejected_rows_keeps_the_header_and_names_the_sheet(office, load, sign_in):
    head = ["同志姓名", "负责楼栋", "党员否"]
    batch = load([["名册"], head, ["王芳", "99号楼", "是"]], more=[("乙", [head, ["李静", "98号楼", ""]])])

    file = sign_in(office.clerk).get(reverse("leaders:import-rejected-file", args=[batch.pk]))

    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active.values)
    assert rows[0] == ("Sheet", "Row", *head, "What is wrong")
    assert [row[:4] for row in rows[1:]] == [("Sheet1", 3, "王芳", "99号楼"), ("乙", 2, "李静", "98号楼")]


def test_fields_below_each_other_are_no_people_and_those_beside_them_are(office, load):
    rows = [
        ["骨干"],
        ["姓名", "孔明", "周瑜", "鲁肃"],
        ["性别", "男", "男", "男"],
        ["手机", "13800000101", "13800000102", ""],
    ]

    batch = load([*rows, ["楼栋", "12号楼", "13号楼", ""]])

    assert values(batch, "name", "gender", "building") == [
        ("孔明", "男", "12号楼"),
        ("周瑜", "男", "13号楼"),
        ("鲁肃", "男", ""),
    ]


def test_a_second_table_below_the_first_is_read_by_its_own_header(office, load):
    make_organization(office.tree.community, name="晨光合唱队")
    rows = [
        ["一、楼组长"],
        ["楼号", "姓名", "手机"],
        ["12号楼", "丁一", "13800220001"],
        ["13号楼", "丁二", "13800220002"],
    ]
    rows += [[], ["二、团队负责人"], ["团队", "姓名", "手机", "人数"], ["晨光合唱队", "丁三", "13800220003", "30"]]

    batch = load(rows)

    assert values(batch, "name", "building", "organization") == [
        ("丁一", "12号楼", ""),
        ("丁二", "13号楼", ""),
        ("丁三", "", "晨光合唱队"),
    ]
    assert [row.number for row in rows_of(batch)] == [3, 4, 8]
    assert [row.state for row in rows_of(batch)] == [State.READY] * 3, rows_of(batch)[-1].said["errors"]


def test_the_text_of_two_bytes_a_letter_that_excel_saves_is_read(office, load):
    data = "姓名\t楼栋\n王芳\t12号楼\n".encode("utf-16")

    assert values(load(data), "name", "building") == [("王芳", "12号楼")]


def test_of_two_columns_of_one_sense_the_one_that_says_something_is_read(office, load):
    rows = [["楼栋", "姓名", "手机", "负责楼组"], ["", "王芳", "13512340001", "12号楼"], ["", "空缺", "", "13号楼"]]

    batch = load(rows)

    assert values(batch, "building") == [("12号楼",), ("13号楼",)]
    assert rows_of(batch)[1].said["errors"] == {}
