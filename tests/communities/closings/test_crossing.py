"""Two ends that cross: what one let go does not stand again, taken back, where the other has come meanwhile."""

from datetime import time

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from communities.organizations.models import Organization
from communities.records.endings import hanging_on
from communities.regions.models import Region
from leaders.people.models import Kind, Leader
from tests.clock import NOW, TODAY
from tests.factories import (
    close,
    make_current,
    make_departure,
    make_leader,
    make_reserve_place,
    make_slot,
    make_user,
    make_venue,
)

pytestmark = pytest.mark.django_db


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def stand(post, place, act):
    """(state of the post, whether the place on the reserve list is open, what the act says did not come back)"""
    return again(post).state, again(place).until is None, len(again(act).left)


@pytest.fixture
def leader(tree):
    return make_leader(tree.building2, name="队长")


@pytest.mark.parametrize("how", ["died", "moved"])
def test_who_left_meanwhile_is_in_no_post_again_when_a_closing_is_taken_back(team, leader, how):
    post = make_current(leader, Kind.TEAM, organization=team)
    place = make_reserve_place(leader, team)
    close(team)
    make_departure(leader, how=how)

    closing = team.closings.get()
    closing.take_back(by=make_user(), reason="误")

    assert stand(post, place, closing) == ("ended", False, 2)
    assert not again(leader).leads_team


def test_a_group_closed_meanwhile_has_no_post_again_when_a_departure_is_taken_back(team, leader):
    post = make_current(leader, Kind.TEAM, organization=team)
    place = make_reserve_place(leader, team)
    departure = make_departure(leader)
    close(team)

    departure.take_back(by=make_user(), reason="误")

    assert stand(post, place, departure) == ("ended", False, 3)  # nor the stage of a leader, which needs a post


def test_a_building_retired_meanwhile_has_no_head_again_when_a_departure_is_taken_back(tree, leader):
    post = make_current(leader, region=tree.building)
    place = make_reserve_place(leader, tree.building)
    departure = make_departure(leader)
    tree.building.retire(by=make_user())

    departure.take_back(by=make_user(), reason="误")

    assert stand(post, place, departure) == ("ended", False, 3)  # nor the stage of a leader, which needs a post


def test_nobody_comes_back_into_a_building_retired_meanwhile(tree, leader):
    departure = make_departure(leader)
    tree.building2.retire(by=make_user())

    for act in (departure.take_back, departure.come_back):
        with pytest.raises(ValidationError) as refused:
            act(by=make_user(), reason="误")
        assert refused.value.code == "ended"

    assert again(departure).state == "entered"
    tree.building2.reopen(by=make_user())
    departure.take_back(by=make_user(), reason="误")


def test_a_room_lent_no_longer_is_not_the_groups_again(tree, team, clock):
    venue = make_venue(tree.community)
    slot = make_slot(venue, team)
    close(team)
    clock.shift(24 * 3600)
    venue.retire(by=make_user())

    closing = team.closings.get()
    closing.take_back(by=make_user(), reason="误")

    assert again(closing).left == [str(slot)]
    assert not again(slot).may_end


@pytest.mark.parametrize(("hours", "is_freed"), [((9, 11), False), ((20, 21), True)])
def test_a_room_booked_for_later_today_is_free_again_and_named_what_has_begun_goes_on(
    tree, team, clock, hours, is_freed
):
    clock.move_to(NOW.replace(hour=10))
    begins, ends = (time(hour) for hour in hours)
    today = {"weekday": TODAY.weekday(), "valid_from": TODAY, "valid_until": TODAY}
    slot = make_slot(make_venue(tree.community), team, starts=begins, ends=ends, **today)

    assert slot.may_end == is_freed
    assert any(str(slot) in text for kind in hanging_on(team) for text, _url in kind.rows) == is_freed

    close(team)

    assert (again(slot).cancelled_at is not None) == is_freed
    closing = team.closings.get()
    closing.take_back(by=make_user(), reason="误")
    assert again(slot).cancelled_at is None and again(closing).left == []


def test_whatever_others_hang_on_tells_when_it_has_ended():
    holders = [model for model in apps.get_models() if hasattr(model, "hangs_by")]

    assert {Organization, Leader} == set(holders)
    assert all(hasattr(model, "has_ended") for model in [*holders, Region])
