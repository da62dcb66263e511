"""A street's room is its communities' too, and whatever takes a room takes it from everything else."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.activities.models import Activity, ActivityRule
from communities.venues.models import Venue, VenueSlot
from communities.venues.week import days_of_week
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_activity, make_organization, make_region, make_rule, make_slot, make_user, make_venue
from tests.windows import answer

pytestmark = pytest.mark.django_db
TUESDAY = TODAY + timedelta(days=(1 - TODAY.weekday()) % 7 + 7)


def at(day, hour):
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def once(venue, team, day, starts=time(9), ends=time(10)):
    return venue.book(
        team, weekday=day.weekday(), starts=starts, ends=ends, valid_from=day, valid_until=day, by=make_user()
    )


def refused(act):
    with pytest.raises(ValidationError) as found:
        act()
    return found.value


def test_a_community_sees_and_books_the_room_of_its_street_and_ends_only_its_own_slots(client, tree, sign_in):
    room, own = make_venue(tree.street), make_venue(tree.community)
    beside = make_venue(tree.other_community)
    neighbours = make_slot(
        room, make_organization(make_region(tree.street, name="古美二村居委会"), name="邻居队"), weekday=4
    )
    team = make_organization(tree.community)
    worker = make_user(Role.WORKER, tree.community)
    sign_in(worker)

    listed = client.get(reverse("communities:venue-list")).content.decode()
    assert room.name in listed and own.name in listed and beside.name not in listed

    page = client.get(room.get_absolute_url()).content.decode()
    assert "邻居队" in page and f'href="{neighbours.organization.get_absolute_url()}' not in page

    form = {"organization": team.pk, "day": TUESDAY.isoformat(), "starts": "9:00", "ends": "11:00", "note": ""}
    done = answer(client, reverse("communities:venue-book-once", args=[room.pk]), form)
    slot = team.venue_slots.get()
    assert done.status_code == 302 and slot.is_once and slot.valid_from == TUESDAY and slot.venue == room

    assert client.post(reverse("communities:venue-free", args=[neighbours.pk])).status_code == 404
    client.post(reverse("communities:venue-free", args=[slot.pk]))
    slot.refresh_from_db()
    assert slot.cancelled_at is not None and slot.tag[1] == "Given back before it began"
    assert client.get(reverse("communities:venue-update", args=[room.pk])).status_code == 403


def test_a_single_booking_meets_the_weekly_one_of_its_day_alone(tree):
    room, team = make_venue(tree.community), make_organization(tree.community)
    make_slot(room, make_organization(tree.community, name="舞蹈队"))

    clash = refused(lambda: once(room, team, TUESDAY))
    assert clash.code == "clash" and "舞蹈队" in clash.message
    once(room, team, TUESDAY + timedelta(days=1))
    once(room, team, TUESDAY, starts=time(10, 30), ends=time(11))

    assert "valid_until" in refused(lambda: once(room, team, TODAY - timedelta(days=1))).error_dict
    # Twice the same hours of one group is a slip, not a wish.
    assert refused(lambda: once(room, team, TUESDAY + timedelta(days=1))).code == "clash"


def test_activities_and_sessions_take_rooms_and_clash_with_everything_else(tree):
    room, other = make_venue(tree.street), make_organization(tree.community, name="合唱队")
    team = make_organization(tree.community, name="舞蹈队")
    rule = make_rule(tree.community, organization=team, weekdays=0b10, starts=time(9), ends=time(10), venue=room)

    assert "舞蹈队" in str(refused(lambda: once(room, other, TUESDAY)))
    assert (
        "venue"
        in refused(
            lambda: make_activity(organization=other, starts_at=at(TUESDAY, 9), ends_at=at(TUESDAY, 11), venue=room)
        ).error_dict
    )
    assert refused(lambda: make_rule(tree.community, weekdays=0b11, starts=time(8), ends=time(12), venue=room))
    assert refused(lambda: room.retire(by=make_user())).code == "not_empty"

    # A skipped day is free for others; once it is taken the session does not come back.
    rule.change(on=TUESDAY, by=make_user(), reason="放假")
    taken = once(room, other, TUESDAY)
    assert refused(lambda: rule.restore(on=TUESDAY, by=make_user()))
    # A moved day stays in the room and is held against what stands there.
    week_after = TUESDAY + timedelta(days=7)
    assert refused(
        lambda: rule.change(
            on=week_after, by=make_user(), reason="场地", starts_at=at(TUESDAY, 9), ends_at=at(TUESDAY, 10)
        )
    )
    rule.change(on=week_after, by=make_user(), reason="场地", starts_at=at(TUESDAY, 14), ends_at=at(TUESDAY, 15))
    assert "14:00–15:00" in str(refused(lambda: once(room, other, TUESDAY, starts=time(14), ends=time(16))))

    taken.end(by=make_user())
    rule.restore(on=TUESDAY, by=make_user())
    assert ActivityRule.objects.get().changes.count() == 1


def test_a_group_holds_its_session_within_the_time_it_has_booked_and_a_called_off_activity_frees_the_room(tree):
    room, team = make_venue(tree.community), make_organization(tree.community)
    make_slot(room, team)
    fields = {"starts_at": at(TUESDAY, 9), "ends_at": at(TUESDAY, 10), "venue": room}
    make_activity(organization=team, **fields)

    feast = make_activity(tree.community, starts_at=at(TUESDAY, 14), ends_at=at(TUESDAY, 16), venue=room)
    other = make_organization(tree.community)
    assert refused(lambda: once(room, other, TUESDAY, starts=time(15), ends=time(17))).code == "clash"
    feast.cancel(by=make_user(), reason="下雨")
    once(room, other, TUESDAY, starts=time(15), ends=time(17))


def test_an_activity_over_two_days_has_the_room_through_the_night(tree):
    room = make_venue(tree.community)
    make_activity(tree.community, starts_at=at(TUESDAY, 20), ends_at=at(TUESDAY + timedelta(days=1), 2), venue=room)
    team = make_organization(tree.community)

    assert refused(lambda: once(room, team, TUESDAY, starts=time(23), ends=time(23, 30))).code == "clash"
    next_day = TUESDAY + timedelta(days=1)
    assert refused(lambda: once(room, team, next_day, starts=time(1), ends=time(3))).code == "clash"
    once(room, team, next_day, starts=time(2), ends=time(3))


def test_the_form_of_an_activity_names_the_clash_at_the_room_and_fills_the_place(client, tree, sign_in):
    room = make_venue(tree.street, name="排练厅", address="文化中心三楼")
    make_slot(room, make_organization(tree.community, name="舞蹈队"))
    team = make_organization(tree.community)
    sign_in(make_user(Role.WORKER, tree.community))
    page = reverse("communities:activity-create")
    form = {
        "kind": "event", "organization": team.pk, "title": "体验课", "day": TUESDAY.isoformat(), "begins": "9:00",
        "finishes": "10:00", "venue": room.pk, "place": "",
    }  # fmt: skip

    clash = client.post(page, form)
    assert "舞蹈队" in str(clash.context["form"].errors["venue"])
    assert "place" in client.post(page, form | {"venue": ""}).context["form"].errors
    # A room of the other street is no choice.
    far = make_venue(tree.other_street)
    assert "venue" in client.post(page, form | {"venue": far.pk}).context["form"].errors

    client.post(page, form | {"begins": "14:00", "finishes": "15:00"})
    made = Activity.objects.get()
    assert (made.venue, made.place) == (room, "文化中心三楼 排练厅")
    shown = client.get(made.get_absolute_url()).content.decode()
    assert f'href="{room.get_absolute_url()}?on=' in shown


def test_moving_an_activity_asks_the_room_again_and_a_word_in_its_title_does_not(tree):
    room, team = make_venue(tree.community), make_organization(tree.community)
    activity = make_activity(tree.community, starts_at=at(TUESDAY, 9), ends_at=at(TUESDAY, 10), venue=room)
    once(room, team, TUESDAY, starts=time(11), ends=time(12))
    Venue.objects.filter(pk=room.pk).update(retired_on=TODAY)

    activity.title = "改名"
    activity.revise(by=make_user(), before={})
    activity.ends_at = at(TUESDAY, 10) + timedelta(minutes=30)
    assert refused(lambda: activity.revise(by=make_user(), before={}))
    Venue.objects.filter(pk=room.pk).update(retired_on=None)
    activity.ends_at = at(TUESDAY, 12)
    assert "venue" in refused(lambda: activity.revise(by=make_user(), before={})).error_dict


def test_what_is_over_reads_as_over_on_the_room_and_on_the_group(client, tree, sign_in):
    room, team = make_venue(tree.community, name="活动厅"), make_organization(tree.community)
    slot = make_slot(room, team, weekday=TODAY.weekday())
    VenueSlot.objects.filter(pk=slot.pk).update(valid_until=TODAY - timedelta(days=1))
    sign_in(make_user(Role.WORKER, tree.community))

    page = client.get(room.get_absolute_url())
    assert page.context["past"] == [slot] and page.context["bookings"] == []
    assert "Over" in page.content.decode()
    group = client.get(team.get_absolute_url() + "?tab=support").content.decode()
    assert "活动厅" in group and "Over" in group

    week_ago = client.get(room.get_absolute_url(), {"on": (TODAY - timedelta(days=7)).isoformat()})
    assert [entry.holder for _day, entries in week_ago.context["week"] for entry in entries] == [team.name]
    assert client.get(room.get_absolute_url(), {"on": "9999-99-99\x00"}).status_code == 200


def test_a_week_prints_with_every_kind_of_use_and_its_free_days(client, tree, sign_in):
    room, team = make_venue(tree.street), make_organization(tree.community, name="舞蹈队")
    make_slot(room, team)
    make_activity(tree.street, title="邻里节", starts_at=at(TUESDAY, 14), ends_at=at(TUESDAY, 16), venue=room)
    make_rule(tree.street, title="晨练", weekdays=0b1000000, starts=time(7), ends=time(8), venue=room)
    sign_in(make_user(Role.OFFICE, tree.street))

    page = client.get(reverse("communities:venue-print", args=[room.pk]), {"on": TUESDAY.isoformat()})
    week = page.context["week"]

    assert [len(entries) for _day, entries in week] == [0, 2, 0, 0, 0, 0, 1]
    assert [entry.use.hours for entry in week[1][1]] == ["08:30–10:30", "14:00–16:00"]
    assert all(word in page.content.decode() for word in ("舞蹈队", "邻里节", "晨练"))
    # Who only borrows the room reads who has it, not what others plan there.
    sign_in(make_user(Role.WORKER, tree.community))
    page = client.get(reverse("communities:venue-print", args=[room.pk]), {"on": TUESDAY.isoformat()}).content.decode()
    assert "舞蹈队" in page and "邻里节" not in page


def test_a_room_in_its_week_is_told_without_what_was_moved_away(tree):
    room = make_venue(tree.community)
    rule = make_rule(tree.community, weekdays=0b10, starts=time(9), ends=time(10), venue=room)
    rule.change(
        on=TUESDAY, by=make_user(), reason="x", starts_at=at(TUESDAY, 14), ends_at=at(TUESDAY, 15), place="广场"
    )
    monday = TUESDAY - timedelta(days=1)

    uses = ActivityRule.room_uses(ActivityRule.objects.all(), monday)

    assert all(not entries for _day, entries in days_of_week(uses, monday, lambda row: True))
