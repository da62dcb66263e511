"""Columns told by what stands below them, headers that ask, headers of two rows, and rows of data that are no header."""

import pytest

from leaders.imports.reading import SUBJECTS
from leaders.imports.subjects.words import split_facts
from registry.sheets.contents import kind_of_cell
from registry.sheets.headers import plain_header, strength_of_cell
from registry.sheets.recognize import find_layout, lines_of
from tests.leaders.imports.test_shapes import field_of

# Beside columns that are known: a header nobody has listed, and what stands below it.
KNOWN = {
    "places": {"居委会": ["平吉", "平阳", "古龙"], "曾用名": ["老一村", "老二村", "老三村"]},
    "organizations": {"备注": ["", "", ""], "居委会": ["平吉", "平阳", "古龙"], "活动形式": ["展演", "走访", "讲座"]},
    "people": {"居委会": ["平吉", "平阳", "古龙"], "届次": ["一", "二", "三"], "备注": ["", "好", ""]},
    "hours": {"居委会": ["平吉", "平阳", "古龙"], "楼栋": ["1号楼", "2号楼", "3号楼"]},
    "honours": {"居委会": ["平吉", "平阳", "古龙"], "楼栋": ["1号楼", "2号楼", "3号楼"]},
}
NEEDED = {"places": "小区", "organizations": "团队名称", "people": "姓名", "hours": "学时", "honours": "姓名"}
NEEDED_CELLS = {
    "places": ["天河家园", "梅陇小区", "望江苑"],
    "organizations": ["舞蹈队", "棋社", "合唱团"],
    "people": ["王芳", "李明", "张红"],
    "hours": ["2", "3", "4"],
    "honours": ["王芳", "李明", "张红"],
}
PLACES = [["平吉居委会", "平阳居委会", "古龙居民区"], ["1号楼", "2号楼", "甲幢"], ["天河家园", "梅陇小区", "望江苑"]]
DAYS = [["2025-01-01", "2025.1", "2025年3月"], ["2027-01-01", "2027.1", "2027年3月"]]
TOLD = {
    "places": {"community": ("所管单位", PLACES[0]), "building": ("楼的叫法", PLACES[1])},
    "organizations": {
        "category": ("项目", ["舞蹈", "棋类", "声乐"]),
        "members": ("姐妹人数", ["12", "约20人", "8名"]),
        "founded_on": ("组团年月", DAYS[0]),
        "meeting_times": ("啥辰光", ["每周三上午", "双休日", "每天19:00"]),
        "meeting_place": ("聚会处", ["活动室", "广场", "居委二楼"]),
        "purpose": ("做点什么", ["编织义卖助困", "巡逻看护门岗", "为老人送餐"]),
        "filing_number": ("证", ["古美备2025-1", "古美备2025-2", "古美备〔2025〕3号"]),
        "filed_on": ("发放", DAYS[0]),
        "filed_until": ("截止", DAYS[1]),
        "head": ("领头姐妹", ["甲一", "甲二二", "甲三"]),
        "community": ("所管单位", PLACES[0]),
        "compound": ("家园", PLACES[2]),
        "building": None,
    },
    "people": {
        "gender": ("X", ["男", "女", "女"]),
        "birth": ("年", ["1958", "1960年", "1955.3"]),
        "phone": ("打哪个", ["13800020001", "138 0002 0002", "138-0002-0003"]),
        "kind": ("干啥", ["楼组长", "楼长", "团队负责人"]),
        "organization": ("带着哪个队", ["舞蹈队", "合唱团", "棋社"]),
        "own_wish": ("愿不愿干", ["愿意", "不愿意", "愿意"]),
        "started_on": ("哪天开始干", DAYS[0]),
        "term_ends_on": ("干到何时满", DAYS[1]),
        "how_chosen": ("咋来的", ["居民推选", "自荐", "选举"]),
        "community": ("所管单位", PLACES[0]),
        "compound": ("家园", PLACES[2]),
        "building": ("哪一座", PLACES[1]),
    },
    "hours": {
        "name": ("对象", ["王芳", "李明", "张红"]),
        "phone": ("打哪个", ["13800020001", "138 0002 0002", "138-0002-0003"]),
        "title": ("讲了啥题", ["消防安全进楼道", "民法典与社区", "参观友邻社区"]),
        "organizer": ("谁组织", ["区司法局", "街道", "市民政局"]),
        "held_on": ("哪天", DAYS[0]),
        "content_area": ("归在", ["法律科技", "群众工作", "拓展眼界"]),
        "community": None,
        "compound": ("家园", PLACES[2]),
        "building": None,
    },
    "honours": {
        "phone": ("打哪个", ["13800020001", "138 0002 0002", "138-0002-0003"]),
        "title": ("名目", ["最美志愿者", "感谢信", "银奖"]),
        "issuer": ("哪家给", ["区文明办", "市妇联", "县民政局"]),
        "level": ("档", ["区级", "市级", "县级"]),
        "given_on": ("哪年", ["2022", "2023.5", "2024年3月"]),
        "document_number": ("奖状的号", ["Y-22", "文明〔2023〕9号", "ZS001"]),
        "community": None,
        "compound": ("家园", PLACES[2]),
        "building": None,
    },
}
CASES = [(subject, name, *case) for subject, cases in TOLD.items() for name, case in cases.items() if case]


def table_of(subject, columns):
    heads = list(columns)
    return [heads, *[[columns[head][line] for head in heads] for line in range(3)]]


