"""Weekly rules: which days they name, what changes a day, and when a day becomes a row."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from communities.activities.happenings import happenings, start_of
from communities.activities.models import Activity, ActivityRule, RuleChange
from tests.clock import TODAY
from tests.factories import at, make_activity, make_rule

EVERY_DAY = 0b1111111


@pytest.fixture
def worker(worker, sign_in):
    sign_in(worker)
    return worker


@pytest.fixture
def daily(team):
    return make_rule(organization=team, weekdays=EVERY_DAY)


def typed(team, **changes):
    values = {
        "organization": team.pk,
        "title": "例行训练",
        "place": "活动室 201",
        "weekdays": ["1", "3"],
        "starts": "08:30",
        "ends": "10:30",
        "starts_on": TODAY.isoformat(),
        "open_to_residents": "on",
    }
    return values | changes


def test_a_worker_enters_a_rule_changes_a_day_counts_one_and_ends_it(client, worker, team):
    client.post(
        reverse("communities:activity-rule-create"),
        typed(team, weekdays=list("0123456"), starts_on=(TODAY - timedelta(days=9)).isoformat()),
    )
    rule = ActivityRule.objects.get()
    day, yesterday = TODAY + timedelta(days=3), TODAY - timedelta(days=1)
    pages = {
        name: reverse(f"communities:activity-rule-{name}", args=[rule.pk]) for name in ("publish", "change", "end")
    }

    client.post(pages["publish"])
    client.post(pages["change"], {"on": day.isoformat(), "what": "skip", "reason": "场地检修"})
    counted = client.post(
        reverse("communities:activity-session-count", args=[rule.pk, yesterday.isoformat()]), {"attended": "12"}
    )
    shown = client.get(rule.get_absolute_url()).content.decode()
    client.post(pages["end"], {"last_day": day.isoformat(), "note": "换时间"})

    rule.refresh_from_db()
    assert (rule.is_published, rule.weekdays, rule.ends_on) == (True, EVERY_DAY, day)
    assert counted.url == Activity.objects.get().get_absolute_url()
    assert "场地检修" in shown and "12 came" in shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weekdays": []}, "Choose “Weekdays”."),
        ({"weekdays": ["7"]}, "Select a valid choice"),
        ({"ends": "08:00"}, "The end lies before the beginning."),
        ({"ends_on": "2020-01-01"}, "The last day lies before the first."),
        ({"starts_on": "9999-12-31"}, "check the year"),
        ({"title": "长" * 300}, "at most 60 characters"),
    ],
)
def test_a_senseless_rule_is_refused(client, worker, team, changes, said):
    response = client.post(reverse("communities:activity-rule-create"), typed(team, **changes))

    assert response.status_code == 200 and said in response.content.decode()
    assert not ActivityRule.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": (TODAY - timedelta(days=300)).isoformat()}, "The rule names no session on this day"),
        ({"on": "x"}, "Type the date as year, month and day"),
        ({"reason": ""}, "Fill in “Reason”."),
        ({"what": "move"}, "Needed when it is moved."),
        ({"what": "move", "day": TODAY.isoformat(), "begins": "10:00", "finishes": "09:00"}, "before the beginning"),
        ({"what": "move", "day": "0001-01-01", "begins": "10:00", "finishes": "11:00"}, "check the year"),
    ],
)
def test_a_senseless_change_of_a_day_is_refused(client, worker, daily, changes, said):
    values = {"on": TODAY.isoformat(), "what": "skip", "reason": "雨"} | changes

    response = client.post(reverse("communities:activity-rule-change", args=[daily.pk]), values)

    assert response.status_code == 200 and said in response.content.decode()
    assert not RuleChange.objects.exists()


def test_the_change_page_takes_the_day_of_its_link(client, worker, daily):
    page = reverse("communities:activity-rule-change", args=[daily.pk])

    assert f'value="{TODAY.isoformat()}"' in client.get(page, {"on": TODAY.isoformat()}).content.decode()
    assert client.get(page, {"on": "<script>"}).status_code == 200


@pytest.mark.parametrize("on", ["x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_has_no_page(client, worker, daily, on):
    assert client.get(reverse("communities:activity-session-count", args=[daily.pk, on])).status_code == 404
    assert client.post(reverse("communities:activity-rule-restore", args=[daily.pk, on])).status_code in (302, 404)


def test_a_copied_rule_keeps_days_and_hours_and_begins_today(client, worker, daily):
    form = client.get(reverse("communities:activity-rule-create"), {"copy": daily.pk}).context["form"]

    assert form.initial["weekdays"] == [0, 1, 2, 3, 4, 5, 6]
    assert (form.initial["starts"], form.initial["starts_on"]) == (time(8, 30), TODAY)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_rules_asks_equally_often(client, worker, team, count, django_assert_num_queries):
    for _number in range(count):
        make_rule(organization=team)
    client.get(reverse("communities:activity-rule-list"))

    with django_assert_num_queries(5):
        assert client.get(reverse("communities:activity-rule-list")).status_code == 200


@pytest.mark.parametrize("view", ["week", "month"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_page_asks_equally_often(client, worker, team, view, count, django_assert_num_queries):
    for _number in range(count):
        make_rule(organization=team, weekdays=EVERY_DAY)
        make_activity(organization=team, days=0, starts_at=at(TODAY, 23), ends_at=at(TODAY, 23, 30))
    client.get(reverse("communities:activity-calendar"))

    with django_assert_num_queries(7):
        page = client.get(reverse("communities:activity-calendar"), {"view": view})
    assert page.context["count"] >= 8


@pytest.mark.parametrize(
    "query",
    ["on=x", "on=0001-01-01", "on=9999-12-31", "view=x", "region=x", "region=999999999999999999", "organization=-1"],
)
def test_odd_queries_break_no_calendar(client, worker, daily, query):
    assert client.get(f"{reverse('communities:activity-calendar')}?{query}").status_code == 200


def test_the_calendar_shows_one_place_or_one_organization(client, worker, tree, team):
    make_rule(organization=team, weekdays=EVERY_DAY)
    make_rule(tree.compound, weekdays=EVERY_DAY, title="晨练")
    make_rule(tree.other_community, weekdays=EVERY_DAY, title="别处")
    page = reverse("communities:activity-calendar")

    def counted(**query):
        return client.get(page, query).context["count"]

    assert counted() == 14
    assert (counted(region=tree.compound.pk), counted(organization=team.pk)) == (7, 7)
    assert counted(region=tree.other_community.pk) == 0


def test_the_day_of_a_late_hour_is_the_day_of_shanghai(team):
    late = make_activity(
        organization=team, starts_at=at(TODAY + timedelta(days=1), 0, 30), ends_at=at(TODAY + timedelta(days=1), 1)
    )

    [one] = happenings(
        TODAY + timedelta(days=1),
        TODAY + timedelta(days=1),
        activities=Activity.objects.all(),
        rules=ActivityRule.objects.none(),
    )

    assert (one.source, one.day) == (late, TODAY + timedelta(days=1))
    assert start_of(TODAY).utcoffset() == timedelta(hours=8)
