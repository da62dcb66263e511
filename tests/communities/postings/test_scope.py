"""From which day to which day a posting opens its region, and for whom."""

from datetime import timedelta

import pytest

from communities.postings.models import Posting
from communities.postings.served import served_streets
from communities.scope import holders, holds_anywhere, reached_spans, roles_at
from leaders.people.models import Leader
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role
from tests.clock import TODAY
from tests.factories import make_leader, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts", "ends", "is_open"),
    [(1, None, False), (31, None, False), (0, None, True), (-9, 1, True), (-9, 0, False), (-9, -1, False)],
)
def test_a_posting_opens_its_region_from_its_first_day_to_the_day_before_its_end(tree, starts, ends, is_open):
    user = make_user()
    day = None if ends is None else TODAY + timedelta(days=ends)
    Posting.objects.create(
        user=user, region=tree.street, role=Role.OFFICE, started_on=TODAY + timedelta(days=starts), ended_on=day
    )
    make_leader(tree.building)

    assert holds_anywhere(user, Permission.LEADER_VIEW) is is_open
    assert Leader.objects.permitted(user, Permission.LEADER_VIEW).count() == int(is_open)


@pytest.mark.parametrize("superuser", [True, False])
def test_a_closed_account_reaches_nothing(tree, office, superuser):
    User.objects.filter(pk=office.pk).update(is_active=False, is_superuser=superuser)
    office = User.objects.get(pk=office.pk)
    make_leader(tree.building)

    assert reached_spans(office, Permission.LEADER_VIEW) == []
    assert not Leader.objects.permitted(office, Permission.LEADER_VIEW).exists()


@pytest.mark.parametrize(("change", "is_served"), [({"is_active": False}, False), ({"is_superuser": True}, True)])
def test_a_closed_account_and_an_administrator_do_not_count_as_staff(tree, office, change, is_served):
    place = tree.building.path
    assert roles_at(place) == {"office"} and list(holders(Permission.FILING_REVIEW, place)) == [office]
    assert list(served_streets()) == [tree.street]

    User.objects.filter(pk=office.pk).update(**change)

    assert roles_at(place) == set() and list(holders(Permission.FILING_REVIEW, place)) == []
    assert list(served_streets()) == [tree.street] * is_served
