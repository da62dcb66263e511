"""What residents see of activities, and what their own calendar reads."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from django.urls import reverse

from communities.organizations.models import Organization
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import at, close, make_activity, make_category, make_organization, make_rule, make_user

TOMORROW = TODAY + timedelta(days=1)
EVERY_DAY = 0b1111111
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def tree(tree):
    make_user(Role.OFFICE, tree.street)
    return tree


def shown(row):
    row.publish(by=make_user())
    return row


def page(client, **query):
    return client.get(reverse("directory:activities"), query).content.decode()


def next_week(client, **query):
    return page(client, week=(TODAY + timedelta(days=7)).isoformat(), **query)


# --- the calendar -------------------------------------------------------------------------------------------


def test_only_what_is_published_is_public(client, team):
    public = shown(make_activity(organization=team, days=7, title="公开课"))
    hidden = make_activity(organization=team, days=7, title="内部会")

    text = next_week(client)

    assert "公开课" in text and "内部会" not in text
    assert client.get(reverse("directory:activity", args=[public.pk])).status_code == 200
    assert client.get(reverse("directory:activity", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("change", [{"restraint": "restricted"}, {"is_published": False}, {"restraint": "banned"}])
def test_what_belongs_to_an_organization_out_of_sight_is_out_of_sight_everywhere(client, team, change):
    activity = shown(
        make_activity(organization=team, days=0, title="公开课", starts_at=at(TODAY, 23, 50), ends_at=at(TODAY, 23, 59))
    )
    rule = shown(
        make_rule(organization=team, weekdays=EVERY_DAY, starts=at(TODAY, 23, 40).time(), ends=at(TODAY, 23, 45).time())
    )
    Organization.objects.filter(pk=team.pk).update(**change)

    for path in [
        reverse("directory:activities"),
        reverse("directory:activities") + f"?week={TODAY + timedelta(days=7)}",
        reverse("directory:activities-feed"),
        "/",
    ]:
        text = client.get(path).content.decode()
        assert "公开课" not in text and "例行训练" not in text
    for name, args in [
        ("activity", [activity.pk]),
        ("activity-ics", [activity.pk]),
        ("session", [rule.pk, TODAY]),
        ("session-ics", [rule.pk, TODAY]),
        ("organization-feed", [team.pk]),
    ]:
        assert client.get(reverse(f"directory:{name}", args=args)).status_code == 404


def test_an_ended_organization_takes_its_activities_along(client, team):
    activity = shown(make_activity(organization=team, days=7))

    close(team)

    assert client.get(reverse("directory:activity", args=[activity.pk])).status_code == 404


def test_what_is_called_off_stays_and_says_so(client, team):
    activity = shown(make_activity(organization=team, days=7, title="公开课"))
    rule = shown(make_rule(organization=team, weekdays=EVERY_DAY))
    activity.cancel(by=make_user(), reason="台风预警")
    rule.change(on=TODAY + timedelta(days=8), by=make_user(), reason="场地检修")

    text = client.get(reverse("directory:activity", args=[activity.pk])).content.decode()

    assert "台风预警" in next_week(client) + page(client, week=(TODAY + timedelta(days=7)).isoformat())
    assert "Called off" in text and "台风预警" in text
    skipped = client.get(reverse("directory:session", args=[rule.pk, TODAY + timedelta(days=8)])).content.decode()
    assert "场地检修" in skipped


def test_members_only_is_shown_when_asked_for(client, team):
    shown(make_activity(organization=team, days=7, title="队员会", open_to_residents=False))

    assert "队员会" not in next_week(client)
    assert "队员会" in next_week(client, all=1)


def test_place_and_category_narrow_it(client, tree, team):
    choir = make_organization(tree.other_community, category=make_category("合唱"), is_published=True)
    make_user(Role.OFFICE, tree.other_street)
    shown(make_activity(organization=team, days=7, title="甲活动"))
    shown(make_activity(organization=choir, days=7, title="乙活动"))
    shown(make_activity(tree.community, days=7, title="丙活动"))

    def titles(**query):
        text = next_week(client, **query)
        return {title for title in ("甲活动", "乙活动", "丙活动") if title in text}

    assert titles() == {"甲活动", "乙活动", "丙活动"}
    assert titles(place=tree.street.pk) == {"甲活动", "丙活动"}
    assert titles(place=tree.other_community.pk) == {"乙活动"}
    assert titles(category=choir.category.pk) == {"乙活动"}
    assert titles(category=choir.category.parent_id) == {"甲活动", "乙活动"}


def test_the_page_of_an_activity_names_place_time_and_whom_to_call(client, tree, team):
    tree.community.describe(by=None, contact_phone="021-5555 0182")
    activity = shown(make_activity(organization=team, title="公开课", place="活动室 201"))

    text = client.get(reverse("directory:activity", args=[activity.pk])).content.decode()

    assert all(word in text for word in ["公开课", "活动室 201", "9:00", "021-5555 0182", "晨光合唱队"])


def test_a_counted_day_is_no_longer_a_session(client, team):
    yesterday = TODAY - timedelta(days=1)
    rule = shown(make_rule(organization=team, weekdays=EVERY_DAY))
    session = rule.hold(on=yesterday, by=make_user(), attended=9)

    moved = client.get(reverse("directory:session", args=[rule.pk, yesterday]))
    assert moved.url == reverse("directory:activity", args=[session.pk])
    session.publish(by=make_user(), shown=False)
    assert client.get(reverse("directory:session", args=[rule.pk, yesterday])).status_code == 404
    assert client.get(reverse("directory:session", args=[rule.pk, TOMORROW])).status_code == 200


@pytest.mark.parametrize("on", ["x", "2026-02-30", "0001-01-01", "9999-12-31", "2020-01-01"])
def test_a_session_on_no_day_is_not_found(client, team, on):
    rule = shown(make_rule(organization=team, weekdays=EVERY_DAY))

    assert client.get(f"/activities/sessions/{rule.pk}/{on}/").status_code == 404


def test_the_home_page_shows_this_week(client, team):
    sunday = TODAY + timedelta(days=6 - TODAY.weekday())
    shown(make_activity(organization=team, title="公开课", starts_at=at(sunday, 23, 50), ends_at=at(sunday, 23, 59)))

    assert "公开课" in client.get("/").content.decode()


def test_the_organizations_page_shows_what_is_ahead(client, team):
    shown(make_activity(organization=team, title="公开课"))

    text = client.get(reverse("directory:organization", args=[team.pk])).content.decode()

    assert "公开课" in text and reverse("directory:organization-feed", args=[team.pk]) in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/activities/?week=", 8), ("/activities/calendar.ics?", 3), ("/", 12)])
def test_public_pages_ask_equally_often(client, team, count, path, queries, django_assert_max_num_queries):
    for _number in range(count):
        rule = shown(make_rule(organization=team, weekdays=EVERY_DAY))
        rule.change(on=TODAY + timedelta(days=8), by=make_user(), reason="雨")
        shown(make_activity(organization=team, days=8))
    path = path + (TODAY + timedelta(days=7)).isoformat() if path.endswith("week=") else path

    with django_assert_max_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "week=x",
        "week=0001-01-01",
        "week=9999-12-31",
        "place=x",
        "place=99999999999999999999",
        "category=-1",
        "q=<script>",
    ],
)
@pytest.mark.parametrize("path", ["/activities/", "/activities/calendar.ics"])
def test_odd_queries_break_nothing(client, team, path, query):
    shown(make_rule(organization=team, weekdays=EVERY_DAY))

    assert client.get(f"{path}?{query}").status_code == 200


def test_public_contexts_hold_no_model_instance(client, team):
    activity = shown(make_activity(organization=team, days=7))
    rule = shown(make_rule(organization=team, weekdays=EVERY_DAY))

    for path in [
        "/activities/",
        "/",
        reverse("directory:activity", args=[activity.pk]),
        reverse("directory:session", args=[rule.pk, TOMORROW]),
        reverse("directory:organization", args=[team.pk]),
    ]:
        for layer in client.get(path).context:
            for key, value in layer.flatten().items() if hasattr(layer, "flatten") else []:
                assert not hasattr(value, "_meta") or key in {"user"}


# --- the feed -----------------------------------------------------------------------------------------------


def read(response):
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def occurrences(calendar, last):
    """{(begins, place)} as a calendar program works them out from RRULE, EXDATE and RECURRENCE-ID."""
    found = set()
    for event in calendar.events:
        begins, place = event["dtstart"].dt, str(event["location"])
        if "RRULE" not in event:
            found.add((begins.astimezone(SHANGHAI), place))
            continue
        gone = {one.dt for part in _list(event.get("exdate")) for one in part.dts}
        gone |= {
            other["recurrence-id"].dt
            for other in calendar.events
            if other.get("recurrence-id") and other["uid"] == event["uid"]
        }
        rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=begins)
        for moment in rule:
            if moment.date() > last:
                break
            if moment not in gone:
                found.add((moment.astimezone(SHANGHAI), place))
    return found


def _list(value):
    return value if isinstance(value, list) else [value] if value else []


def test_the_feed_names_the_same_days_as_the_calendar(client, team):
    rule = shown(make_rule(organization=team, weekdays=0b0101010, starts_on=TODAY - timedelta(days=20)))
    days = rule.days(TODAY, TODAY + timedelta(days=60))
    skipped, moved, to = days[1], days[2], TODAY + timedelta(days=11)
    rule.change(on=skipped, by=make_user(), reason="国庆节")
    rule.change(on=moved, by=make_user(), reason="场地", starts_at=at(to, 14), ends_at=at(to, 15), place="中心广场")
    event = shown(make_activity(organization=team, days=5, place="小剧场"))

    calendar = read(client.get(reverse("directory:activities-feed")))

    expected = {(at(day, 8, 30), "活动室 201") for day in days if day not in (skipped, moved)}
    expected |= {(at(to, 14), "中心广场"), (event.starts_at.astimezone(SHANGHAI), "小剧场")}
    found = occurrences(calendar, TODAY + timedelta(days=60))
    assert {pair for pair in found if pair[0].date() >= TODAY} == expected


def test_the_series_goes_across_the_year_and_no_further_than_sixty_days(client, team):
    shown(make_rule(organization=team, weekdays=EVERY_DAY))

    found = occurrences(read(client.get(reverse("directory:activities-feed"))), TODAY + timedelta(days=900))

    assert max(moment for moment, _place in found) == at(TODAY + timedelta(days=60), 8, 30)


def test_a_called_off_activity_stays_in_the_feed_as_cancelled(client, team):
    activity = shown(make_activity(organization=team))
    before = read(client.get(reverse("directory:activities-feed"))).events[0]
    activity.cancel(by=make_user(), reason="台风")

    after = read(client.get(reverse("directory:activities-feed"))).events[0]

    assert (str(before["status"]), str(after["status"])) == ("CONFIRMED", "CANCELLED")
    assert before["uid"] == after["uid"] and after["sequence"] > before["sequence"]


def test_a_changed_day_makes_a_newer_version_of_the_series_under_the_same_uid(client, team):
    rule = shown(make_rule(organization=team, weekdays=EVERY_DAY))
    [before] = read(client.get("/activities/calendar.ics")).events
    rule.change(on=TOMORROW, by=make_user(), reason="雨")

    [after] = read(client.get("/activities/calendar.ics", headers={"host": "127.0.0.1"})).events

    assert before["uid"] == after["uid"] and after["sequence"] > before["sequence"]


def test_the_times_carry_their_zone(client, team):
    shown(make_activity(organization=team, days=1))

    calendar = read(client.get(reverse("directory:activities-feed")))

    [zone] = calendar.timezones
    assert str(zone["tzid"]) == "Asia/Shanghai"
    assert calendar.events[0]["dtstart"].params["tzid"] == "Asia/Shanghai"
    assert calendar.events[0]["dtstart"].dt == at(TOMORROW)


def test_a_feed_holds_its_place_and_its_organization_only(client, tree, team):
    other = make_organization(tree.other_community, is_published=True)
    shown(make_activity(organization=team, title="甲"))
    shown(make_activity(organization=other, title="乙"))

    def titles(path):
        return {str(event["summary"]) for event in read(client.get(path)).events}

    assert titles(f"/activities/calendar.ics?place={tree.street.pk}") == {"晨光合唱队 甲"}
    assert titles(reverse("directory:organization-feed", args=[other.pk])) == {f"{other.name} 乙"}


def test_odd_text_stays_text_in_the_feed(client, team):
    words = "a;b,c\\d\nEND:VCALENDAR🎉" + "长" * 40
    shown(make_activity(organization=team, title="<b>;,\\", description=words))

    [event] = read(client.get(reverse("directory:activities-feed"))).events

    assert str(event["description"]) == words and str(event["summary"]).endswith("<b>;,\\")


def test_one_activity_and_one_day_can_be_added_to_a_calendar(client, team):
    activity = shown(make_activity(organization=team))
    rule = shown(make_rule(organization=team, weekdays=EVERY_DAY))

    [one] = read(client.get(reverse("directory:activity-ics", args=[activity.pk]))).events
    [day] = read(client.get(reverse("directory:session-ics", args=[rule.pk, TOMORROW]))).events

    assert one["dtstart"].dt == activity.starts_at
    assert (day["dtstart"].dt, "RRULE" in day) == (at(TOMORROW, 8, 30), False)
    assert isinstance(day["dtstamp"].dt, datetime)


def test_an_empty_feed_is_a_calendar_too(client, tree):
    assert read(client.get(reverse("directory:activities-feed"))).events == []


def test_a_full_day_is_cut_short_until_it_is_asked_for(client, team):
    day = TODAY + timedelta(days=7)
    for number in range(15):
        shown(make_activity(organization=team, days=7, title=f"第{number + 10}场"))

    week, alone = page(client, week=day.isoformat()), page(client, day=day.isoformat())

    assert ("3 more" in week, "第24场" in week) == (True, False)
    assert "第24场" in alone and "15 activities" in alone


def test_a_calendar_is_kept_under_its_name(client, tree):
    made = client.get("/activities/calendar.ics").headers["Content-Disposition"]
    assert made == "inline; filename=\"activities.ics\"; filename*=UTF-8''Activities%20of%20the%20communities.ics"

    group = make_organization(tree.community, name="晨光/合唱队", is_published=True)
    made = client.get(f"/organizations/{group.pk}/calendar.ics").headers["Content-Disposition"]
    assert made.endswith("filename*=UTF-8''" + "%E6%99%A8%E5%85%89%2F%E5%90%88%E5%94%B1%E9%98%9F.ics")
