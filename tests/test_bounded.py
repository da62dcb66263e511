"""What the database is asked has a bound, however wrong its estimates are: two joins too many once took it hours."""

import ast

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection

from leaders.privacy.models.held import kinds_about, rows_about, rows_touching
from tests.conftest import STATEMENT_SECONDS
from tests.factories import make_case, make_current, make_leader
from tests.factories.conduct import make_review
from tests.test_one_place import files_where


def joins_whatever_there_is(node):
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_related" and not node.args


def test_a_question_joins_only_what_it_names():
    assert files_where(joins_whatever_there_is) == []


def test_what_is_about_a_person_is_asked_by_plain_numbers(tree):
    leader = make_leader(tree.building)
    make_review(make_current(leader, region=tree.building))
    make_case(tree.building, source="leader", leader=leader)

    assert [rows.model for rows in rows_about(leader) if told(rows).count("SELECT") > 1] == []
    assert [rows.model for rows in rows_touching(leader) if told(rows).count("SELECT") > 2] == []


def told(rows):
    """The question as text; "" for one that finds nothing and is never put."""
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""


@pytest.mark.django_db
def test_a_statement_of_a_test_ends():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == (f"{STATEMENT_SECONDS // 60}min",)


def test_parts_come_behind_what_they_belong_to():
    kinds = kinds_about()
    assert all(kind.of is None or kind.of < place for place, kind in enumerate(kinds))
    assert {kinds[kind.of].model._meta.model_name for kind in kinds if kind.of is not None} >= {"appointment"}
