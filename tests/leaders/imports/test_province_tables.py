"""Tables of a street in another province: what was read wrongly without a word, or refused, is read as it is meant."""

import io

import openpyxl
import pytest
from django.urls import reverse

from communities.organizations.models import Organization
from communities.regions.models import Region
from leaders.appointments.models import Appointment
from leaders.imports.models import ImportRow
from leaders.imports.reading import columns_told_apart, layouts_of, read
from leaders.incentives.models import EarlierHonour
from leaders.training.models import OutsideHours
from tests.factories import make_category, make_leader, make_organization
from tests.leaders.imports.tables import workbook
from tests.leaders.imports.test_people import errors, said, states

pytestmark = pytest.mark.django_db


def rows_of(batch, *names):
    return [tuple(row.said["values"].get(name, "") for name in names) for row in batch.rows.order_by("position")]


@pytest.fixture
def wang(office):
    return make_leader(office.tree.building, name="王芳", phone="13800138000")


# --- several years side by side --------------------------------------------------
def test_each_year_of_honours_side_by_side_is_a_row(office, load, write, wang):
    make_leader(office.tree.building, name="李立", phone="13800138001")
    batch = load(
        [
            ["历年获奖情况汇总表"],
            ["序号", "姓名", "2022年荣誉", "2023年荣誉称号", "2024年度荣誉", "授奖部门"],
            [1, "王芳", "好邻居", "", "热心居民", "五华区民政局"],
            [2, "李立", "/", "无", "", "五华区文明办"],
            ["合计", "2人"],
        ],
        subject="honours",
    )

    assert rows_of(batch, "name", "title", "given_on") == [("王芳", "好邻居", "2022"), ("王芳", "热心居民", "2024")]
    assert (
        batch.given["left_said"] == ["4", "5"] and batch.given["unread_columns"] == []
    )  # who has none stands among those left out
    write(batch)
    assert set(EarlierHonour.objects.values_list("title", "year")) == {("好邻居", 2022), ("热心居民", 2024)}


