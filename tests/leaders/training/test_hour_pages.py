from datetime import date, timedelta

import pytest
from django.urls import reverse

from communities.settings_of_street.models import Rule
from leaders.people.models import Kind
from leaders.training.models import TrainingYear
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from tests.clock import LATE, TODAY
from tests.exports import export_text
from tests.factories import (
    make_current,
    make_enrolment,
    make_leader,
    make_organization,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def page(name, *args, query=""):
    return reverse(f"leaders:{name}", args=args) + query


def text_of(response):
    return response.content.decode()


@pytest.fixture
def row(tree):
    return make_enrolment(make_session(tree.community, days=0), make_leader(tree.building))


SINCE = date(TODAY.year - 1, 1, 1)  # in office over the whole of this year and the last


def credit(leader, minutes, year=None):
    year = year or TODAY.year
    TrainingYear.objects.create(
        leader=leader, year=year, region_path=leader.region_path, knowledge=minutes, minutes=minutes
    )


def test_who_is_short_is_held_against_the_highest_minimum_of_the_kinds(sign_in, tree, office):
    Rule.objects.create(
        name="hours_team", region=tree.street, value=20, effective_from="2024-01-01", note="1", set_by=office
    )
    both = make_current(make_leader(tree.building, name="陆建国"), region=tree.building, started_on=SINCE).leader
    make_current(both, Kind.TEAM, organization=make_organization(tree.community), started_on=SINCE)
    head = make_current(make_leader(tree.building2, name="钟桂英"), region=tree.building2, started_on=SINCE).leader
    make_leader(tree.building, name="郑贵宝")  # holds no post
    for leader in (both, head):
        credit(leader, 16 * 45)

    rows = sign_in(office).get(page("training-short")).context["page"].rows

    assert [(row.name, row.credited, row.minimum) for row in rows] == [("陆建国", 720, 900)]


def test_the_nearest_street_sets_the_number_and_the_day_counts(sign_in, tree):
    overseer = make_user(Role.OVERSEER, tree.county)
    rules = [(tree.street, 4, "2024-01-01"), (None, 6, "2024-01-01"), (tree.street, 99, TODAY + timedelta(days=1))]
    for region, value, day in rules:
        Rule.objects.create(
            name="hours_opinion", region=region, value=value, effective_from=day, note="1", set_by=overseer
        )
    make_current(make_leader(tree.building, name="陆建国"), Kind.OPINION, started_on=SINCE)
    make_current(make_leader(tree.other_building, name="钟桂英"), Kind.OPINION, started_on=SINCE)

    rows = sign_in(overseer).get(page("training-short")).context["page"].rows

    assert [(row.name, row.minimum) for row in rows] == [("陆建国", 180), ("钟桂英", 270)]


def test_a_minute_less_is_short_and_the_minimum_is_not(sign_in, tree, office):
    for name, minutes in (("陆建国", 719), ("钟桂英", 720)):
        credit(make_current(make_leader(tree.building, name=name), Kind.OPINION, started_on=SINCE).leader, minutes)

    response = sign_in(office).get(page("training-short"))

    assert [row.name for row in response.context["page"].rows] == ["陆建国"]
    assert "15.9 / 16" in text_of(response) and "<b>0.1</b>" in text_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_the_short_list_costs_the_same_whatever_its_length(sign_in, tree, office, count, django_assert_num_queries):
    for _number in range(count):
        make_current(make_leader(tree.building), Kind.OPINION, started_on=SINCE)
    client = sign_in(office)

    with django_assert_num_queries(8):
        response = client.get(page("training-short"))

    assert len(response.context["page"].rows) == count


@pytest.mark.parametrize("query", ["?year=1999", "?year=x", "?kind=none", "?region=0", "?q=%00", "?after=x"])
def test_nonsense_in_the_short_list_does_not_break_it(sign_in, tree, office, query):
    make_current(make_leader(tree.building), Kind.OPINION, started_on=SINCE)

    assert sign_in(office).get(page("training-short", query=query)).status_code == 200


def test_last_year_is_another_list(sign_in, tree, office):
    leader = make_current(make_leader(tree.building), Kind.OPINION, started_on=SINCE).leader
    credit(leader, 720)
    client, year = sign_in(office), TODAY.year

    assert client.get(page("training-short")).context["page"].rows == []
    assert client.get(page("training-short", query=f"?year={year - 1}")).context["page"].rows == [leader]


def test_the_export_holds_the_filtered_rows_without_phones_and_is_logged(sign_in, tree, office, clock):
    clock.move_to(LATE)
    make_current(make_leader(tree.building, name="陆建国", phone="13800138000"), Kind.OPINION, started_on=SINCE)
    make_current(make_leader(tree.building, name="钟桂英"), region=tree.building, started_on=SINCE)

    lines = export_text(sign_in(office), page("training-short-export", query="?kind=opinion")).splitlines()

    assert len(lines) == 2 and "陆建国" in lines[1] and "8000" not in lines[1]
    assert lines[1].split(",")[-5:] == ["0", "0", "16", "13.3", "16"]
    assert ReadLog.objects.get(verb="training.export").rows == 1


def test_the_tab_of_a_person_shows_hours_sessions_and_the_minimum(sign_in, tree, worker, django_assert_max_num_queries):
    leader = make_current(make_leader(tree.building), region=tree.building, started_on=SINCE).leader
    row = make_enrolment(make_session(tree.street, days=0, title="街道课", minutes=180), leader)
    far = make_enrolment(make_session(tree.community2, days=0, title="邻居课", minutes=45), leader)
    for one in (row, far):
        one.mark(by=worker, attendance="present")
    client = sign_in(worker)

    with django_assert_max_num_queries(12):
        response = client.get(leader.get_absolute_url() + "?tab=training")

    here = response.context["here"]
    assert (here["minutes"], here["asked"], here["left"]) == (225, 720, 495)
    assert here["points"][-1] == (TODAY.year, 5)
    assert row.session.get_absolute_url() in text_of(response)
    assert far.session.get_absolute_url() not in text_of(response) and "邻居课" in text_of(response)


def test_the_overview_of_a_person_stays_within_eight_queries_and_two_of_the_read_log(
    sign_in, tree, worker, django_assert_max_num_queries
):
    leader = make_current(make_leader(tree.building), region=tree.building, started_on=SINCE).leader
    client = sign_in(worker)

    with django_assert_max_num_queries(10):
        client.get(leader.get_absolute_url())


def test_the_desk_names_what_is_due_and_who_is_short(sign_in, tree, office, django_assert_max_num_queries):
    today, past = make_session(tree.street, days=0), make_session(tree.community, days=-2)
    make_session(tree.street, days=3)
    make_session(tree.other_street, days=0)
    for name, minutes in (("陆建国", 900), ("钟桂英", 90)):
        credit(make_current(make_leader(tree.building, name=name), Kind.OPINION, started_on=SINCE).leader, minutes)
    client = sign_in(office)

    with django_assert_max_num_queries(12):
        response = client.get(reverse("desk:dashboard"))

    assert [task.title for task in response.context["due"]] == [past.title, today.title]
    assert response.context["training"] == {"each": "11", "short": 1}
