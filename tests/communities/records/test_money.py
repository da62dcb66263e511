"""Amounts that were kept in yuan go over into fen without losing one."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.state import ProjectState

from communities.records.money import YuanField
from leaders.incentives.models import Incentive
from tests.factories import make_incentive, make_leader, make_tree

TURN = import_module("leaders.migrations.0017_incentive_money")


@pytest.mark.django_db(transaction=True)
def test_an_amount_keeps_its_fen_through_the_migration_and_back():
    """Through that migration alone, on the tables of today: to go back through all that came since takes half a minute."""
    leader = make_leader(make_tree().building)
    row = make_incentive(leader, form="funds", amount=Decimal("1.00"), budget_source="街道")
    Incentive.objects.filter(pk=row.pk).update(amount=Decimal("0.29"))
    assert isinstance(Incentive._meta.get_field("amount"), YuanField)
    yuan = models.DecimalField(max_digits=12, decimal_places=2, **TURN.OPTIONS)
    before = ProjectState.from_apps(apps)
    before.alter_field("leaders", "incentive", "amount", yuan, preserve_default=True)
    migration = TURN.Migration("0017_incentive_money", "leaders")

    with connection.schema_editor(atomic=True) as editor:
        migration.unapply(before, editor)
    kept = before.apps.get_model("leaders", "Incentive").objects.get(pk=row.pk).amount
    with connection.schema_editor(atomic=True) as editor:
        migration.apply(before.clone(), editor)  # for this test and for those after it

    assert kept == Decimal("0.29")
    assert Incentive.objects.get(pk=row.pk).amount == Decimal("0.29")
