"""Tables of a street with villages: what was read wrongly without a word is read as it is meant, or told."""

import pytest

from communities.organizations.models import Organization
from communities.regions.models import Region
from leaders.imports.reading import columns_unread, layouts_of, read
from leaders.imports.subjects.buildings import each_building
from leaders.imports.subjects.hours import minutes_in
from leaders.people.models import Leader
from tests.factories import make_category
from tests.leaders.imports.tables import workbook
from tests.leaders.imports.test_people import errors, said, states

pytestmark = pytest.mark.django_db


def village(office, name):
    return office.tree.street.add_child(name=name, by=office.manager, note="")


def columns_of(rows, subject, office):
    (layout,) = layouts_of(read(workbook(rows), subject), subject, office.clerk)
    head = rows[layout["header"]]
    return {head[int(column)]: name for column, name in layout["columns"].items()}


SKILLS = ["木工、山歌", "太极拳", "芦笙", "书法"]


@pytest.mark.parametrize("subject", ["people", "hours", "honours"])
@pytest.mark.parametrize("header", ["擅长", "特长", "专长", "身长"])
def test_a_column_of_skills_is_never_read_as_the_people(office, subject, header):
    rows = [[header, "联系电话", "社区", "日期"]]
    rows += [[skill, f"1380000000{number}", "阳光社区", "2024-05-01"] for number, skill in enumerate(SKILLS)]

    assert "name" not in columns_of(rows, subject, office).values()


@pytest.mark.parametrize("header", ["所长者", "被访者"])
def test_a_guessed_header_of_people_needs_names_below_it(office, header):
    def rows(below):
        return [[header, "联系电话", "社区"], *([cell, f"1380000000{n}", "阳光社区"] for n, cell in enumerate(below))]

    try:
        found = columns_of(rows(SKILLS), "people", office)
    except ValueError:
        found = {}

    assert found.get(header) != "name"


def test_names_below_an_unusual_header_are_still_told(office):
    people = ["潘国英", "买买提·艾力", "欧阳春兰", "罗绍文"]
    rows = [["尊姓大名", "联系电话", "社区", "擅长"]]
    rows += [[name, f"1380000000{number}", "阳光社区", SKILLS[number]] for number, name in enumerate(people)]

    assert columns_of(rows, "people", office)["尊姓大名"] == "name"


@pytest.mark.parametrize("header", ["现任何职", "任何职务", "担任何职", "任何职"])
def test_a_header_that_asks_for_the_post_is_the_post(office, header):
    rows = [["姓名", "联系电话", "社区", header], ["潘国英", "13800000001", "阳光社区", "楼组长"]]

    assert columns_of(rows, "people", office)[header] == "kind"


def test_a_compound_before_its_building_is_nobody(office, load):
    compound = office.tree.building.parent
    batch = load(
        [
            ["姓名", "手机", "社区", "楼栋", "职务"],
            ["", "13800138000", "", f"{compound.name}12号楼", "楼组长"],
            ["", "13800138001", "", "康宁苑 12号楼", "楼组长"],
            ["", "", "", "12号楼 王芳", "楼组长"],
            ["", "", "", "李秀英 12号楼 13900001111", "楼组长"],
            ["", "", "", "康宁苑 12号楼 13900001112", "楼组长"],
        ]
    )

    assert [errors(batch, row).get("name") for row in range(5)] == [
        "The name is missing.", "The name is missing.", None, None, "The name is missing.",
    ]  # fmt: skip
    assert [said(batch, row)["values"]["name"] for row in (2, 3)] == ["王芳", "李秀英"]
    assert not Leader.objects.filter(name__in=[compound.name, "康宁苑"]).exists()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A1#—A4#", ["A1号楼", "A2号楼", "A3号楼", "A4号楼"]),
        ("B1-3栋", ["B1栋", "B2栋", "B3栋"]),
        ("一期1-3幢", ["一期1幢", "一期2幢", "一期3幢"]),
        ("10弄3-5号", ["10弄3号", "10弄4号", "10弄5号"]),
        ("3-1号楼", ["3-1号楼"]),
        ("一至三栋", ["1栋", "2栋", "3栋"]),
        ("A、B、C栋", ["A栋", "B栋", "C栋"]),
        ("12号楼2单元", ["12号楼2单元"]),
    ],
)
def test_a_run_with_something_before_the_number_is_each_building(office, load, write, text, names):
    write(load([["小区", "楼栋"], ["青竹苑", text]], subject="places", by=office.manager), by=office.manager)

    compound = Region.objects.get(name="青竹苑")
    assert [row.name for row in compound.children.order_by("id")] == names


