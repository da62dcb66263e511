from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from communities.notices.models import Opinion
from communities.organizations.models import Organization
from leaders.incentives.actions import put_on_notice
from leaders.incentives.models.eligibility import FACTS, refuse_unless_eligible
from leaders.people.models import Kind
from tests.clock import TODAY
from tests.factories import (
    make_approved_incentive,
    make_awarded_incentive,
    make_current,
    make_incentive,
    make_incentive_on_notice,
    make_leader,
    make_opinion,
    make_organization,
    make_user,
)

LONG_AGO = TODAY - timedelta(days=40)
MONEY = {"form": "allowance", "amount": Decimal("200.00"), "budget_source": "街道自治经费"}


@pytest.fixture
def leader(tree):
    return make_leader(tree.building, name="陆建国")


def code_of(refused):
    return refused.value.code


def test_material_support_for_a_chair_is_refused_with_the_reason_and_thanks_are_not(tree):
    chair = make_leader(tree.compound, name="郑敏")
    make_current(chair, Kind.ESTATE, region=tree.compound)

    with pytest.raises(ValidationError, match="owners' assembly") as refused:
        make_incentive(chair, **MONEY)

    assert code_of(refused) == "chair"
    assert make_incentive(chair).state == "proposed"


def test_whoever_becomes_a_chair_meanwhile_is_refused_at_each_later_step(tree, leader):
    proposed, agreed = make_incentive(leader, **MONEY), make_approved_incentive(leader, **MONEY)
    told = make_incentive_on_notice(leader, on=LONG_AGO, **MONEY)
    told.notice.close(by=make_user(), result="无意见")
    make_current(leader, Kind.ESTATE, region=tree.compound)

    for act in (
        lambda: proposed.decide(by=make_user()),
        lambda: put_on_notice([agreed], by=make_user(), title="公示", body="请提意见", workdays=5),
        lambda: told.award(by=make_user()),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert code_of(refused) == "chair"


def test_nothing_new_while_an_authority_restrains_the_organization(tree):
    team = make_organization(tree.community)
    Organization.objects.filter(pk=team.pk).update(restraint="restricted")

    with pytest.raises(ValidationError) as refused:
        make_incentive(team)

    assert code_of(refused) == "restrained"


def test_eligibility_reads_the_listed_facts_and_nothing_else(tree, leader):
    team = make_organization(tree.community)

    with CaptureQueriesContext(
        connection,
    ) as sent:
        refuse_unless_eligible(is_material=True, leader=leader)
        with transaction.atomic():
            refuse_unless_eligible(is_material=True, organization=team)

    allowed = {fact.split(":")[0] for fact in FACTS}
    tables = set(connection.introspection.table_names())
    read = {table for table in tables for query in sent.captured_queries if f'"{table}"' in query["sql"]}
    assert read == allowed


def test_raising_matters_and_objections_lowers_nothing(tree, leader):
    """A leader who objected to others under the own name is proposed, agreed and awarded like anybody."""
    for _number in range(6):
        notice = make_incentive_on_notice(make_leader(tree.building2, name="钟桂英"), on=LONG_AGO).notice
        make_opinion(notice, name=leader.name, text="我是陆建国，我不同意。")
    assert Opinion.objects.count() == 6

    row = make_awarded_incentive(leader)

    assert row.state == "awarded"
