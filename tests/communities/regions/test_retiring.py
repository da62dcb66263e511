"""A place is retired when nothing in it is unfinished: what keeps it is said before anything is typed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.regions.models import Region
from registry.accounts.roles import Role
from tests.factories import (
    make_activity,
    make_case,
    make_leader,
    make_nomination,
    make_notice,
    make_reserve_place,
    make_rule,
    make_session,
    make_superuser,
    make_user,
    make_venue,
)
from tests.factories.topics import make_topic

MADE = {
    "venue": lambda tree: make_venue(tree.community2),
    "case": lambda tree: make_case(tree.community2),
    "notice": lambda tree: make_notice(tree.community2),
    "activity": lambda tree: make_activity(tree.community2),
    "activityrule": lambda tree: make_rule(tree.community2),
    "trainingsession": lambda tree: make_session(tree.community2),
    "topic": lambda tree: make_topic(tree.community2),
    "nomination": lambda tree: make_nomination(tree.community2, kind="opinion", topic="parking"),
    "reserveplace": lambda tree: make_reserve_place(make_leader(tree.building), tree.building2),
}
# Counted by themselves, kept as they were, or nothing but a reader's note.
NOT_TRIED = {"starrating", "satisfactionreply"}
NO_END = {
    "leader", "organization", "servicecenter", "posting", "region", "appointment",
    "regionact", "regiontrace", "rule", "assessment", "importbatch", "satisfactionanswer",
}  # fmt: skip


def keeps(model):
    return hasattr(model, "keeps_place") or hasattr(model, "on_closing")


def test_every_record_of_a_place_keeps_it_or_needs_no_end():
    models = {one.related_model for one in Region._meta.related_objects}

    assert {model._meta.model_name for model in models if keeps(model)} - NO_END == set(MADE) | NOT_TRIED
    assert {model._meta.model_name for model in models if not keeps(model)} <= NO_END


@pytest.mark.parametrize("kind", sorted(MADE))
def test_a_place_with_something_unfinished_is_not_retired_and_says_so_beforehand(tree, sign_in, kind):
    row = MADE[kind](tree)
    place = Region.objects.get(pk=row.region_id)
    named = f"{row._meta.verbose_name_plural} 1"

    with pytest.raises(ValidationError) as refused:
        place.retire(by=make_user())
    page = sign_in(make_superuser()).get(reverse("communities:region-retire", args=[place.pk]))

    assert refused.value.code == "not_empty" and named in refused.value.message
    assert named in page.content.decode()


def test_a_building_names_its_head_before_it_is_retired(tree, sign_in):
    make_leader(tree.building)
    page = reverse("communities:region-retire", args=[tree.building.pk])

    shown = sign_in(make_user(Role.OFFICE, tree.street)).get(page).content.decode()

    assert "is not empty: leaders 1." in shown
