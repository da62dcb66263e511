"""A record with something of every kind that may hang on it, merged either way and taken back to the byte."""

import pytest
from django.core.exceptions import ValidationError

from communities.merging.actions import undo
from communities.merging.subjects import LEADER, ORGANIZATION
from communities.organizations.models import Organization
from leaders.people.models import Leader
from tests.communities.closings.test_closings import laden as laden_group
from tests.communities.merging.test_merging import fused, whole_database
from tests.factories import make_leader, make_organization
from tests.leaders.departures.test_departures import laden as laden_person

pytestmark = pytest.mark.django_db
FIXTURES = (laden_group, laden_person)  # named here, used by their names below


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "gone"])
def test_a_person_on_whom_everything_hangs(tree, laden_person, worker, is_kept):
    bare = make_leader(tree.building, name=laden_person.name, phone="13800138777", birth_year=None)
    kept, gone = (laden_person, bare) if is_kept else (bare, laden_person)
    before = whole_database()

    done = fused(LEADER, kept, gone, worker, picks=["phone_masked"])

    kept.refresh_from_db()
    assert list(Leader.objects.filter(pk__in=[kept.pk, gone.pk])) == [kept]
    assert kept.appointments.count() == 2 and kept.outside_hours.exists() and kept.earlier_honours.exists()
    undo(done, by=worker)
    assert whole_database() == before


def test_an_organization_on_which_everything_hangs(tree, laden_group, worker):
    """Only as the one that stays: what is on file, public, hosted or supported goes nowhere, and nothing is touched."""
    bare = make_organization(tree.compound, name=laden_group.name)
    before = whole_database()

    with pytest.raises(ValidationError):
        fused(ORGANIZATION, bare, laden_group, worker)
    assert whole_database() == before

    done = fused(ORGANIZATION, laden_group, bare, worker)
    assert list(Organization.objects.filter(pk__in=[bare.pk, laden_group.pk])) == [laden_group]
    undo(done, by=worker)
    assert whole_database() == before
