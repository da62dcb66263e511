from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from leaders.consents.actions import give_consents
from leaders.incentives.actions import satisfaction_for
from leaders.people.models import Kind
from tests.clock import TODAY
from tests.factories import (
    make_awarded_incentive,
    make_current,
    make_incentive_on_notice,
    make_leader,
    make_organization,
    make_user,
)

LONG_AGO = TODAY - timedelta(days=40)
MONEY = {"form": "allowance", "amount": Decimal("200.00"), "budget_source": "街道自治经费"}


@pytest.fixture
def leader(tree):
    return make_leader(tree.building, name="陆建国")


def test_numbers_run_without_gaps_in_each_street_also_after_a_failure(tree, leader):
    other = make_leader(tree.other_building)
    first = make_awarded_incentive(leader)
    second = make_incentive_on_notice(leader, on=LONG_AGO)
    second.notice.close(by=make_user(), result="无意见")
    with pytest.raises(RuntimeError), transaction.atomic():
        second.award(by=make_user())
        raise RuntimeError
    second.refresh_from_db()
    second.award(by=make_user())

    numbers = [row.certificate_number for row in (first, second, make_awarded_incentive(other))]
    assert numbers == [f"GM-RY-{TODAY.year}-0001", f"GM-RY-{TODAY.year}-0002", f"XZ-RY-{TODAY.year}-0001"]


def test_a_person_has_no_figure_of_an_own(tree, leader):
    assert satisfaction_for(leader) == []
    make_current(leader, region=tree.building)
    make_current(
        leader, Kind.ESTATE, region=tree.compound, term_number=1
    )  # a chair's owners are asked about no service

    assert satisfaction_for(leader) == [("平南苑 12号楼", None)]


def test_the_honours_of_a_person_need_both_consents(client, leader, tree):
    make_current(leader, region=tree.building)
    make_awarded_incentive(leader, title="暖心楼组长")

    def shown():
        return "暖心楼组长" in client.get("/honours/").content.decode()

    assert not shown()
    give_consents(leader, ["honours"], by=make_user(), given_on="2026-01-01")
    assert not shown()
    give_consents(leader, ["name"], by=make_user(), given_on="2026-01-01")
    assert shown()
    page = f"/leaders/{leader.appointments.get().pk}/"
    assert "暖心楼组长" in client.get(page).content.decode()
    leader.consents.get(field="honours").withdraw(by=make_user())

    assert not shown() and "暖心楼组长" not in client.get(page).content.decode()


def test_the_honours_of_an_organization_show_while_it_is_published(client, tree):
    team = make_organization(tree.community, name="晨光合唱队", is_published=True)
    make_awarded_incentive(team, title="活力团队")
    make_awarded_incentive(team, title="经费", **MONEY | {"form": "funds"})
    wall = client.get("/honours/").content.decode()
    assert "晨光合唱队" in wall and "活力团队" in wall and "200.00" not in wall and "经费" not in wall

    team.publish(by=make_user(), shown=False)

    assert "晨光合唱队" not in client.get("/honours/").content.decode()
