"""Headers as people speak, days beside times of the day, and what is proposed where a cell says too little."""

import pytest

from communities.organizations.defaults import CATEGORIES
from communities.organizations.models import Category
from leaders.imports.models import ImportRow
from leaders.imports.reading import SUBJECTS
from leaders.imports.subjects.hours import lessons_of_days
from registry.sheets.contents import kind_of_cell
from registry.sheets.recognize import find_layout
from tests.factories import make_category, make_leader

TABLES = {
    "hours": [
        (["学员", "上课时间", "上课日期", "上课内容", "主讲单位", "时数"],
         ["王芳", "8:30—11:30", "2024/3/5", "民法典宣讲", "区普法办", "3小时"],
         ["name", None, "held_on", "title", "organizer", "hours"]),
        (["受训人", "时间", "培训日期", "课程", "授课单位", "学时"],
         ["王芳", "下午2点半至4点", "2024.3.5", "急救常识", "红十字会", "2"],
         ["name", None, "held_on", "title", "organizer", "hours"]),
        (["学员", "哪一年学的", "学了啥", "谁家办的", "算几个学时"],
         ["王芳", "2021", "急救常识", "红十字会", "6"],
         ["name", "held_on", "title", "organizer", "hours"]),
        (["姓名", "课程", "主办单位", "志愿时数", "上课时间", "学时"],
         ["王芳", "急救常识", "红十字会", "20", "2024/3/5 上午", "2"],
         ["name", "title", "organizer", None, "held_on", "hours"]),
    ],
    "honours": [
        (["受嘉奖人", "嘉奖名目", "由谁颁发", "颁发年月"], ["李静", "学习型家庭", "区教体局", "2019.10"], ["name", "title", "issuer", "given_on"]),
        (["姓名", "荣誉事项", "授奖机关"], ["李静", "云岭楷模提名", "市委宣传部"], ["name", "title", "issuer"]),
        (["哪位", "得过什么奖", "哪里发的", "哪年", "什么级别"],
         ["王芳", "抗疫先进个人", "盘龙区委", "2020", "区"],
         ["name", "title", "issuer", "given_on", "level"]),
    ],
    "organizations": [
        (["队名", "搞什么活动的", "门类", "成立日期", "活动时间"],
         ["金沙滇剧社", "唱滇剧", "戏曲", "2016.8", "19:00-21:00"],
         ["name", "purpose", "category", "founded_on", "meeting_times"]),
        (["团队", "属于哪类", "人数", "带队的"],
         ["晚霞秧歌队", "舞蹈类", "18", "王芳"],
         ["name", "category", "members", "head"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "head", "row", "names"), [(subject, *table) for subject, tables in TABLES.items() for table in tables]
)
def test_spoken_headers_and_times_of_the_day_are_told(subject, head, row, names):
    layout = find_layout([head, row, row], SUBJECTS[subject].fields)

    assert layout is not None
    assert [layout.columns.get(place) for place in range(len(head))] == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9:00-11:00", "clock"), ("上午", "clock"), ("下午2点半", "clock"), ("8：30—11：30", "clock"), ("14时至16时", "clock"),
        ("2024/3/5 上午", "day"), ("2024", "year"), ("9", "number"), ("周三上午", "words"), ("3点5", "mixed"),
    ],
)  # fmt: skip
def test_times_of_the_day_are_a_kind_of_their_own(text, kind):
    assert kind_of_cell(text) == kind


@pytest.mark.parametrize(
    ("text", "lessons"),
    [("半天", "4"), ("一天", "8"), ("两天", "16"), ("0.5天", "4"), ("1.5日", "12"), ("3天", "24"), ("30天", ""), ("0天", ""), ("很多", ""), ("4", "")],
)  # fmt: skip
def test_lessons_of_whole_and_half_days(text, lessons):
    assert lessons_of_days(text) == lessons


@pytest.mark.django_db
def test_days_and_a_name_left_out_below_another_are_proposed_and_not_taken(office, load):
    make_leader(office.tree.building, name="王芳", phone="13800138000")
    course = ["急救常识", "红十字会", "2024"]
    rows = [["姓名", "课程", "主办单位", "年度", "学时"], ["王芳", *course, "半天"], ["", "消防", *course[1:], "2"], ["", *course[:2], "2023", "2"]]  # fmt: skip
    found = list(load(rows, subject="hours").rows.order_by("position"))

    assert [row.state for row in found] == [ImportRow.State.WRONG] * 3
    assert [row.said["hints"] for row in found] == [{"hours": "4"}, {"name": "王芳"}, {"name": "王芳"}]


@pytest.mark.django_db
def test_the_nearest_category_is_proposed_and_not_taken(office, load):
    for name in {one for *_group, names in CATEGORIES for one in names}:
        if not Category.objects.filter(name=name).exists():
            make_category(name)
    rows = [["团队名称", "类别"], ["和韵社", "民乐"], ["百灵社", "器乐"], ["雅集", "茶艺"], ["无名社", "某某"]]
    found = list(load(rows, subject="organizations").rows.order_by("position"))

    assert [row.state for row in found] == [ImportRow.State.WRONG] * 4
    assert [row.said["hints"].get("category") for row in found] == ["合唱", "合唱", "手工", None]
