"""With which indicators a rating begins, of what, how long its stars stand, and what it leaves in the log."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from communities.ratings.models import Indicator, RatingScheme, StarRating
from communities.regions.models import Region
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.communities.ratings.test_ratings import in_force, sheet
from tests.factories import make_organization, make_rating, make_user

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_indicators_that_come_into_force_later_are_not_used_before(tree):
    today = RatingScheme.in_force("organization")
    later = RatingScheme.objects.create(kind="organization", version=9, effective_from=TODAY + timedelta(days=1))
    Indicator.objects.create(scheme=later, name="自治能力", weight=100)

    assert RatingScheme.in_force("organization") == today
    assert make_rating(organization=make_organization(tree.community)).scheme == today


def test_a_building_that_is_gone_and_what_is_no_building_are_not_rated(tree):
    with pytest.raises(ValidationError, match="Only buildings"):
        make_rating(building=tree.compound)
    Region.objects.filter(pk=tree.building.pk).update(retired_on=TODAY)
    with pytest.raises(ValidationError, match="is retired"):
        make_rating(building=again(tree.building))
    assert not StarRating.objects.exists()


def test_stars_stand_until_the_last_day_of_their_cycle(tree):
    rating = in_force(organization=make_organization(tree.community))
    assert rating.is_standing and not rating.is_expired

    StarRating.objects.filter(pk=rating.pk).update(started_on=TODAY - timedelta(days=9), ends_on=TODAY)
    assert again(rating).is_standing
    StarRating.objects.filter(pk=rating.pk).update(ends_on=TODAY - timedelta(days=1))
    assert again(rating).is_expired and not again(rating).is_standing
    assert not make_rating(organization=make_organization(tree.community)).is_standing


def test_who_only_looks_changes_no_evidence(tree):
    rating = make_rating(organization=make_organization(tree.community))
    assert rating.documents_changed_by(make_user(Role.OFFICE, tree.street))
    assert not rating.documents_changed_by(make_user(Role.OVERSEER, tree.county))


def test_beginning_and_scoring_each_leave_a_line(tree, worker):
    rating = make_rating(organization=make_organization(tree.community), by=worker)
    points = [80] * rating.scheme.indicators.count()
    rating.score(by=worker, points=sheet(rating, *points))
    rating.score(by=worker, points=sheet(rating, 90, *points[1:]))

    lines = AuditEntry.objects.filter(object_type="communities.starrating", object_id=rating.pk).order_by("pk")
    assert [(line.verb, line.actor) for line in lines] == [("rating.open", worker), *[("rating.score", worker)] * 2]
    assert list(lines.last().changes.values()) == [["80", "90"]], "only what changed"


def test_an_empty_reason_takes_no_star_away(tree):
    rating = in_force(organization=make_organization(tree.community))
    with pytest.raises(ValidationError, match="Give the reason"):
        rating.withdraw(by=make_user(), reason="  ")
    assert again(rating).state == "in_force"
