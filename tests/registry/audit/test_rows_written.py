"""Many rows written without objects: by the same rules as one, whoever makes them."""

import pytest
from django.db import IntegrityError, transaction

from leaders.people.models import Leader
from registry.accounts.models import User
from registry.audit.rows import AT_ONCE, insert_objects, insert_rows, rows_of
from tests.factories import make_leader, make_user

pytestmark = pytest.mark.django_db
NAMES = ("token", "target", "region_path")


def test_a_row_that_breaks_a_rule_is_refused_as_any_other(tree):
    leader = make_leader(tree.building)
    copy = rows_of([leader])[0]
    names = ["id", *(field.name for field in Leader._meta.concrete_fields if not field.primary_key)]

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Leader, names, [(leader.pk, *copy)])
    assert Leader.objects.count() == 1


def test_whoever_makes_a_row_may_ask_the_database_meanwhile(tree):
    leader = make_leader(tree.building)
    tokens = leader.tokens.model

    def rows():
        for number in range(AT_ONCE + 3):
            yield (f"x{number}", Leader.objects.values_list("pk", flat=True).get(), leader.region_path)

    insert_rows(tokens, NAMES, rows())
    assert tokens.objects.filter(token__startswith="x").count() == AT_ONCE + 3


def test_new_objects_get_numbers_of_their_own_and_the_next_one_follows(tree):
    first = make_leader(tree.building)
    by = make_user()
    new = [Leader(region=tree.building, name=name, created_by=by) for name in ("王芳", "李明")]
    for leader in new:
        leader.set_keys()
    with transaction.atomic():
        insert_objects(new)
    last = make_leader(tree.building, name="张伟")

    assert len({first.pk, *(one.pk for one in new), last.pk}) == 4
    assert [Leader.objects.get(pk=one.pk).name for one in new] == ["王芳", "李明"]
    assert not new[0]._state.adding
    new[0].refresh_from_db()
    assert User.objects.get(pk=new[0].created_by_id) == by


def test_nothing_is_written_of_nobody():
    insert_objects([])
    assert rows_of([]) == []
