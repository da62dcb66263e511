"""What keeps a batch from being taken back: every relation to what an import makes, and every decision on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.organizations.models import Organization
from communities.records.moves import StateMachine
from communities.regions.models import Region
from communities.search import SearchToken
from leaders.imports import undoing
from leaders.imports.deciding import DECISIONS
from leaders.people.models import Leader

pytestmark = pytest.mark.django_db
MADE = {Leader, Organization, Region, *undoing.PENDING}  # what `Outcome.created` is told by the five subjects


def test_every_relation_to_what_an_import_makes_is_looked_at():
    for model in MADE:
        wanted = {
            relation.related_model._meta.db_table
            for relation in model._meta.related_objects
            if not issubclass(relation.related_model, SearchToken)
        }
        with CaptureQueriesContext(connection) as asked:
            undoing._refuse_hanging(model, {0: 1}, {})
        statements = " ".join(query["sql"] for query in asked)
        unseen = {table for table in wanted if f'"{table}"' not in statements}

        assert not unseen, (model, unseen)
        assert '"communities_document"' in statements


def test_a_decision_on_what_was_handed_in_keeps_it():
    """What waits for a second person is taken back while it waits, and no longer."""
    waiting = {decision.model for decision in DECISIONS.values()}

    assert waiting == {model for model in MADE if issubclass(model, StateMachine)} == set(undoing.PENDING)
    for model, state in undoing.PENDING.items():
        assert state in model.MOVES and model.MOVES[state], model
