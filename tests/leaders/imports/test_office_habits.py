"""What offices write into their tables beside plain values: ditto marks, vacancies, several facts in a cell, two tables
side by side, forms of one person, former years. Each is read as it is meant, or the row says why not."""

import pytest
from django.urls import reverse

from leaders.appointments.models import Appointment
from leaders.imports.models import ImportBatch, ImportRow
from leaders.imports.reading import SUBJECTS
from leaders.imports.subjects import words
from leaders.imports.subjects.buildings import each_building
from leaders.people.models import Leader
from registry.sheets.recognize import find_layout
from tests.factories import make_category, make_leader
from tests.leaders.imports.tables import workbook

pytestmark = pytest.mark.django_db
State = ImportRow.State


def rows_of(batch):
    return list(batch.rows.order_by("position"))


def values(batch, *names):
    return [tuple(row.said["values"].get(name, "") for name in names) for row in rows_of(batch)]


HEADERS = {
    "people": {
        "同志姓名": "name", "男/女": "gender", "手机号码(长号)": "phone", "现任职务": "kind", "任职起止时间": "term",
        "何时担任": "started_on", "本届届满日期": "term_ends_on", "选任方式": "how_chosen", "所在楼栋": "building",
        "居委会/居民区": "community", "到岗日期": "started_on", "拟任": "kind", "主任手机": "phone", "家庭住址": "building",
    },
    "organizations": {
        "种类": "category", "队员数（人）": "members", "带头人": "head", "集中活动时间": "meeting_times", "成立年月": "founded_on",
        "团队全称": "name",
    },
    "hours": {"承办方": "organizer", "内容分类": "content_area", "折算学时": "hours", "培训起止日期": "held_on"},
    "honours": {
        "获奖人": "name", "何年何月": "given_on", "获何荣誉": "title", "授奖部门": "issuer", "荣誉等级": "level", "证书号码": "document_number",
    },
}  # fmt: skip
OTHERS = [
    "曾用名",
    "副楼组长",
    "兼任职务",
    "物业电话",
    "家属电话",
    "居委会电话",
    "紧急联系人",
    "是否党员",
    "社区民警电话",
]


@pytest.mark.parametrize("subject", HEADERS)
def test_usual_headers_are_known_by_their_sense(subject):
    fields = SUBJECTS[subject].fields
    required = next(field for field in fields if field.is_required)
    other = next(field for field in fields if field.name not in (required.name, *HEADERS[subject].values()))

    for header, name in HEADERS[subject].items():
        row = [header, other.words[0]] if name == required.name else [required.words[0], header]
        layout = find_layout([row], fields)
        assert layout is not None and name in layout.columns.values(), header


def test_what_a_header_says_of_somebody_else_is_not_the_person():
    for header in OTHERS:
        layout = find_layout([["姓名", "性别", header]], SUBJECTS["people"].fields)
        assert layout.columns == {0: "name", 1: "gender"}, header


def test_every_label_of_a_field_in_both_tongues_of_its_file_is_known():
    """What the template and the file of rejected rows print above a column is read back as that column."""
    for subject in SUBJECTS.values():
        heads = [field.words[0] for field in subject.fields if field.name != "identity"]
        layout = find_layout([heads], subject.fields)
        assert [layout.columns.get(place) for place in range(len(heads))] == [
            field.name for field in subject.fields if field.name != "identity"
        ]


def test_traditional_characters_are_read(office, load):
    batch = load([["姓 名", "性別", "聯繫電話", "樓號", "擔任職務"], ["劉玉梅", "女", "13900001111", "12號", "樓組長"]])

    assert [row.state for row in rows_of(batch)] == [State.READY]
    assert values(batch, "phone", "building", "kind") == [("13900001111", "12號", "樓組長")]


def test_ditto_marks_mean_what_stands_above(office, load, write):
    rows = [
        ["居委会", "楼栋", "姓名", "职务", "任期"],
        [office.tree.community.name, "12号楼", "王芳", "楼组长", "2024.3至2027.2"],
        ["〃", "13号楼", "李静", "同上", '"'],
    ]

    batch = load(rows, region=office.tree.street)

    assert values(batch, "community", "kind", "term")[0] == values(batch, "community", "kind", "term")[1]
    write(batch)
    assert {str(post.term_ends_on) for post in Appointment.objects.all()} == {"2027-02-28"}


def test_nobody_is_registered_under_the_name_of_a_vacancy(office, load, write):
    batch = load([["楼栋", "楼组长"], ["12号楼", "空缺"], ["13号楼", "待定"], ["13号楼", "/"]])

    assert [row.state for row in rows_of(batch)] == [State.SKIPPED] * 3
    assert all("names nobody" in row.said["notes"][0] for row in rows_of(batch))
    assert not Leader.objects.exists()


