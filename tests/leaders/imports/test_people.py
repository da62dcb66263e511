"""People with posts from a table: every row right or told why, once, and taken back as a whole."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from leaders.appointments.models import Appointment
from leaders.imports import actions, deciding, tasks, undoing
from leaders.imports.models import ImportBatch, ImportRow
from leaders.people.models import Leader, LeaderToken
from registry.audit.models import AuditEntry
from tests.factories import make_current, make_leader, make_organization
from tests.leaders.imports.tables import people

pytestmark = pytest.mark.django_db
State = ImportRow.State


def states(batch):
    return list(batch.rows.order_by("position").values_list("state", flat=True))


def said(batch, position=0):
    return batch.rows.get(position=position).said


def errors(batch, position=0):
    return {name: " ".join(found) for name, found in said(batch, position)["errors"].items()}


def test_a_tidy_table_becomes_people_with_posts_awaiting_review(office, load, write):
    batch = load([["姓名", "性别", "手机", "楼栋", "职务"], ["王芳", "女", 13800138000, "12号楼", "楼组长"]])
    assert states(batch) == [State.READY]

    batch = write(batch)

    leader = Leader.objects.get()
    post = leader.appointments.get()
    assert (leader.name, leader.gender, leader.open_phone(), leader.region) == (
        "王芳",
        "female",
        "13800138000",
        office.tree.building,
    )
    assert (post.state, post.kind, post.region, post.submitted_by) == (
        "pending",
        "building",
        office.tree.building,
        office.clerk,
    )
    assert (leader.has_pending, leader.stage, leader.pinyin) == (True, "backbone", "wangfang")
    assert leader.stage_steps.count() == 1 and LeaderToken.objects.filter(target=leader, token="wf").exists()
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {
        "leader.create",
        "appointment.submit",
        "import.done",
    }
    assert (batch.state, batch.posts_pending, states(batch)) == ("done", 1, [State.WRITTEN])


def test_the_offices_own_table_is_read_as_it_is(office, load):
    """A title, blank rows, a heading that names the community, two facts in a cell, dates of every kind, a sum."""
    rows = [
        ["古美一村居委会楼组长名册（2026年）"],
        [],
        ["序号", "楼 组 长\n姓 名", "联系电话（手机）", "门牌", "出生年月", "备注", "任期至"],
        [1, "王　芳", "１３８ ００１３ ８０００", "12幢", "1958.3", "党员", datetime(2028, 12, 31)],
        [],
        ["序号", "楼组长姓名", "联系电话", "门牌", "出生年月", "备注", "任期至"],
        [2, "13号楼 李静 13900139000", None, None, 20516, "", "2028年12月31日"],
        ["合计", "2人"],
    ]
    batch = load(rows)

    assert states(batch) == [State.READY, State.READY], [errors(batch, 0), errors(batch, 1)]
    assert list(batch.rows.order_by("position").values_list("number", flat=True)) == [4, 7]
    first, second = said(batch, 0)["values"], said(batch, 1)["values"]
    assert (second["name"], second["phone"], second["building"]) == ("李静", "13900139000", "13号楼")
    assert first["building"] == "12幢" and batch.left_out == 3


def test_every_error_of_a_row_stands_at_once_with_the_building_that_was_perhaps_meant(office, load):
    office.tree.compound.add_child(name="28号楼", by=office.clerk)
    batch = load([["姓名", "手机", "楼栋", "职务"], ["", "1381672", "58号楼", "楼组长"]])

    assert states(batch) == [State.WRONG]
    assert set(errors(batch)) == {"name", "phone", "building"}
    assert said(batch)["hints"]["building"] == "28号楼"


def test_a_row_put_right_on_the_page_is_checked_again(office, load):
    batch = load([["姓名", "手机", "楼栋"], ["王芳", "1381672", "12号楼"]])

    actions.revise_rows(batch, edits={0: {"phone": "13800138000"}}, choices={}, chosen={})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)

    assert states(batch) == [State.READY]


def test_the_same_table_again_changes_nothing(office, load, write):
    rows = [
        ["姓名", "手机", "楼栋", "职务"],
        ["王芳", "13800138000", "12号楼", "楼组长"],
        ["李静", "13900139000", "12号楼", "无"],
    ]
    write(load(rows))
    before = list(Leader.objects.order_by("pk").values())

    again = load(rows)

    assert states(again) == [State.SAME, State.SAME]
    write(again)
    assert list(Leader.objects.order_by("pk").values()) == before and Appointment.objects.count() == 1


def test_a_known_person_is_asked_about_with_reasons_and_filled_in(office, load, write):
    known = make_leader(office.tree.building, name="王芳", phone="13800138000", birth_year=None)
    rows = [["姓名", "手机", "楼栋", "出生年份", "职务"], ["王芳", "13800138000", "12号楼", "1960", "楼组长"]]
    batch = load(rows)
    assert states(batch) == [State.DOUBTFUL]
    assert said(batch)["matches"][0]["pk"] == known.pk and len(said(batch)["matches"][0]["reasons"]) == 3

    actions.revise_rows(batch, edits={}, choices={0: "update"}, chosen={})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)
    write(batch)

    known.refresh_from_db()
    assert (Leader.objects.count(), known.birth_year, known.appointments.get().state) == (1, 1960, "pending")


def test_somebody_else_of_the_same_name_and_number_may_be_registered_anew(office, load, write):
    make_leader(office.tree.building, name="王芳", phone="13800138000")
    batch = load([["姓名", "手机", "楼栋", "出生年份"], ["王方", "13800138000", "12号楼", "1960"]])
    assert states(batch) == [State.DOUBTFUL]

    actions.revise_rows(batch, edits={}, choices={0: "new"}, chosen={})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)
    write(batch)

    assert Leader.objects.count() == 2


def test_a_name_alone_is_no_reason_to_ask(office, load):
    make_leader(office.tree.community2, name="王芳")

    batch = load([["姓名", "楼栋"], ["王芳", "12号楼"]])

    assert states(batch) == [State.READY] and "王芳" in said(batch)["notes"][0]


def test_two_rows_for_one_seat_and_the_same_row_twice(office, load):
    rows = [
        ["姓名", "手机", "楼栋", "职务"],
        ["王芳", "13800138000", "12号楼", "楼组长"],
        ["李静", "13900139000", "12幢", "楼组长"],
        ["王芳", "13800138000", "12号楼", "楼组长"],
    ]

    batch = load(rows)

    assert states(batch) == [State.READY, State.WRONG, State.SAME]


def test_one_person_with_two_posts_is_one_person(office, load, write):
    make_organization(office.tree.community, name="晨光合唱队")
    rows = [
        ["姓名", "手机", "楼栋", "职务", "团队名称"],
        ["王芳", "13800138000", "12号楼", "楼组长", ""],
        ["王芳", "13800138000", "12号楼", "队长", "晨光合唱队"],
    ]

    write(load(rows))

    assert Leader.objects.count() == 1 and sorted(Appointment.objects.values_list("kind", flat=True)) == [
        "building",
        "team",
    ]


def test_a_held_seat_is_told_and_the_successor_follows_by_the_decision(office, load, write):
    sitting = make_current(make_leader(office.tree.building, name="钟桂英"), region=office.tree.building)
    batch = load([["姓名", "楼栋", "职务"], ["李静", "12号楼", "楼组长"]])
    assert states(batch) == [State.DOUBTFUL] and "钟桂英" in said(batch)["notes"][0]

    actions.revise_rows(batch, edits={}, choices={0: "new"}, chosen={})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)
    batch = write(batch)
    done, refused = deciding.confirm_posts(batch, by=office.manager)

    sitting.refresh_from_db()
    assert (done, refused, sitting.state) == (1, [], "ended")


def test_posts_are_confirmed_together_by_somebody_else(office, load, write):
    rows = [["姓名", "楼栋", "职务"], ["王芳", "12号楼", "楼组长"], ["李静", "12号楼", "意见领袖"]]
    rows = [[*rows[0], "自愿", "议题"], [*rows[1], "", ""], [*rows[2], "是", "停车"]]
    batch = write(load(rows, by=office.manager), by=office.manager)
    assert batch.posts_pending == 2

    with pytest.raises(ValidationError):
        deciding.confirm_posts(batch, by=office.manager)
    with pytest.raises(ValidationError):
        deciding.confirm_posts(batch, by=office.clerk)


def test_identity_numbers_are_read_for_sex_and_year_and_kept_nowhere(office, load, write):
    number = "11010119580307432X"
    rows = [["姓名", "身份证号", "楼栋", "备注"], ["王芳", number, "12号楼", f"证件{number}"]]
    batch = load(rows)
    row = batch.rows.get()

    assert number not in str(row.said)
    write(batch)
    leader = Leader.objects.get()
    assert (leader.birth_year, leader.gender) == (1958, "female")
    assert not AuditEntry.objects.filter(changes__icontains=number).exists()


def test_numbers_of_people_lie_sealed_in_the_rows(office, load):
    batch = load([["姓名", "手机", "楼栋"], ["王芳", "13800138000", "12号楼"]])

    sealed = batch.rows.get().sealed
    assert "13800138000" not in sealed and "王芳" not in sealed


def test_a_batch_is_taken_back_without_a_trace_but_the_log(office, load, write):
    known = make_leader(office.tree.building, name="王芳", phone="13800138000", birth_year=None)
    before = Leader.objects.filter(pk=known.pk).values().get()
    batch = load(
        [
            ["姓名", "手机", "楼栋", "出生年份", "职务"],
            ["王芳", "13800138000", "12号楼", "1960", "楼组长"],
            ["李静", "13900139000", "12号楼", "1961", ""],
        ]
    )
    actions.revise_rows(batch, edits={}, choices={0: "update"}, chosen={})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)
    batch = write(batch)
    assert Leader.objects.count() == 2

    undoing.undo(batch, by=office.clerk)

    after = Leader.objects.filter(pk=known.pk).values().get()
    assert {**after, "version": 0} == {**before, "version": 0}
    assert (Leader.objects.count(), Appointment.objects.count(), batch.state) == (1, 0, "undone")
    assert LeaderToken.objects.exclude(target=known).count() == 0


def test_a_remark_behind_a_name_is_offered_away(load):
    [row] = load([["姓名", "楼栋"], ["赵秀英（退休）", "12号楼"]]).rows.all()

    assert (row.state, row.said["hints"]) == (State.WRONG, {"name": "赵秀英"})


def test_what_something_hangs_on_is_not_taken_back(office, load, write):
    batch = write(load([["姓名", "楼栋", "职务"], ["王芳", "12号楼", "楼组长"]]))
    deciding.confirm_posts(batch, by=office.manager)

    with pytest.raises(ValidationError):
        undoing.undo(batch, by=office.clerk)
    assert Leader.objects.count() == 1


def test_a_relation_nobody_thought_of_keeps_the_batch(office, load, write):
    batch = write(load([["姓名", "楼栋"], ["王芳", "12号楼"]]))
    leader = Leader.objects.get()
    other = make_leader(office.tree.building, name="李静")
    other.move_to_stage("reserve", by=office.clerk, note="x", mentor=leader)

    with pytest.raises(ValidationError):
        undoing.undo(batch, by=office.clerk)


def test_many_rows_are_written_in_few_statements(office, load, django_assert_max_num_queries):
    batch = load(people(60))
    assert states(batch) == [State.READY] * 60

    with django_assert_max_num_queries(60):
        tasks.begin(batch, ImportBatch.State.WRITING, by=office.clerk)

    assert Leader.objects.count() == 60


def test_what_was_registered_meanwhile_is_not_registered_twice(office, load):
    rows = [["姓名", "手机", "楼栋"], ["王芳", "13800138000", "12号楼"]]
    first, second = load(rows), load(rows)
    tasks.begin(first, ImportBatch.State.WRITING, by=office.clerk)
    tasks.begin(second, ImportBatch.State.WRITING, by=office.clerk)

    second.refresh_from_db()
    assert Leader.objects.count() == 1
    assert second.state == "checked" and second.failure and states(second) == [State.SAME]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["楼组长", "联系方式", "", "所辖范围", "任期"],
            ["", "手机", "座机", "", ""],
            ["王芳", "13800138000", "021-54881234", "12号楼", "2024-2026"],
        ],
        [
            ["社区", "楼幢", "楼组长信息", "", "", ""],
            ["", "", "姓名", "年龄", "电话", "任期"],
            ["古美一村", "12", "王芳", "68", "13800138000", "2024.1至2026.12"],
        ],
        [
            ["2026年楼组长统计表"],
            ["填表单位：古美一村"],
            ["序号", "居委会", "小区名称", "楼栋号", "楼组长姓名", "联系电话", "任期起止"],
            ["1", "古美一村居委会", "平南苑", "12", "王芳", "138-0013-8000", "2024年至2026年"],
        ],
        [["门洞长花名册"], ["门牌", "门洞长", "电话", "任期止"], ["平南苑12号301室", "王芳", "13800138000", "2026"]],
    ],
)
def test_tables_of_other_offices(office, load, write, rows):
    batch = load(rows)
    assert states(batch) == [State.READY], errors(batch)

    write(batch)

    post = Appointment.objects.get()
    assert (post.kind, post.region, post.leader.open_phone()) == ("building", office.tree.building, "13800138000")
    assert post.term_ends_on.isoformat() == "2026-12-31"


def test_a_cell_with_everything_in_it_is_no_heading(load):
    batch = load([["楼组长", "备注"], ["12号楼 王芳 13800138000", ""], ["13号楼李静（13900139000）", ""]])

    assert states(batch) == [State.READY, State.READY]


@pytest.mark.parametrize("text", ["无", "/", "—", "没有"])
def test_a_mark_for_no_number_is_no_number(load, text):
    assert states(load([["姓名", "手机", "楼栋"], ["王芳", text, "12号楼"]])) == [State.READY]


def test_a_term_until_the_end_of_a_year(load, write):
    write(load([["姓名", "楼栋", "职务", "任期至"], ["王芳", "12号楼", "楼组长", "2026年底"]]))

    assert Appointment.objects.get().term_ends_on.isoformat() == "2026-12-31"