def test_a_run_that_cannot_be_read_is_told_and_makes_no_building(office, load):
    typed = ["A1栋至B4栋", "大寨一1～大寨二3栋", "共6栋", "总共六栋", "1-3号楼5号楼", "1~3号楼（除2号）"]
    batch = load([["小区", "楼栋"], *(["青竹苑", text] for text in typed)], subject="places", by=office.manager)

    assert states(batch) == ["wrong"] * len(typed)
    assert "A1栋至B4栋" in errors(batch)["building"] and "name each" in errors(batch)["building"]


def test_heads_of_a_run_of_lettered_buildings_hold_each():
    assert each_building("A1-A3栋") == ["A1栋", "A2栋", "A3栋"]


@pytest.mark.parametrize("typed", ["谷通", "谷通村委会", "谷通村民委员会", "谷通村"])
def test_a_village_is_found_by_the_names_offices_use(office, load, typed):
    village(office, "谷通村")
    rows = [["社区", "小区", "楼栋"], [typed, "大寨", "1幢"]]
    batch = load(rows, subject="places", region=office.tree.street, by=office.manager)

    assert states(batch) == ["ready"]


def test_a_name_that_two_bear_is_asked_and_the_whole_name_decides(office, load):
    village(office, "大坝村")
    village(office, "大坝社区")
    rows = [
        ["社区", "小区", "楼栋"],
        *([name, f"寨{n}", "1幢"] for n, name in enumerate(["大坝", "大坝村", "大坝社区"])),
    ]
    batch = load(rows, subject="places", region=office.tree.street, by=office.manager)

    assert states(batch) == ["wrong", "ready", "ready"]
    assert "大坝村" in errors(batch)["community"] and "大坝社区" in errors(batch)["community"]


def test_a_community_that_became_of_a_village_is_not_the_village(office, load):
    village(office, "谷通村")
    rows = [["社区", "小区", "楼栋"], ["谷通社区", "大寨", "1幢"]]

    assert states(load(rows, subject="places", region=office.tree.street, by=office.manager)) == ["wrong"]


def test_a_sheet_is_named_after_a_village_in_short(office, load):
    village(office, "谷通村")
    rows = [["小区", "楼栋"], ["大寨", "1幢"]]
    batch = load(workbook(rows, name="谷通"), subject="places", region=office.tree.street, by=office.manager)

    assert states(batch) == ["ready"]


def test_members_of_a_year_stay_those_of_that_year_and_the_last_year_is_read(office, load, write):
    make_category(name="合唱")
    rows = [
        ["组织名称", "类别", "成员人数", "", "备注"],
        ["", "", "2024年", "2025年", ""],
        ["晨光合唱队", "合唱", 22, 25, ""],
    ]
    write(load(rows, subject="organizations"))

    counted = Organization.objects.get(name="晨光合唱队").member_counts.get()
    assert (counted.year, counted.members) == (2025, 25)


def test_a_group_of_the_whole_street_may_name_the_street(office, load, write):
    make_category(name="合唱")
    street = office.tree.street
    names = [street.name, f"{street.name}办事处", "街道", "镇级"]
    rows = [["组织名称", "类别", "社区"], *([f"晨光{n}队", "合唱", name] for n, name in enumerate(names))]
    batch = load(rows, subject="organizations", region=street, by=office.manager)

    assert states(batch) == ["ready"] * len(names)
    write(batch, by=office.manager)
    assert set(Organization.objects.values_list("region", flat=True)) == {street.pk}