@pytest.mark.parametrize(("subject", "name", "header", "cells"), CASES)
def test_an_unlisted_header_is_told_by_its_cells(subject, name, header, cells):
    known = {head: texts for head, texts in KNOWN[subject].items() if field_of(head, subject) != name}
    columns = {NEEDED[subject]: NEEDED_CELLS[subject]} | known
    needed = next(one for one in SUBJECTS[subject].fields if one.is_required)
    if name == needed.name:
        del columns[NEEDED[subject]]

    layout = find_layout(table_of(subject, columns | {header: cells}), SUBJECTS[subject].fields)

    assert layout.columns.get(len(columns)) == name


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_field_that_cells_tell_is_shown_by_a_column(subject):
    told = {one.name for one in SUBJECTS[subject].fields if (one.perhaps or one.is_told) and not one.is_required}

    assert told <= set(TOLD[subject])


def test_what_stands_below_speaks_against_a_header_that_only_sounds_like_one():
    fields = SUBJECTS["people"].fields
    sexes = [["姓名", "人员类别及性别", "手机"], ["王芳", "女", "13800020001"], ["李明", "男", "13800020002"]]
    posts = [sexes[0], ["王芳", "楼组长", "13800020001"], ["李明", "楼长", "13800020002"]]

    assert find_layout(sexes, fields).columns.get(1) != "kind"
    assert find_layout(posts, fields).columns.get(1) == "kind"


@pytest.mark.parametrize(
    ("subject", "header", "name"),
    [
        ("honours", "何单位授予", "issuer"),
        ("honours", "哪里发的", "issuer"),
        ("honours", "哪年获得的", "given_on"),
        ("honours", "什么级别", "level"),
        ("honours", "文号/证号", "document_number"),
        ("hours", "谁组织的", "organizer"),
        ("hours", "几个学时", "hours"),
        ("hours", "培训什么", "title"),
        ("organizations", "在哪活动", "meeting_place"),
        ("organizations", "成立于哪年", "founded_on"),
        ("people", "何时上任", "started_on"),
        ("people", "姓名、电话", "name"),
        ("places", "聚居点（小区）", "compound"),
        ("honours", "登记日期", ""),
        ("hours", "填报日期", ""),
        ("people", "录入时间", ""),
    ],
)
def test_a_header_that_asks_or_names_two_things_is_known(subject, header, name):
    sure = {one.name: strength_of_cell(header, one) for one in SUBJECTS[subject].fields}
    best = max(sure, key=sure.get)

    assert (best if sure[best] else "") == name


def test_a_wide_header_with_one_usual_name_is_the_header_and_no_row_of_data():
    head = ["序号", "住宅", "楼号", "竣工年月", "层数", "梯户比", "实有户数", "独居老人户", "服务处", "备注"]
    rows = [
        ["平阳居委会辖区楼栋清单", *[""] * 9],
        head,
        ["1", "顾戴小区", "1号楼", "2001", "11", "1梯2户", "88", "3", "", ""],
        ["2", "顾戴小区", "2号楼", "2001", "11", "1梯2户", "88", "1", "", ""],
    ]
    fields = SUBJECTS["places"].fields

    layout = find_layout(rows, fields)

    assert (layout.header, layout.columns) == (1, {1: "compound", 2: "building"})
    assert [line.number for line in lines_of(rows, layout, fields)[0]] == [3, 4]


def test_a_header_of_two_rows_is_known_by_how_it_is_merged():
    """Cells merged down stand in both rows; what hangs below a merged word may be called anything."""
    rows = [
        ["填报单位：街道", *[""] * 8],
        ["序号", "居委", "住宅小区", "", "楼宇", "", "", "物业", ""],
        ["序号", "居委", "正式名", "别称", "幢", "层", "户", "公司", "驻点经理"],
        ["1", "平吉", "永康小区", "老永康", "1幢", "6", "36", "万家", "陈经理"],
        ["2", "平吉", "永康小区", "老永康", "2幢", "6", "36", "万家", "陈经理"],
    ]
    fields = SUBJECTS["places"].fields

    layout = find_layout(rows, fields)

    assert (layout.header, layout.depth) == (1, 2)
    assert layout.columns == {1: "community", 2: "compound", 3: "alias", 4: "building"}
    assert [line.number for line in lines_of(rows, layout, fields)[0]] == [4, 5]


def test_a_sum_is_no_row_however_it_is_spaced():
    rows = [["姓名", "手机"], ["王芳", "13800020001"], ["共", "1人"], ["合　 计", "1"]]
    fields = SUBJECTS["people"].fields

    assert [line.number for line in lines_of(rows, find_layout(rows, fields), fields)[0]] == [2]


def test_a_name_with_the_sex_beside_it_is_taken_apart():
    for text in ("王芳/女", "王芳（女）", "王芳 女性", "王芳、女"):
        assert split_facts(text) == {"name": "王芳", "gender": "女"}, text
    for text in ("王芳", "欧阳女", "王男"):
        assert split_facts(text) == {}, text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("１３８００１３８０００", "phone"), ("54150001", "phone"), ("2025", "year"), ("2025.3.1", "day"), ("58年3月", "day"),
        ("二〇二五年三月", "day"), ("45292", "number"), ("十二", "number"), ("女", "sex"), ("√", "mark"), ("3号楼", "mixed"),
        ("王芳", "words"),
    ],
)  # fmt: skip
def test_kinds_of_cells(text, kind):
    assert kind_of_cell(text) == kind


def test_headers_of_these_tests_are_listed_nowhere():
    for subject, name, header, _cells in CASES:
        listed = {word for one in SUBJECTS[subject].fields for word in one.words}
        assert plain_header(header) not in listed, (subject, name)
