"""Weekly rules: which days they name, what changes a day, and when a day becomes a row."""

from datetime import date, time, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from communities.activities.happenings import happenings, sessions
from communities.activities.models import Activity, ActivityRule, RuleChange
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import at, make_activity, make_organization, make_rule, make_tree, make_user

EVERY_DAY = 0b1111111


@pytest.fixture
def daily(team):
    return make_rule(organization=team, weekdays=EVERY_DAY)


def days_of(rule, first, last):
    return [one.on for one in sessions(first, last, ActivityRule.objects.filter(pk=rule.pk))]


def test_the_days_go_across_the_end_of_the_year(team):
    rule = make_rule(organization=team, weekdays=0b0001010, starts_on=date(2026, 12, 1))

    assert days_of(rule, date(2026, 12, 28), date(2027, 1, 8)) == [
        date(2026, 12, 29),
        date(2026, 12, 31),
        date(2027, 1, 5),
        date(2027, 1, 7),
    ]


def test_the_first_and_the_last_day_bound_it(team):
    rule = make_rule(organization=team, weekdays=EVERY_DAY, starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 1))

    assert days_of(rule, date(2026, 1, 1), date(2027, 12, 31)) == [
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
    ]


def test_the_hours_are_those_of_shanghai(daily):
    [one] = sessions(TODAY, TODAY, ActivityRule.objects.all())

    assert one.starts_at == at(TODAY, 8, 30) and one.starts_at.utcoffset() == timedelta(hours=8)


def test_a_moved_day_stands_where_it_was_moved_to_and_nowhere_else(daily):
    by, moved = make_user(), TODAY + timedelta(days=30)
    daily.end(by=by, last_day=TODAY + timedelta(days=5), note="换地方")
    daily.change(
        on=TODAY + timedelta(days=2), by=by, reason="场地", starts_at=at(moved, 14), ends_at=at(moved, 15), place="广场"
    )
    rules = ActivityRule.objects.all()

    [one] = sessions(moved, moved, rules)

    assert (one.place, one.moved, one.on) == ("广场", True, TODAY + timedelta(days=2))
    assert TODAY + timedelta(days=2) not in [day.on for day in sessions(TODAY, TODAY + timedelta(days=5), rules)]


def test_a_skipped_day_is_shown_as_called_off_with_its_reason(daily):
    daily.change(on=TODAY, by=make_user(), reason="国庆节")

    [one] = sessions(TODAY, TODAY, ActivityRule.objects.all())

    assert (one.state, one.reason) == ("cancelled", "国庆节")


def test_a_change_taken_back_leaves_the_day_as_the_rule_has_it(daily):
    daily.change(on=TODAY, by=make_user(), reason="国庆节")

    daily.restore(on=TODAY, by=make_user())

    [one] = sessions(TODAY, TODAY, ActivityRule.objects.all())
    assert one.state == "planned"
    with pytest.raises(ValidationError):
        daily.restore(on=TODAY, by=make_user())


def test_a_day_the_rule_does_not_name_is_not_changed(team):
    rule = make_rule(organization=team, weekdays=1 << ((TODAY.weekday() + 1) % 7))

    with pytest.raises(ValidationError) as refused:
        rule.change(on=TODAY, by=make_user(), reason="雨")

    assert refused.value.message_dict == {"on": ["The rule names no session on this day."]}


