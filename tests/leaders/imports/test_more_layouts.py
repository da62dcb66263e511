"""Layouts and habits of offices' tables: on their side, compounds named once, terms in the column of their beginning."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from communities.organizations.models import Organization
from leaders.appointments.models import Appointment
from leaders.imports.reading import layouts_of, read
from leaders.incentives.models import EarlierHonour
from tests.factories import make_leader
from tests.leaders.imports.tables import workbook
from tests.leaders.imports.test_people import errors, said, states

pytestmark = pytest.mark.django_db

ON_ITS_SIDE = [
    ["2026年社区社会组织情况表"],
    ["团队名称", "古美书画社", "夕阳红合唱团", "绿色环保志愿队"],
    ["成立时间", "2015年3月", "2009年冬", "2021-06-01"],
    ["负责人", "王芳", "李国强", ""],
    ["成员数", "32人", "约45", "二十余人"],
    ["活动场地", "社区活动室", "文化中心", ""],
]


def test_a_table_on_its_side_is_read_a_record_a_column(client, sign_in, office, load, write):
    batch = load(ON_ITS_SIDE, subject="organizations")
    assert states(batch) == ["ready"] * 3 and [row.number for row in batch.rows.all()] == [2, 3, 4]
    sign_in(office.clerk)
    assert "The table lies on its side" in client.get(batch.get_absolute_url()).content.decode()

    write(batch)

    group = Organization.objects.get(name="夕阳红合唱团")
    assert (group.meeting_place, group.founded_shown) == ("文化中心", "the year 2009")
    assert group.member_counts.get().members == 45


@pytest.mark.parametrize(
    "rows",
    [
        [["团队名称", "负责人", "活动场地"], ["古美书画社", "王芳", "社区活动室"], ["负责人", "李国强", "文化中心"]],
        [["团队名称", "古美书画社", "负责人", "王芳"], ["活动场地", "活动室", "成员数", "32"], ["成立时间", "2015", "活动时间", "周三"]],
    ],
    ids=["upright", "a form"],
)  # fmt: skip
def test_what_stands_upright_is_not_turned(rows, office):
    sheets = read(workbook(rows), "organizations")
    assert not any(sheet["is_turned"] for sheet in layouts_of(sheets, "organizations", office.clerk))


def test_a_compound_named_once_stands_for_the_rows_below_it(office, load):
    for name in ("海悦苑", "滨海花园"):
        compound = office.tree.community.add_child(name=name, by=None)
        for number in (1, 2):
            compound.add_child(name=f"{number}号楼", by=None)
    rows = [
        ["小区", "楼号", "楼组长姓名"],
        ["海悦苑", "1号楼", "王芳"],
        ["", "2号楼", "李国强"],
        ["滨海花园", "1号楼", "张敏"],
    ]

    batch = load([*rows, ["", "2号楼", "赵敏"]])

    assert states(batch) == ["ready"] * 4
    assert said(batch, 1)["notes"] == ["The compound of the row above: 海悦苑."]
    assert said(batch, 3)["notes"] == ["The compound of the row above: 滨海花园."]
    alone = load([rows[0], rows[2]], name="2.xlsx")
    assert errors(alone) == {"building": "Several compounds have a building 2号楼; name the compound."}


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2023.5-2027.4", date(2023, 5, 1), date(2027, 4, 30)),
        ("2024年5月至今", date(2024, 5, 1), date(2028, 12, 31)),
        ("2024.1.1起三年", date(2024, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_whole_term_in_the_column_of_its_beginning_is_a_term(load, write, typed, first, last):
    write(load([["姓名", "楼栋", "职务", "任职时间"], ["王芳", "12号楼", "楼组长", typed]]))

    post = Appointment.objects.get()
    assert (post.started_on, post.term_ends_on) == (first, last)


def test_an_honour_of_several_people_is_one_for_each_and_a_post_behind_a_name_is_no_part_of_it(office, load, write):
    for name in ("王芳", "李国强", "张敏"):
        make_leader(office.tree.building, name=name)
    head = ["年度", "奖项", "颁奖单位", "获奖人员"]
    rows = [
        head,
        ["2024", "先进个人", "区政府", "李国强、张敏"],
        ["2025", "好邻居", "区妇联", "王芳（楼组长）"],
        ["2025", "好邻居", "区妇联", "12号楼、13号楼"],
    ]

    batch = load(rows, subject="honours")

    assert states(batch) == ["ready", "ready", "ready", "wrong"]
    assert [row.number for row in batch.rows.order_by("position")] == [2, 2, 3, 4]
    write(batch)
    assert sorted(EarlierHonour.objects.values_list("leader__name", "title")) == [
        ("张敏", "先进个人"), ("李国强", "先进个人"), ("王芳", "好邻居"),
    ]  # fmt: skip


@pytest.mark.parametrize("title", [["平南苑楼组长联系表"], []], ids=["titled", "bare"])
def test_a_list_without_any_header_is_taken_apart_line_by_line(office, load, title):
    lines = ["12号楼 王芳 13800138000", "13号楼：李国强（13912345678）", "14号楼-陈静-136 0000 0001", "12号楼 待定"]
    office.tree.compound.add_child(name="14号楼", by=None)

    batch = load([*([title] if title else []), *[[line] for line in lines]])

    found = [(said(batch, at)["values"]["name"], said(batch, at)["values"]["building"]) for at in range(4)]
    assert found == [("王芳", "12号楼"), ("李国强", "13号楼"), ("陈静", "14号楼"), ("待定", "12号楼")]
    assert states(batch) == ["ready", "ready", "ready", "skipped"]
    assert "王芳" not in str(batch.given)


def test_a_list_of_something_else_is_no_list_of_people(load):
    assert load([["说明"], ["1. 一栋一人"], ["2. 联系电话 021-54881234"]]).total == 0


def test_a_building_in_a_column_of_groups_and_buildings_is_the_building(office, load):
    batch = load(
        [["姓名", "职务", "所在团队/楼栋"], ["王芳", "楼组长", "平南苑12号楼"], ["李静", "楼组长", "12号楼舞蹈队"]]
    )

    assert states(batch) == ["ready", "wrong"] and said(batch)["values"]["building"] == "平南苑12号楼"


def test_a_vague_day_of_an_honour_says_that_the_year_will_do(office, load):
    make_leader(office.tree.building, name="王芳")
    batch = load([["姓名", "得了什么", "谁发的", "何时"], ["王芳", "好邻居", "居委会", "去年"]], subject="honours")

    assert "the year alone" in errors(batch)["given_on"]


def test_the_rejected_rows_of_a_list_without_header_come_back_under_the_names_of_their_own_kind(
    client, sign_in, office, load
):
    batch = load([["12号楼 王芳 13800138000"], ["99号楼 李国强 13912345678"]])
    sign_in(office.clerk)

    data = client.get(reverse("leaders:import-rejected-file", args=[batch.pk])).getvalue()

    head, row = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    assert head == ("Row", "Full name", "What is wrong") and row[:2] == (2, "99号楼 李国强 13912345678")
