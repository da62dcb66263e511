"""Amounts that were kept in yuan go over into fen without losing one."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from communities.records.money import YuanField
from leaders.incentives.models import Incentive
from tests.factories import make_incentive, make_leader, make_tree

BEFORE = [("leaders", "0016_one_throttle")]  # then comes 0017_incentive_money


@pytest.mark.django_db(transaction=True)
def test_an_amount_keeps_its_fen_through_the_migration_and_back():
    leader = make_leader(make_tree().building)
    row = make_incentive(leader, form="funds", amount=Decimal("1.00"), budget_source="街道")
    Incentive.objects.filter(pk=row.pk).update(amount=Decimal("0.29"))
    assert isinstance(Incentive._meta.get_field("amount"), YuanField)

    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps.get_model("leaders", "Incentive")
    kept = old.objects.get(pk=row.pk).amount
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())  # for this test and for those after it

    assert kept == Decimal("0.29")
    assert Incentive.objects.get(pk=row.pk).amount == Decimal("0.29")