def test_the_example_of_the_template_is_not_registered(office, load, sign_in):
    file = sign_in(office.clerk).get(reverse("leaders:import-template-file", args=["people"]))

    batch = load(b"".join(file.streaming_content))

    assert [row.state for row in rows_of(batch)] == [State.SKIPPED]


def test_a_head_of_several_buildings_gets_a_post_in_each(office, load, write):
    data = workbook([["姓名", "手机", "负责楼组"], ["杨过", "13512340003", "12、13号楼"]])
    batch = load(data)

    write(batch)

    person = Leader.objects.get()
    assert {post.region for post in person.appointments.all()} == {office.tree.building, office.tree.building2}
    assert person.region == office.tree.building
    assert [row.state for row in rows_of(load(data))] == [State.SAME] * 2


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("3、4号楼", ["3号楼", "4号楼"]),
        ("5号-7号", ["5号", "6号", "7号"]),
        ("康城一期3号、5号", ["康城一期3号", "康城一期5号"]),
        ("12号楼", []),
        ("3号楼202室", []),
        ("3-202", []),
        ("顾戴路12弄3号", []),
        ("3号楼、202室", []),
        ("4号 5号", ["4号", "5号"]),
    ],
)
def test_which_buildings_a_cell_names(text, each):
    assert each_building(text) == each


def test_the_address_beside_the_building_of_the_post_is_where_the_person_lives(office, load, write):
    rows = [["姓名", "家庭住址", "负责楼栋"], ["王芳", "13号楼501室", "12号楼"], ["李静", "外省某地", "13号楼"]]

    batch = write(load([rows[0], *rows[1:]], name="楼组长.xlsx"))

    assert batch.state == ImportBatch.State.DONE
    assert dict(Leader.objects.values_list("name", "region__name")) == {"王芳": "13号楼", "李静": "13号楼"}
    assert "address is not known" in rows_of(batch)[1].said["notes"][0]


def test_of_several_numbers_in_a_cell_one_is_kept_and_the_row_says_so(office, load):
    rows = [
        ["姓名", "电话", "电话2"],
        ["王芳", "021-64123456／13501234567", ""],
        ["李静", "'13501234568", ""],
        ["陈红", "", "13501234569"],
        ["何敏", "13501234560（女儿）", ""],
    ]
    batch = load(rows)

    found = rows_of(batch)
    assert [row.state for row in found] == [State.READY, State.READY, State.READY, State.WRONG]
    assert found[0].said["values"]["phone"] == "13501234567" and "Several numbers" in found[0].said["notes"][0]
    assert found[1].said["values"]["phone"] == "13501234568" and not found[1].said["notes"]
    assert found[3].said["hints"] == {"phone": "13501234560"}


def test_only_the_post_itself_is_a_post(office, load):
    for text in ("副楼组长", "业委会委员", "业委会秘书"):
        batch = load([["姓名", "楼栋", "职务"], ["王芳", "12号楼", text]])
        assert set(rows_of(batch)[0].said["errors"]) == {"kind"}, text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2021.3-2024.3", ("2021-03-01", "2024-03-31")),
        ("21.3-24.3", ("2021-03-01", "2024-03-31")),
        ("2024-03-01-2026-02-28", ("2024-03-01", "2026-02-28")),
        ("2022年5月—至今", ("2022-05-01", "None")),
        ("2019.6-", ("2019-06-01", "None")),
        ("2024.1.1起三年", ("2024-01-01", "2026-12-31")),
        ("三年", ("None", "3")),
    ],
)
def test_terms_as_offices_write_them(text, found):
    assert tuple(str(one) for one in words.term_of(text)) == found


def test_short_years_are_read_where_they_can_be_nothing_else():
    assert words.birth_year_of("58.1") == words.birth_year_of("58年7月") == 1958
    assert str(words.day_of("21.3.5")) == "2021-03-05"
    assert words.in_full("12.5") == "12.5"  # perhaps the fifth of December


def test_how_somebody_was_chosen_is_read_by_the_word_itself():
    How = Appointment.HowChosen
    said = {
        "推选": How.PUT_FORWARD,
        "居民选举": How.ELECTED,
        "选聘": How.INVITED,
        "自薦": None,
        "自荐": How.SELF,
        "換屆選舉": How.ELECTED,
    }
    assert {text: words.how_chosen(text) for text in said} == said | {"自薦": How.SELF}


