from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from communities.notices.models import Notice
from leaders.incentives.actions import propose_batch, put_on_notice
from leaders.incentives.models import Incentive
from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.factories import (
    make_approved_incentive,
    make_current,
    make_leader,
    make_organization,
    make_user,
)

MONEY = {"form": "allowance", "amount": Decimal("200.00"), "budget_source": "街道自治经费"}


@pytest.fixture
def leader(tree):
    return make_leader(tree.building, name="陆建国")


def code_of(refused):
    return refused.value.code


TEXT = {
    "form": "certificate",
    "title": "热心楼组长",
    "achievements": "热心。",
    "amount": None,
    "budget_source": "",
    "batch": "2026",
}


def test_a_list_is_proposed_whole_or_not_at_all(tree, leader):
    chair = make_leader(tree.compound, name="郑敏")
    make_current(chair, Kind.ESTATE, region=tree.compound)

    with pytest.raises(ValidationError, match="郑敏"):
        propose_batch([leader, chair], by=make_user(), text=TEXT | MONEY)
    assert Incentive.objects.count() == 0

    assert propose_batch([leader, chair], by=make_user(), text=TEXT) == 2


def test_a_list_stands_on_one_notice_and_one_may_leave_it_before(tree, leader):
    rows = [
        make_approved_incentive(leader, batch="2026"),
        make_approved_incentive(make_organization(tree.community), batch="2026"),
    ]
    third = make_approved_incentive(make_leader(tree.building2), batch="2026")
    third.leave_batch(by=make_user())

    notice, masked = put_on_notice(rows, by=make_user(), title="名单", body="电话13800138000", workdays=5)

    assert masked and notice.incentives.count() == 2 and notice.region == tree.community
    assert Incentive.objects.get(pk=third.pk).batch == ""


def test_a_list_of_two_communities_is_told_in_the_street(tree, leader, client, sign_in):
    there = make_organization(tree.community2)
    rows = [make_approved_incentive(leader), make_approved_incentive(there)]

    notice, _masked = put_on_notice(rows, by=make_user(), title="名单", body="请提意见", workdays=5)

    assert notice.region == tree.street
    page = sign_in(make_user(Role.WORKER, tree.community)).get(rows[0].get_absolute_url()).content.decode()
    assert "名单" in page and notice.get_absolute_url() not in page  # a link out of reach would only lead to a 404


def test_incentives_of_two_streets_need_two_notices(tree, leader):
    rows = [make_approved_incentive(leader), make_approved_incentive(make_leader(tree.other_building))]

    with pytest.raises(ValidationError) as refused:
        put_on_notice(rows, by=make_user(), title="名单", body="请提意见", workdays=5)

    assert code_of(refused) == "streets" and Notice.objects.count() == 0
