"""The activities on an organization's page: right, and cheap enough for an overview of many sheets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.activities.views.parts import panel
from tests.clock import TODAY
from tests.factories import at, make_activity, make_rule, make_tree, make_user

EVERY_DAY = 0b1111111


@pytest.fixture
def worker(worker, sign_in):
    sign_in(worker)
    return worker


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_one_query(team, count, django_assert_num_queries):
    for _number in range(count):
        make_rule(organization=team, weekdays=EVERY_DAY).change(on=TODAY, by=make_user(), reason="雨")
        make_activity(organization=team)

    with django_assert_num_queries(1):
        here = panel(team, None)

    assert [one.on for one in here["next"]] == [TODAY + timedelta(days=1)]


def test_the_sheet_shows_the_next_and_the_last_ones(team):
    rule = make_rule(organization=team, weekdays=EVERY_DAY)
    rule.change(on=TODAY, by=make_user(), reason="雨")
    rule.change(
        on=TODAY + timedelta(days=1),
        by=make_user(),
        reason="场地",
        starts_at=at(TODAY + timedelta(days=3), 7),
        ends_at=at(TODAY + timedelta(days=3), 8),
    )
    counted = rule.hold(on=TODAY - timedelta(days=1), by=make_user(), attended=12)
    held = make_activity(
        organization=team, days=-4, kind="competition", competition="体育节", level="street", title="比赛"
    )
    held.hold(by=make_user(), attended=16, result="团体第二名")
    make_activity(organization=team, days=-2)
    make_activity(make_tree().community, days=1)

    here = panel(team, None)

    assert [one.on for one in here["next"]] == [TODAY + timedelta(days=2)]
    assert [one.pk for one in here["last"]] == [counted.pk, held.pk]
    assert [one.outcome for one in here["last"]] == ["12 came", "16 came, 团体第二名"]
    assert (here["year"], here["competitions"]) == (
        sum(one.rule_date.year == TODAY.year for one in [counted])
        + (timezone.localdate(held.starts_at).year == TODAY.year),
        int(timezone.localdate(held.starts_at).year == TODAY.year),
    )


def test_a_planned_activity_comes_before_a_later_session(team):
    make_rule(organization=team, weekdays=EVERY_DAY, starts_on=TODAY + timedelta(days=9))
    event = make_activity(organization=team, days=5)

    assert [one.source.pk for one in panel(team, None)["next"]] == [event.pk]


def test_the_overview_stays_within_twelve_queries(client, worker, team, django_assert_max_num_queries):
    make_rule(organization=team, weekdays=EVERY_DAY)
    make_activity(organization=team)
    client.get(team.get_absolute_url())

    with django_assert_max_num_queries(12):
        text = client.get(team.get_absolute_url()).content.decode()

    assert "例行训练" in text and "Recent activities" in text


def test_the_tab_shows_what_comes_the_rules_and_what_was(client, worker, team, django_assert_max_num_queries):
    make_rule(organization=team, weekdays=EVERY_DAY, title="晨练")
    make_activity(organization=team, days=2, title="体验课")
    make_activity(organization=team, days=-2, title="老活动")

    with django_assert_max_num_queries(12):
        text = client.get(f"{team.get_absolute_url()}?tab=activities").content.decode()

    assert all(word in text for word in ["晨练", "体验课", "老活动"])