def test_not_filed_is_no_number_and_a_telephone_no_part_of_the_name(office, load):
    make_category(name="合唱")
    head = ["组织名称", "类别", "备案证号", "备案时间", "负责人及电话"]
    rows = [
        head,
        ["晨光一队", "合唱", "未备案", "", "周莲芝/15185012343"],
        ["晨光二队", "合唱", "青社备2020-011", "2025.9.1", "罗绍文（13985012342）"],
        ["晨光三队", "合唱", "青社备2020-012", "2025.9.1", "王明发 0851-83512344转8003"],
        ["晨光四队", "合唱", "青社备2020-013", "2025.9.1", "周莲芝/15185012343"],
        ["晨光五队", "合唱", "青社备2020-014", "2025.9.1", "张仁贵13685012346、李顺平13685012347"],
    ]
    batch = load(rows, subject="organizations")

    assert states(batch) == ["ready", "ready", "ready", "ready", "wrong"]


def test_a_row_taken_for_a_heading_or_a_sum_is_named(office, load, sign_in):
    head = ["姓名", "手机", "楼栋"]
    rows = [head, ["第一组"], ["王芳"], ["", "", ""], ["李秀英", 13800138000, "12号楼"], ["合计", "", "2"]]
    batch = load(rows)

    assert (batch.left_out, batch.given["left_said"]) == (4, ["2", "3", "6"])
    page = sign_in(office.clerk).get(batch.get_absolute_url()).content.decode()
    assert "Taken for headings or sums (3), rows: 2" in page

    several = load(workbook(rows, name="甲", more=[("乙", [head, ["王芳"], ["李立", 13800138001, "12号楼"]])]))
    assert several.given["left_said"] == ["甲 2", "甲 3", "甲 6", "乙 2"]


def test_a_header_merged_over_two_rows_is_named_once(office):
    rows = [
        ["序号", "组织名称", "成员人数", "", "备注"],
        ["序号", "组织名称", "男", "女", "备注"],
        [1, "晨光合唱队", 3, 4, "无"],
    ]
    sheets = read(workbook(rows), "organizations")
    layouts = layouts_of(sheets, "organizations", office.clerk)
    layouts[0]["depth"] = 2

    assert "序号 序号" not in columns_unread(sheets, layouts) and "备注" in columns_unread(sheets, layouts)


def test_lessons_are_counted_in_the_word_of_schools():
    assert minutes_in("8节") == minutes_in("8节课") == minutes_in("8课时")


@pytest.mark.parametrize("typed", ["原楼组长", "楼组长（已卸任）", "前任楼组长", "曾任楼组长", "拟任楼组长"])
def test_a_post_of_then_or_not_yet_is_not_entered(office, load, typed):
    batch = load([["姓名", "职务", "楼栋", "手机"], ["潘国英", typed, "12号楼", 13800138000]])

    assert states(batch) == ["wrong"] and "kind" in errors(batch)


@pytest.mark.parametrize("remark", ["已去世", "2024年搬走", "已卸任", "不再担任楼长"])
def test_a_remark_that_somebody_is_gone_is_asked(office, load, remark):
    head = ["姓名", "职务", "楼栋", "手机", "备注"]
    rows = [
        head,
        ["潘国英", "楼组长", "12号楼", 13800138000, remark],
        ["罗绍文", "楼组长", "13号楼", 13800138001, "退休教师"],
    ]
    batch = load(rows)

    assert states(batch) == ["wrong", "ready"] and set(errors(batch)) == {"note"}


def test_the_hours_of_the_last_year_are_read(office):
    rows = [
        ["姓名", "课程", "上课日期", "主办方", "2024年学时", "2025年学时"],
        ["潘国英", "调解", "2025-03-05", "街道", 4, 6],
    ]
    found = columns_of(rows, "hours", office)

    assert found["2025年学时"] == "hours" and "2024年学时" not in found


@pytest.mark.parametrize("typed", ["顾 问", "骨干", "楼长", "全体居民"])
def test_a_word_for_a_role_is_no_name(office, load, typed):
    batch = load([["姓名", "手机", "楼栋"], [typed, 13800138000, "12号楼"], ["顾文", 13800138001, "12号楼"]])

    assert states(batch) == ["wrong", "ready"] and "role" in errors(batch)["name"]