def test_the_title_of_a_sign_in_sheet_says_when_and_by_whom(office, load):
    make_leader(office.tree.building, name="王芳")
    rows = [
        ["骨干培训班签到表"],
        ["培训时间：2023年9月12日  地点：党校  主办：区委党校"],
        ["姓名", "获得课时"],
        ["王芳", "八"],
    ]

    batch = load(rows, subject="hours")

    assert [row.state for row in rows_of(batch)] == [State.READY], rows_of(batch)[0].said


def test_members_and_categories_as_they_are_written(office, load):
    make_category("合唱")
    rows = [
        ["团队", "种类", "团员人数"],
        ["歌友会", "合唱", "三十"],
        ["二队", "合唱", "约40人左右"],
        ["三队", "合唱", "/"],
    ]

    batch = load(rows, subject="organizations")

    assert [row.state for row in rows_of(batch)] == [State.READY] * 3, [row.said["errors"] for row in rows_of(batch)]


def test_a_number_within_a_building_is_no_run(office, load):
    rows = [
        ["小区", "楼栋"],
        ["新苑", "3-1号楼"],
        ["新苑", "2号楼（高层）"],
        ["新苑", "5-6号楼"],
        ["新苑", "8号-12号（双号）"],
    ]
    batch = load(rows, subject="places")

    assert [row.state for row in rows_of(batch)] == [State.READY] * 3 + [State.WRONG]


def test_the_chair_among_the_members_of_a_committee(office, load):
    rows = [["业委会组成人员名单"], ["小区", "姓名", "职务", "届次"]]
    rows += [
        ["平南苑", "甲子", "主任（兼楼组长）", "4"],
        ["平南苑", "乙丑", "副主任", "4"],
        ["平南苑", "丙寅", "委员", "4"],
    ]

    batch = load(rows, term_ends_on="2029-12-31")

    assert [row.state for row in rows_of(batch)] == [State.READY, State.WRONG, State.WRONG]
    assert set(rows_of(batch)[1].said["errors"]) == {"kind"}


def test_numbers_and_signs_around_a_name_are_not_the_name(office, load, write):
    write(load([["姓名", "楼栋"], ["1.王大", "12号楼"], ["★王二*", "13号楼"]]))

    assert set(Leader.objects.values_list("name", flat=True)) == {"王大", "王二"}


def test_a_day_without_a_year_lies_in_the_year_of_the_title(office, load):
    make_leader(office.tree.building, name="王芳")
    rows = [["2023年度学时汇总"], ["姓名", "课程", "主办", "时间", "学时"], ["王芳", "急救", "红十字会", "3月5日", 2]]

    write = load(rows, subject="hours")

    assert [row.state for row in rows_of(write)] == [State.READY], rows_of(write)[0].said


def test_the_address_of_a_compound_is_no_building(office, load):
    rows = [["社区", "小区名", "楼栋明细", "地址"], [office.tree.community.name, "平阳五村", "1、2号楼", "平阳路1弄"]]

    assert values(load(rows, subject="places"), "compound", "building") == [("平阳五村", "1、2号楼")]


def test_what_a_row_leaves_out_it_says(office, load):
    make_category("合唱")
    wish = load([["意见领袖汇总表"], ["姓名", "住址", "电话"], ["达芬奇", "12号楼", "13500002001"]])
    head = load([["团队", "类别", "负责人及联系电话"], ["歌友会", "合唱", "塞尚13500004002"]], subject="organizations")

    assert rows_of(wish)[0].said["notes"] == ["No post is entered: whether the person wishes to be listed is not said."]
    assert rows_of(head)[0].said["notes"] == ["The person in charge comes in with the table of leaders."]


def test_numerals_short_numbers_and_half_sentences(office, load):
    rows = [
        ["姓名", "楼栋", "年龄", "电话"],
        ["王芳", "12号楼", "六十九", "13500003005 短号665123"],
        ["同2号楼", "13号楼", "", ""],
    ]
    batch = load(rows)

    assert [row.state for row in rows_of(batch)] == [State.READY, State.WRONG]
    assert words.birth_year_of("六十九岁") == words.birth_year_of("69")
    assert set(rows_of(batch)[1].said["errors"]) == {"name"}
    assert words.first_number("13500003005 短号665123") == ("13500003005", True)


def test_compounds_named_above_their_buildings(office, load, write):
    rows = [["楼栋信息"], ["楼栋号", "户数"], ["平阳六村"], ["1号楼", 36], ["2号楼", 36], ["平阳七村"], ["1号楼", 36]]

    batch = load(rows, subject="places")

    assert values(batch, "compound", "building") == [
        ("平阳六村", "1号楼"),
        ("平阳六村", "2号楼"),
        ("平阳七村", "1号楼"),
    ]
    assert write(batch).counts["outcome"] == {"compounds": 2, "buildings": 3}
