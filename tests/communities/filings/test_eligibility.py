from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from communities.filings.models import Filing, FilingCase, FilingCounter
from communities.organizations.models import Category, Organization
from communities.records.terms import last_day
from communities.settings_of_street.models import Rule
from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import (
    close,
    make_current,
    make_filing,
    make_leader,
    make_organization,
    make_user,
)


@pytest.fixture
def team(tree):
    return make_organization(tree.community)


def again(row):
    return type(row).objects.get(pk=row.pk)


def refusal(act, *args, **more):
    with pytest.raises(ValidationError) as refused:
        act(*args, **more)
    return refused.value


def test_submitting_names_everything_that_is_missing(team):
    filing = Filing.begin(team, kind="first", by=make_user())

    refused = refusal(filing.submit, by=make_user())

    assert refused.code == "missing"
    text = refused.messages[0]
    for part in (
        "Members of this or the last year",
        "meeting place",
        "person in charge",
        "Purpose",
        "charter",
        "roster",
    ):
        assert part in text
    assert again(filing).state == "draft"


@pytest.mark.parametrize(("back", "members", "fine"), [(0, 5, True), (1, 5, True), (2, 50, False), (0, 4, False)])
def test_the_count_of_this_or_last_year_must_reach_the_rule(team, back, members, fine):
    team.set_members(by=make_user(), year=TODAY.year - back, members=members)

    check = next(check for check in FilingCase(team).organization_checks if check.key == "members")

    assert check.is_met is fine


def test_the_rules_of_the_street_count(tree, team):
    for name, value in [("filing_members", 30), ("filing_years", 3), ("filing_renewal", 90)]:
        Rule(name=name, region=tree.street, value=value, effective_from=TODAY, note="沪民〔2026〕1号").set(
            by=make_user()
        )
    filing = make_filing(team)
    assert refusal(filing.submit, by=make_user()).code == "missing"
    team.set_members(by=make_user(), year=TODAY.year, members=30)

    filing.submit(by=make_user())
    filing.review(by=make_user())
    filing.decide(by=make_user())

    filing = again(filing)
    assert filing.valid_until == last_day(TODAY, 3)
    assert filing.valid_until - filing.renew_from == timedelta(days=90)


@pytest.mark.parametrize(
    ("name", "category"),
    [("平南苑业主委员会", "便民服务"), ("团队", "业委会"), ("12号楼楼组", "舞蹈"), ("团队", "楼组长")],
)
def test_owners_committees_and_building_groups_are_refused_with_the_reason(tree, name, category):
    group = Category.objects.get_or_create(name="为民服务", parent=None, defaults={"national_class": "service"})[0]
    kind = Category.objects.get_or_create(name=category, parent=group, defaults={"national_class": "service"})[0]
    team = make_organization(tree.community, name=name, category=kind)

    refused = refusal(Filing.begin, team, kind="first", by=make_user())

    assert refused.code == "bar"
    assert "not filed here" in refused.messages[0]


def test_a_dance_team_of_a_building_group_is_a_team(tree):
    assert make_filing(make_organization(tree.community, name="楼组舞蹈队")).pk


def test_a_retired_region_and_a_restrained_or_ended_organization_are_refused(tree):
    retired, restrained, ended = [make_organization(tree.community2) for _number in range(3)]
    Organization.objects.filter(pk=restrained.pk).update(restraint="restricted")
    close(ended)
    tree.community2.retired_on = TODAY
    tree.community2.save()

    assert refusal(Filing.begin, again(retired), kind="first", by=make_user()).code == "bar"
    assert refusal(Filing.begin, again(restrained), kind="first", by=make_user()).code == "restrained"
    assert refusal(Filing.begin, again(ended), kind="first", by=make_user()).code == "ended"


def test_what_happened_after_the_pre_check_stops_the_decision(team):
    filing = make_filing(team, state="reviewed")
    Organization.objects.filter(pk=team.pk).update(restraint="restricted")

    assert refusal(filing.decide, by=make_user()).code == "restrained"
    assert FilingCounter.objects.count() == 0


@pytest.mark.parametrize(("restraint", "known"), [("restricted", "Activities restricted"), ("banned", "Banned")])
def test_what_happened_after_it_was_handed_in_is_told_before_the_pre_check_and_stops_it(
    team, sign_in, restraint, known
):
    filing = make_filing(team, state="submitted")
    Organization.objects.filter(pk=team.pk).update(restraint=restraint)

    page = sign_in(make_user(Role.OFFICE, team.region.parent)).get(filing.get_absolute_url()).content.decode()

    assert f"It goes no further as long as this holds: A decision of an authority stands: {known}" in page
    assert refusal(again(filing).review, by=make_user()).code == "bar"
    again(filing).send_back(by=make_user(), reason="已被限制活动")


def test_the_person_in_charge_must_still_lead(tree, team):
    post = make_current(make_leader(tree.building), Kind.TEAM, organization=team)
    filing = make_filing(team)
    filing.revise(by=make_user(), appointment=post, person_name="")
    assert again(filing).person_in_charge == "陆建国"
    post.end(by=make_user(), reason="own_wish")

    refused = refusal(again(filing).submit, by=make_user())

    assert "陆建国 has left office" in refused.messages[0]