def test_rows_rules_and_what_stands_for_a_day_come_in_one_order(team, daily):
    yesterday = TODAY - timedelta(days=1)
    session = daily.hold(on=yesterday, by=make_user(), attended=9)
    event = make_activity(organization=team, days=1)

    found = happenings(
        yesterday, TODAY + timedelta(days=1), activities=Activity.objects.all(), rules=ActivityRule.objects.all()
    )

    assert [(one.source, one.on) for one in found] == [
        (session, None),
        (daily, TODAY),
        (daily, TODAY + timedelta(days=1)),
        (event, None),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_asks_equally_often_for_any_number(team, count, django_assert_num_queries):
    for _number in range(count):
        rule = make_rule(organization=team, weekdays=EVERY_DAY)
        rule.change(on=TODAY, by=make_user(), reason="雨")
        make_activity(organization=team)

    with django_assert_num_queries(4):
        found = happenings(
            TODAY, TODAY + timedelta(days=6), activities=Activity.objects.all(), rules=ActivityRule.objects.all()
        )
    assert len(found) == count * 8


def test_a_counted_day_is_an_activity_with_the_words_of_its_rule(daily):
    daily.publish(by=make_user())
    day = TODAY - timedelta(days=2)

    session = daily.hold(on=day, by=make_user(), attended=18, new_members=2)

    assert (session.state, session.kind, session.rule_date, session.title) == ("held", "session", day, "例行训练")
    assert (session.starts_at, session.is_published, session.region_path) == (at(day, 8, 30), True, daily.region_path)


@pytest.mark.parametrize("step", [1, -200])
def test_a_day_to_come_or_before_the_rule_is_not_counted(daily, step):
    with pytest.raises(ValidationError):
        daily.hold(on=TODAY + timedelta(days=step), by=make_user(), attended=1)

    assert not Activity.objects.exists()


def test_a_day_is_counted_once_and_then_not_changed(daily):
    day = TODAY - timedelta(days=1)
    daily.hold(on=day, by=make_user(), attended=1)

    for act in (
        lambda: daily.hold(on=day, by=make_user(), attended=2),
        lambda: daily.change(on=day, by=make_user(), reason="雨"),
        lambda: daily.end(by=make_user(), last_day=day - timedelta(days=1), note="停"),
    ):
        with pytest.raises(ValidationError):
            act()


@pytest.mark.django_db(transaction=True)
def test_of_four_who_count_the_same_day_one_wins():
    rule = make_rule(organization=make_organization(make_tree().community), weekdays=EVERY_DAY)
    clerks, barrier, won = [make_user() for _n in range(4)], Barrier(4), []

    def act(clerk):
        row = ActivityRule.objects.get(pk=rule.pk)
        barrier.wait()
        try:
            row.hold(on=TODAY - timedelta(days=1), by=clerk, attended=7)
            won.append(clerk)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=act, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (len(won), Activity.objects.count()) == (1, 1)


def test_the_database_keeps_one_row_a_day_and_whole_weekdays(daily):
    session = daily.hold(on=TODAY - timedelta(days=1), by=make_user(), attended=1)
    session.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        session.save(force_insert=True)
    for broken in ({"weekdays": 0}, {"weekdays": 128}, {"ends": time(8, 0)}, {"ends_on": date(2000, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActivityRule.objects.update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.create(rule=daily, on=TODAY, reason="雨", place="只有地点", entered_by=make_user())


def test_once_begun_the_hours_stand(daily):
    changed = ActivityRule.objects.get(pk=daily.pk)
    changed.starts = time(7)

    with pytest.raises(ValidationError) as refused:
        changed.revise(by=make_user(), before={})

    assert refused.value.code == "begun"


def test_an_ended_rule_names_no_later_day_and_ends_once(daily):
    daily.end(by=make_user(), last_day=TODAY + timedelta(days=1), note="教练搬家")

    assert days_of(daily, TODAY, TODAY + timedelta(days=9)) == [TODAY, TODAY + timedelta(days=1)]
    with pytest.raises(ValidationError) as refused:
        daily.end(by=make_user(), last_day=TODAY, note="再次")
    assert refused.value.code == "stale"
    assert AuditEntry.objects.filter(verb="activity_rule.end").count() == 1


def test_a_rule_ended_before_its_first_day_never_takes_place(team):
    rule = make_rule(organization=team, weekdays=EVERY_DAY, starts_on=TODAY + timedelta(days=5))

    rule.end(by=make_user(), last_day=TODAY, note="不办了")

    assert days_of(rule, TODAY, TODAY + timedelta(days=30)) == []