def test_a_row_of_two_wrong_years_comes_back_once(client, office, load, wang):
    rows = [
        ["姓名", "2023年荣誉", "2024年荣誉", "授予单位"],
        ["王芳", "好邻居", "热心居民", ""],
        ["不在册", "好人", "", "区文明办"],
    ]
    batch = load(rows, subject="honours")
    client.force_login(office.clerk)
    answer = client.get(reverse("leaders:import-rejected-file", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    lines = list(sheet.iter_rows(values_only=True))

    assert [line[0] for line in lines] == ["Row", 2, 3] and lines[1][1:4] == ("王芳", "好邻居", "热心居民")
    assert lines[1][-1].count("Say who gave the honour.") == 1


def test_years_stand_above_columns_of_their_own(office, load, wang):
    head = [["姓名", "2023年", "", "2024年度", "", "2025", ""], ["姓名", *["称号", "授予单位"] * 3]]
    batch = load([*head, ["王芳", "五华区好人", "五华区文明办", "", "", "和谐使者", "云南省民政厅"]], subject="honours")

    assert rows_of(batch, "title", "issuer", "given_on") == [
        ("五华区好人", "五华区文明办", "2023"),
        ("和谐使者", "云南省民政厅", "2025"),
    ]


def test_headers_that_are_nothing_but_years_stand_over_what_the_table_is_about(office, load, wang):
    head = ["姓名", "社区", "2023年", "2024年", "2025年", "授予单位"]
    honours = load(
        [head, ["王芳", office.tree.community.name, "好邻居", "", "热心居民", "区文明办"]], subject="honours"
    )
    assert rows_of(honours, "title", "given_on") == [("好邻居", "2023"), ("热心居民", "2025")]

    hours = load(
        [[*head[:5], "主办单位"], ["王芳", office.tree.community.name, 4, 8, None, "区委党校"]], subject="hours"
    )
    assert rows_of(hours, "hours", "held_on") == [("4", "2023"), ("8", "2024")]


def test_the_hours_of_each_year_are_a_row_called_after_it(office, load, write, wang):
    batch = load(
        [
            ["社区骨干历年学时统计"],
            ["姓名", "2023年学时", "2024年学时", "2025年学时", "合计"],
            ["王芳", 12, None, 20, 32],
        ],
        subject="hours",
    )
    assert states(batch) == ["wrong"] * 2 and set(errors(batch)) == {"organizer"}
    assert batch.given["unread_columns"] == ["合计"]

    head = ["姓名", "2023年学时", "2024年学时", "主办单位"]
    write(load([head, ["王芳", 12, 16, "区委党校"]], subject="hours"))
    found = set(OutsideHours.objects.values_list("title", "year", "minutes"))
    assert found == {("2023年学时", 2023, 540), ("2024年学时", 2024, 720)}


def test_a_day_in_its_own_column_says_which_year_is_meant(office, load, wang):
    head = ["姓名", "荣誉名称", "获奖时间", "2023年荣誉", "授予单位"]
    batch = load([head, ["王芳", "好邻居", "2021-05-01", "热心居民", "五华区文明办"]], subject="honours")

    assert rows_of(batch, "title", "given_on") == [("好邻居", "2021-05-01")]
    assert batch.given["unread_columns"] == ["2023年荣誉"]


def test_the_page_of_columns_says_what_is_read_along(client, office, load, wang, sign_in):
    rows = [["姓名", "2023年荣誉", "2024年荣誉", "授予单位"], ["王芳", "好邻居", "热心居民", "区文明办"]]
    (layout,) = layouts_of(sheets := read(workbook(rows), "honours"), "honours", office.clerk)
    shown = {one["header"]: (one["name"], one["beside"]) for one in columns_told_apart(sheets, layout, "honours")}
    assert shown["2023年荣誉"] == ("title", "") and shown["2024年荣誉"] == ("", "title")

    client.force_login(office.clerk)
    page = client.get(reverse("leaders:import-columns", args=[load(rows, subject="honours").pk])).content.decode()
    assert page.count("Read along with the column like it") == 1


# --- tables beside each other, sums, hidden rows ---------------------------------
def test_two_tables_beside_each_other_are_never_one_person(office, load):
    rows = [
        ["楼长联系表"],
        ["楼长及电话", "负责楼号", "楼长及电话", "负责楼号"],
        ["孙丽13800138011", "12号楼", "周强（13800138012）", "13号楼"],
    ]
    batch = load(rows)

    assert rows_of(batch, "name", "phone", "building") == [
        ("孙丽", "13800138011", "12号楼"),
        ("周强", "13800138012", "13号楼"),
    ]


@pytest.mark.parametrize(
    "row", [["北门社区小计", "", 2], ["", "小 计", 2], [6, "合计：", 3], ["本组共计", "", 2], ["五华山社区合计", "", 9]]
)
def test_a_sum_of_a_part_is_no_building(office, load, row):
    rows = [["序号", "小区", "楼栋"], [1, "康城一期", "1幢"], row, [2, "康城一期", "2幢"]]
    batch = load(rows, subject="places")

    assert rows_of(batch, "building") == [("1幢",), ("2幢",)] and batch.given["left_said"] == ["3"]


def test_rows_hidden_in_the_file_are_named(client, office, load):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话", "楼栋"])
    for number, name in enumerate(["王芳", "李立", "赵敏"]):
        book.active.append([name, f"1380013800{number}", "12号楼"])
    book.active.row_dimensions[3].hidden = book.active.row_dimensions[9].hidden = True
    book.save(file := io.BytesIO())
    batch = load(file.getvalue())

    assert batch.given["hidden"] == ["3"] and states(batch) == ["ready"] * 3
    client.force_login(office.clerk)
    assert "Rows hidden in the file" in client.get(batch.get_absolute_url()).content.decode()
    assert load([["姓名", "楼栋"], ["王芳", "12号楼"]]).given["hidden"] == []


def test_a_group_is_read_where_its_head_stands_with_a_telephone(office, load):
    make_category(name="合唱")
    rows = [
        ["团队", "类别", "组长及电话", "人员数量", "活动处所"],
        ["水晶合唱队", "合唱", "周红 13800138071", "32人左右", "会所"],
    ]
    batch = load(rows, subject="organizations")

    assert rows_of(batch, "head", "meeting_place") == [("周红 13800138071", "会所")]
    assert batch.given["unread_columns"] == []


# --- words ------------------------------------------------------------------------
def test_the_community_is_found_under_each_of_its_names(office, load):
    office.tree.street.add_child(name="水晶宫社区", aliases=["水晶宫社区居民委员会"], by=office.manager, note="")
    rows = [["社区", "小区", "楼栋"]]
    called = ["水晶宫社区", "水晶宫", "水晶宫社区居委会", "水晶宫居委会", "水晶宫社区居民委员会", "水晶宫居委"]
    batch = load(
        [*rows, *[[name, f"苑{number}", "1幢"] for number, name in enumerate(called)]],
        subject="places",
        region=office.tree.street,
    )

    assert states(batch) == ["ready"] * len(called), [row.said["errors"] for row in batch.rows.all()]


@pytest.mark.parametrize("typed", ["未备案", "尚未办理", "暂未备案", "无"])
def test_an_organization_that_is_not_on_file_says_so_in_any_column(office, load, write, typed):
    make_category(name="棋牌")
    head = ["组织名称", "类别", "备案编号", "备案日期", "有效期限"]
    write(load([head, ["北门棋友会", "棋牌", "", typed, typed]], subject="organizations"))

    assert Organization.objects.get().name == "北门棋友会"


@pytest.mark.parametrize("typed", ["暂未成立", "筹备中", "正在筹建", "待换届", "未选举", "未产生", "正在改选"])
def test_a_committee_that_is_not_there_yet_has_no_chair(office, load, typed):
    rows = [["业委会主任信息表"], ["小区", "姓名", "手机"], [office.tree.compound.name, typed, ""]]

    assert states(load(rows)) == ["skipped"]


@pytest.mark.parametrize(
    "term, last",
    [("2023.5-2028.5", "2028-04-30"), ("2024年3月至2027年3月", "2027-03-31"), ("2023.5.1-2028.4.30", "2028-04-30")],
)
def test_five_years_of_a_committee_end_before_the_same_month(office, load, write, term, last):
    rows = [
        ["业委会主任信息表"],
        ["小区", "姓名", "届次", "本届任期"],
        [office.tree.compound.name, "马建军", "三", term],
    ]
    batch = write(load(rows))

    assert Appointment.objects.get().term_ends_on.isoformat() == last
    assert bool(said(batch)["notes"]) == (term == "2023.5-2028.5")


def test_six_years_of_a_committee_are_refused_still(office, load):
    head = [["业委会主任信息表"], ["小区", "姓名", "届次", "本届任期"]]
    for term in ("2023.5-2028.6", "2023.5-2029.5", "2023.5.1-2028.5.2"):
        assert set(errors(load([*head, [office.tree.compound.name, "马建军", "三", term]]))) == {"term_ends_on"}


def test_whoever_leads_a_team_may_live_where_no_building_is_kept(office, load, write):
    make_organization(office.tree.community, name="圆通舞蹈队")
    head = ["负责人", "电话", "带领团队", "居住地址"]
    batch = load(
        [head, ["郑成", "13800138021", "圆通舞蹈队", "圆通街12号"], ["郑功", "13800138022", "圆通舞蹈队", "58号楼"]]
    )

    assert states(batch) == ["ready", "wrong"] and set(errors(batch, 1)) == {"building"}
    write(batch)
    assert Region.objects.get(leader__name="郑成") == office.tree.community
    head = ["楼组长", "电话", "地址"]
    assert set(errors(load([head, ["郑果", "13800138023", "圆通街12号"]]))) == {"building"}
    assert ImportRow.objects.filter(state="ready").count() == 0
