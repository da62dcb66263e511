"""Hours earned before or elsewhere: the person found, every error at once, confirmed by somebody else, taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from leaders.imports import actions, deciding, tasks, undoing
from leaders.imports.models import ImportBatch, ImportRow
from leaders.imports.subjects.hours import day_or_year, minutes_in
from leaders.training.models import OutsideHours, TrainingYear
from tests.factories import make_leader

pytestmark = pytest.mark.django_db
State = ImportRow.State
HEAD = ["姓名", "手机", "培训名称", "主办单位", "培训时间", "学时"]


def states(batch):
    return list(batch.rows.order_by("position").values_list("state", flat=True))


def errors(batch, position=0):
    return set(batch.rows.get(position=position).said["errors"])


@pytest.fixture
def wang(office):
    return make_leader(office.tree.building, name="王芳", phone="13800138000")


ROW = ["王芳", "13800138000", "政策法规培训班", "区委党校", "2024-05-18", "4学时"]


def test_a_course_counts_once_somebody_else_confirmed_it(office, load, write, wang):
    batch = write(load([HEAD, ROW], subject="hours"))

    row = OutsideHours.objects.get()
    assert (row.leader, row.state, row.minutes, row.held_on.isoformat(), row.content_area) == (
        wang, "pending", 180, "2024-05-18", "knowledge",
    )  # fmt: skip
    assert (batch.posts_pending, TrainingYear.objects.count()) == (1, 0)
    with pytest.raises(ValidationError):
        deciding.confirm_posts(batch, by=office.clerk)
    assert deciding.confirm_posts(batch, by=office.manager) == (1, [])
    assert TrainingYear.objects.get().elsewhere == 180


def test_the_same_table_again_changes_nothing(load, write, wang):
    write(load([HEAD, ROW], subject="hours"))

    assert states(load([HEAD, ROW, ROW], subject="hours")) == [State.SAME, State.SAME]


def test_all_that_is_wrong_with_a_row_is_said_at_once(load, wang):
    batch = load([HEAD, ["王芳芳", "13800", "", "", "2999-01-01", "很多"]], subject="hours")

    assert errors(batch) == {"phone", "title", "organizer", "hours"}


@pytest.mark.parametrize("number, said", [("13900139000", "phone"), ("", None)])
def test_a_name_alone_is_enough_in_its_own_community_and_never_against_the_number(load, wang, number, said):
    batch = load([HEAD, ["王芳", number, *ROW[2:]]], subject="hours")

    assert errors(batch) == ({said} if said else set())


def test_in_a_whole_street_a_name_alone_is_asked_about(office, load, write, wang):
    rows = [["姓名", "培训名称", "主办单位", "年度", "学时"], ["王芳", "政策班", "区委党校", "2023年度", "2"]]
    batch = load(rows, subject="hours", region=office.tree.street)
    assert states(batch) == [State.DOUBTFUL]

    actions.revise_rows(batch, edits={}, choices={0: "update"}, chosen={0: wang.pk})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)
    write(batch)

    assert (OutsideHours.objects.get().leader, OutsideHours.objects.get().year) == (wang, 2023)


def test_people_of_another_community_are_not_written_to(office, load):
    make_leader(office.tree.community2, name="王芳", phone="13800138000")

    assert errors(load([HEAD, ROW], subject="hours")) == {"name"}


def test_the_title_above_the_table_names_the_course_and_the_form_who_held_it(load, write, wang):
    rows = [["2023年楼组长能力提升班签到表", "", ""], ["姓名", "日期", "课时"], ["王芳", "2023.6.1", "1.5"]]
    batch = load(rows, subject="hours")
    assert errors(batch) == {"organizer"}

    batch.given["issuer"] = "区民政局"
    batch.save()
    tasks.begin(batch, ImportBatch.State.CHECKING, by=batch.created_by)
    batch.refresh_from_db()
    write(batch)

    row = OutsideHours.objects.get()
    assert (row.title, row.organizer, row.lessons) == ("2023年楼组长能力提升班", "区民政局", "1.5")


def test_hours_are_taken_back_until_somebody_confirmed_them(office, load, write, wang):
    batch = write(load([HEAD, ROW], subject="hours"))
    undoing.undo(batch, by=office.clerk)
    assert not OutsideHours.objects.exists()

    batch = write(load([HEAD, ROW], subject="hours"))
    deciding.confirm_posts(batch, by=office.manager)
    with pytest.raises(ValidationError):
        undoing.undo(batch, by=office.clerk)


def test_many_rows_cost_no_query_each(office, load, write, wang, django_assert_max_num_queries):
    rows = [["王芳", "", f"课程{number}", "区委党校", "2024", "1"] for number in range(120)]
    with django_assert_max_num_queries(75):
        write(load([HEAD, *rows], subject="hours"))

    assert OutsideHours.objects.count() == 120


@pytest.mark.parametrize(
    "text, minutes", [("4", 180), ("2.5课时", 113), ("３小时", 180), ("90分钟", 90), ("1.0", 45)]
)  # fmt: skip
def test_hours_as_offices_write_them(text, minutes):
    assert minutes_in(text) == minutes


@pytest.mark.parametrize(
    "text, year, is_day",
    [("2024", 2024, False), ("2024年5月", 2024, False), ("2024/5/8", 2024, True), ("45430", 2024, True),
     ("2024.5.8至5.10", 2024, True), ("2024.6.1-6.2", 2024, True), ("2024年5月8日-10日", 2024, True)],
)  # fmt: skip
def test_days_and_years_as_offices_write_them(text, year, is_day):
    day, found = day_or_year(text)
    assert (found, day is not None) == (year, is_day)


def test_what_a_batch_handed_in_is_confirmed_and_the_next_opened(client, office, load, write, wang):
    batch = write(load([HEAD, ROW], subject="hours"))
    client.force_login(office.manager)
    text = client.get(batch.get_absolute_url() + "?queue=import_hours&at=1").content.decode()
    page = reverse("leaders:import-decide", args=[batch.pk]) + "?queue=import_hours&at=1"
    assert f'action="{page.replace("&", "&amp;")}"' in text and "Confirm, then the next" in text

    done = client.post(page, {"next": "1"})

    assert done.url == reverse("desk:review-next") + "?queue=import_hours&at=1"
