"""Days of which a table knows the year or the month alone: kept as far as they are known, asked where they are vague."""

from datetime import date

import pytest

from communities.organizations.models import Organization
from leaders.appointments.models import Appointment
from leaders.imports import actions, tasks, undoing
from leaders.imports.subjects.hours import day_or_year
from leaders.imports.subjects.words import last_day_of, year_meant
from leaders.people.models import Leader
from tests.factories import make_organization
from tests.leaders.imports.test_people import errors, said, states

GROUPS = ["团队名称", "活动地点", "成立日期"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2009年冬", "the year 2009"),
        ("09年底", "the year 2009"),
        ("2009.5", "month 5 of 2009"),
        ("2009-05-03", "2009-05-03"),
    ],
)
def test_a_group_is_founded_in_the_year_that_is_known_and_on_no_day(office, load, write, typed, shown):
    batch = load([GROUPS, ["古美合唱队", "活动室", typed]], subject="organizations")
    assert states(batch) == ["ready"]

    write(batch)

    assert Organization.objects.get(name="古美合唱队").founded_shown == shown
    assert states(load([GROUPS, ["古美合唱队", "活动室", typed]], subject="organizations", name="2.xlsx")) == ["same"]


def test_a_known_group_takes_it_too_and_gives_it_back(office, load, write):
    group = make_organization(office.tree.community, name="古美合唱队", founded_on=None)
    batch = load([GROUPS, ["古美合唱队", "活动室", "2009年冬"]], subject="organizations")
    actions.revise_rows(batch, edits={}, choices={0: "update"}, chosen={0: group.pk})
    tasks.begin(batch, batch.State.CHECKING, by=office.clerk)
    batch.refresh_from_db()
    write(batch)
    group.refresh_from_db()
    assert (group.founded_on, group.founded_precision) == (date(2009, 1, 1), "year")

    undoing.undo(batch, by=office.clerk)

    group.refresh_from_db()
    assert (group.founded_on, group.founded_precision) == (None, "day")


@pytest.mark.parametrize(
    ("typed", "meant"), [("2009年前后", "2009年"), ("约2009", "2009年"), ("2009年5月左右", "2009年5月")]
)
def test_of_a_vague_day_the_year_is_proposed_and_the_forms_that_will_do_are_named(office, load, typed, meant):
    batch = load([GROUPS, ["古美合唱队", "活动室", typed]], subject="organizations")

    assert "the year alone or year and month will do" in errors(batch)["founded_on"]
    assert said(batch)["hints"] == {"founded_on": meant}


def test_there_is_no_year_in_these():
    assert [year_meant(text) for text in ("上世纪九十年代", "很久以前", "12009", "")] == ["", "", "", ""]


def test_a_post_begins_in_the_year_that_is_known(office, load, write):
    head = ["姓名", "楼栋", "职务", "任职时间", "任期至"]
    write(load([head, ["王芳", "12号楼", "楼组长", "2024年春", "2026年底"]]))

    post = Appointment.objects.get(leader=Leader.objects.get())
    assert (post.started_on, post.started_precision) == (date(2024, 1, 1), "year")
    assert post.term_ends_on == date(2026, 12, 31)


def test_a_term_does_not_end_with_a_season(office, load):
    assert last_day_of("2026年底") == last_day_of("26年底") == date(2026, 12, 31)
    batch = load([["姓名", "楼栋", "职务", "任期至"], ["王芳", "12号楼", "楼组长", "2026年上半年"]])
    assert "year, month and day" in errors(batch)["term_ends_on"]


def test_a_course_and_an_honour_of_a_season_are_of_that_year():
    assert day_or_year("2023年秋季") == (None, 2023)
    assert day_or_year("2023年11月下旬") == (None, 2023)
    assert day_or_year("2023-11-20") == (date(2023, 11, 20), 2023)


def test_a_column_that_another_table_reads_says_which(client, sign_in, office, load):
    batch = load([["姓名", "楼栋", "职务", "成立日期", "血型"], ["王芳", "12号楼", "楼组长", "2009年冬", "A"]])
    sign_in(office.clerk)

    page = client.get(batch.get_absolute_url()).content.decode()
    assert "成立日期 (read in a table of “Organizations”)" in page and "血型." in page
