from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from communities.settings_of_street.models import MEANINGS, Rule, RuleName, rule, shown_value
from communities.workdays import add_workdays, is_workday, known_until, workdays_between
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import NOW, TODAY
from tests.factories import make_superuser, make_tree, make_user

pytestmark = pytest.mark.django_db
MEMBERS = RuleName.FILING_MEMBERS


def set_rule(region, value, day=None, name=MEMBERS):
    row = Rule(name=name, region=region, value=value, effective_from=day or TODAY, note="沪民〔2026〕1号")
    row.set(by=make_user())
    return row


def test_every_setting_has_a_meaning_with_a_default_inside_its_bounds():
    assert set(MEANINGS) == set(RuleName)
    assert [name for name, one in MEANINGS.items() if not one.least <= one.default <= one.most] == []


def test_the_nearest_region_and_the_newest_day_in_force_count():
    tree, today = make_tree(), TODAY
    set_rule(None, 6)
    set_rule(tree.county, 7)
    set_rule(tree.street, 8)
    set_rule(tree.street, 9, today + timedelta(days=10))

    assert rule(MEMBERS, tree.community.path) == 8
    assert rule(MEMBERS, tree.community.path, on=today + timedelta(days=10)) == 9
    assert rule(MEMBERS, tree.other_street.path) == 7
    assert rule(MEMBERS, tree.province.path) == 6
    assert rule(MEMBERS, tree.street.path, on=today - timedelta(days=1)) == 5


@pytest.mark.parametrize(
    ("name", "value", "days"), [(MEMBERS, 0, 0), (MEMBERS, 101, 0), (MEMBERS, 8, -1), (RuleName.FILING_REPORT, 230, 0)]
)
def test_a_senseless_setting_is_refused(name, value, days):
    tree = make_tree()
    day = TODAY + timedelta(days=days)

    if name == RuleName.FILING_REPORT:
        value = 231

    with pytest.raises(ValidationError):
        set_rule(tree.street, value, day, name)
    assert Rule.objects.count() == 0


def test_a_setting_changes_once_a_day():
    tree = make_tree()
    set_rule(tree.street, 8)
    Rule.objects.update(set_at=NOW - timedelta(days=1))

    with pytest.raises(ValidationError):
        set_rule(tree.street, 9)


def test_a_day_of_the_year_reads_as_one():
    assert str(shown_value(RuleName.FILING_REPORT, 331)) == "each year by March 31"
    with override("zh-hans"):
        assert str(shown_value(RuleName.FILING_REPORT, 331)) == "每年3月31日前"


def test_one_of_a_unit_reads_as_one():
    assert str(shown_value(RuleName.CASE_ACKNOWLEDGE, 1)) == "1 working day"
    assert str(shown_value(RuleName.CASE_ACKNOWLEDGE, 2)) == "2 working days"


def test_a_manager_changes_a_setting_of_the_own_street_only(client):
    tree = make_tree()
    client.force_login(make_user(Role.MANAGER, tree.street), backend="django.contrib.auth.backends.ModelBackend")
    form = {"name": MEMBERS, "value": "8", "effective_from": TODAY.isoformat(), "note": "1号"}

    refused = client.post(reverse("communities:rule-create"), form | {"region": tree.other_street.pk})
    done = client.post(reverse("communities:rule-create"), form | {"region": tree.street.pk})

    assert refused.status_code == 200 and "region" in refused.context["form"].errors
    assert done.status_code == 302
    assert [(row.region, row.value) for row in Rule.objects.all()] == [(tree.street, 8)]


def test_a_superuser_sets_it_for_the_whole_country(client):
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")
    form = {"name": MEMBERS, "value": "8", "effective_from": TODAY.isoformat(), "note": "1号"}

    client.post(reverse("communities:rule-create"), form)

    assert rule(MEMBERS, "0001") == 8


def test_working_days_know_holidays_and_make_up_days():
    assert not is_workday(date(2026, 10, 1))  # National Day
    assert is_workday(date(2026, 10, 10))  # a Saturday made up
    assert add_workdays(date(2026, 9, 29), 2) == date(2026, 10, 8)
    assert workdays_between(date(2026, 9, 28), date(2026, 10, 10)) == 6


def test_beyond_the_announced_years_monday_to_friday_counts():
    first = known_until() + timedelta(days=1)
    monday = first + timedelta(days=(7 - first.weekday()) % 7)

    assert [is_workday(monday + timedelta(days=step)) for step in range(7)] == [True] * 5 + [False] * 2


def test_a_setting_mistyped_today_is_corrected_today_and_an_older_one_is_not(tree, manager):
    rule = Rule(name=RuleName.NOTICE_DAYS, region=tree.street, value=15, effective_from=TODAY, note="1号")
    rule.set(by=manager)
    again = Rule(name=RuleName.NOTICE_DAYS, region=tree.street, value=5, effective_from=TODAY, note="1号，更正")
    again.set(by=manager)

    assert list(Rule.objects.filter(region=tree.street).values_list("value", "note")) == [(5, "1号，更正")]
    entry = AuditEntry.objects.get(verb="rule.correct")
    assert entry.changes["value"] == ["15", "5"]
    Rule.objects.update(set_at=NOW - timedelta(days=1))
    with pytest.raises(ValidationError):
        Rule(name=RuleName.NOTICE_DAYS, region=tree.street, value=6, effective_from=TODAY, note="2号").set(by=manager)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("filing_report", "3月31日", 331), ("filing_report", "每年１２月1日前", 1201), ("filing_report", "0331", 331),
        ("filing_years", "2年", 2), ("nomination_days", "30天", 30), ("notice_days", "7个工作日", 7),
        ("notice_days", "7工作日", 7), ("hours_team", "16学时", 16), ("filing_members", "5人", 5),
        ("case_extension", "2年", None), ("nomination_days", "30人", None), ("hours_team", "16小时", None),
    ],
)  # fmt: skip
def test_a_value_is_read_with_its_unit_and_refused_with_another(client, name, typed, kept):
    client.force_login(make_superuser())
    page = reverse("communities:rule-create")

    answer = client.post(page, {"name": name, "value": typed, "effective_from": str(TODAY), "note": "街办〔2026〕1号"})

    assert [row.value for row in Rule.objects.all()] == ([kept] if kept else [])
    assert kept or answer.context["form"].errors["value"]
