"""Rooms: two groups are never in one room at one time, and the clash is named."""

import threading
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from communities.venues.models import VenueSlot
from registry.accounts.roles import Role
from tests.clock import LATE, TODAY
from tests.factories import make_activity, make_organization, make_rule, make_slot, make_tree, make_user, make_venue
from tests.windows import answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts", "ends", "clashes"),
    [
        (time(8, 30), time(10, 30), True),
        (time(9, 0), time(9, 30), True),
        (time(8, 0), time(12, 0), True),
        (time(10, 29), time(11, 0), True),
        (time(10, 30), time(11, 30), False),
        (time(7, 0), time(8, 30), False),
    ],
)
def test_overlapping_hours_are_a_clash_and_touching_ones_are_not(tree, starts, ends, clashes):
    venue, first = make_venue(tree.community), make_organization(tree.community, name="康城舞蹈队")
    make_slot(venue, first)

    if not clashes:
        make_slot(venue, make_organization(tree.community), starts=starts, ends=ends)
        return
    with pytest.raises(ValidationError) as refused:
        make_slot(venue, make_organization(tree.community), starts=starts, ends=ends)

    assert refused.value.code == "clash"
    assert "康城舞蹈队" in refused.value.message and "Tuesday 08:30–10:30" in refused.value.message
    assert VenueSlot.objects.count() == 1


def test_another_day_another_season_or_another_room_is_no_clash(tree):
    venue, team = make_venue(tree.community), make_organization(tree.community)
    slot = make_slot(venue, team)

    make_slot(venue, team, weekday=2)
    make_slot(make_venue(tree.community), team)
    later = slot.valid_until + timedelta(days=1)
    make_slot(venue, team, valid_from=later, valid_until=later + timedelta(days=30))

    assert VenueSlot.objects.count() == 4


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts": time(22), "ends": time(1)}, "ends"),
        ({"starts": time(9), "ends": time(9)}, "ends"),
        ({"valid_from": date(2026, 3, 2), "valid_until": date(2026, 3, 1)}, "valid_until"),
        ({"weekday": 6, "valid_from": date(2026, 3, 2), "valid_until": date(2026, 3, 4)}, "weekday"),
    ],
)
def test_a_senseless_slot_is_refused_beside_its_field(tree, fields, field):
    with pytest.raises(ValidationError) as refused:
        make_slot(make_venue(tree.community), make_organization(tree.community), **fields)

    assert field in refused.value.error_dict


def test_an_ended_slot_frees_the_time(tree):
    venue, team = make_venue(tree.community), make_organization(tree.community)
    slot = make_slot(venue, team)

    slot.end(by=make_user())

    tomorrow = TODAY + timedelta(days=1)
    make_slot(venue, make_organization(tree.community), valid_from=tomorrow)
    with pytest.raises(ValidationError) as refused:
        slot.end(by=make_user())
    assert refused.value.code == "stale"


def test_a_slot_that_has_not_begun_is_cancelled(tree):
    tomorrow = TODAY + timedelta(days=1)
    slot = make_slot(make_venue(tree.community), make_organization(tree.community), valid_from=tomorrow)

    slot.end(by=make_user())

    assert VenueSlot.objects.standing().count() == 0


def test_a_room_in_use_is_not_retired(tree):
    venue = make_venue(tree.community)
    slot = make_slot(venue, make_organization(tree.community), valid_until=TODAY + timedelta(days=40))
    with pytest.raises(ValidationError) as refused:
        venue.retire(by=make_user())
    assert refused.value.code == "not_empty"

    slot.end(by=make_user(), on=TODAY - timedelta(days=1))
    venue.retire(by=make_user())

    with pytest.raises(ValidationError) as refused:
        make_slot(venue, make_organization(tree.community))
    assert refused.value.code == "retired"


def test_the_page_keeps_what_was_typed_and_names_the_clash(client, tree, sign_in):
    venue, team = make_venue(tree.street), make_organization(tree.community, name="合唱队")
    make_slot(venue, make_organization(tree.community, name="舞蹈队"))
    sign_in(make_user(Role.OFFICE, tree.street))
    form = {
        "organization": team.pk, "weekday": "1", "starts": "09:00", "ends": "10:00", "note": "带钥匙",
        "valid_from": TODAY.isoformat(), "valid_until": (TODAY + timedelta(days=60)).isoformat(),
    }  # fmt: skip

    page = answer(client, reverse("communities:venue-book", args=[venue.pk]), form)

    assert "舞蹈队" in str(page.context["form"].errors)
    assert page.context["form"]["note"].value() == "带钥匙"


def test_a_group_of_another_street_gets_no_slot(client, tree, sign_in):
    venue, elsewhere = make_venue(tree.street), make_organization(tree.other_community)
    sign_in(make_user(Role.OFFICE, tree.street))
    today = TODAY.isoformat()

    page = client.post(
        reverse("communities:venue-book", args=[venue.pk]),
        {"organization": elsewhere.pk, "weekday": "1", "starts": "9:00", "ends": "10:00",
         "valid_from": today, "valid_until": "2030-01-01"},
    )  # fmt: skip

    assert "organization" in page.context["form"].errors
    assert VenueSlot.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_four_booking_at_once_one_gets_the_room():
    tree = make_tree()
    venue = make_venue(tree.community)
    teams, people = [make_organization(tree.community) for _n in range(4)], [make_user() for _n in range(4)]
    outcomes, gate = [], threading.Barrier(4)

    def run(team, person):
        gate.wait()
        try:
            venue.book(
                team, weekday=1, starts=time(9), ends=time(10), valid_from=TODAY,
                valid_until=TODAY + timedelta(days=60), by=person,
            )  # fmt: skip
            outcomes.append("booked")
        except ValidationError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(teams, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["booked", "clash", "clash", "clash"]
    assert VenueSlot.objects.count() == 1


def test_a_retired_room_leaves_what_is_ahead_to_another_at_the_same_hours(client, sign_in, tree):
    old, new = make_venue(tree.community, address="旧楼"), make_venue(tree.street, address="新楼")
    team = make_organization(tree.community)
    slot = make_slot(old, team)
    rule = make_rule(tree.community, weekdays=0b1000000, venue=old)
    event = make_activity(tree.community, venue=old, place=f"旧楼 {old.name}")
    sign_in(make_user(Role.OFFICE, tree.street))
    page = reverse("communities:venue-retire", args=[old.pk])
    shown = client.get(page)
    assert sum(kind.number for kind in shown.context["hanging"]) == 3 and event.title in shown.content.decode()
    assert "enter another room first" in shown.content.decode()  # where there is none
    assert "to" in client.post(page, {"note": "拆除"}).context["form"].errors

    client.post(page, {"to": new.pk, "note": "拆除"})

    old.refresh_from_db()
    event.refresh_from_db()
    rule.refresh_from_db()
    slot.refresh_from_db()
    assert old.retired_on == TODAY and (rule.venue, event.venue) == (new, new)
    assert event.place == f"新楼 {new.name}"
    assert (slot.venue, slot.valid_until) == (old, TODAY - timedelta(days=1))
    rest = VenueSlot.objects.get(venue=new)
    assert (rest.organization, rest.valid_from, rest.when) == (team, TODAY, slot.when)


@pytest.mark.parametrize("hour", [8, 20])
def test_what_was_in_the_room_this_morning_stays_in_its_plan(client, sign_in, tree, clock, hour):
    clock.move_to(LATE.replace(hour=7))
    old, new = make_venue(tree.community, address="旧楼"), make_venue(tree.street, address="新楼")
    event = make_activity(tree.community, days=0, venue=old, place=f"旧楼 {old.name}")
    day = {"weekday": LATE.weekday(), "valid_from": LATE.date(), "valid_until": LATE.date()}
    slot = make_slot(old, make_organization(tree.community), starts=time(14, 0), ends=time(17, 0), **day)
    clock.move_to(LATE.replace(hour=hour))
    sign_in(make_user(Role.OFFICE, tree.street))
    page, is_over = reverse("communities:venue-retire", args=[old.pk]), hour == 20
    shown = client.get(page)
    assert ("to" in shown.context["form"].fields) is not is_over
    assert (event.title in shown.content.decode()) is not is_over

    client.post(page, {"note": "拆除"} if is_over else {"to": new.pk, "note": "拆除"})

    for row in (old, event, slot):
        row.refresh_from_db()
    there = old if is_over else new
    assert old.retired_on == LATE.date() and (event.venue, slot.venue) == (there, there)


def test_a_taken_room_takes_nothing_over_and_the_old_one_stays(client, sign_in, tree):
    old, new = make_venue(tree.community), make_venue(tree.community)
    for venue in (old, new):
        make_slot(venue, make_organization(tree.community))
    sign_in(make_user(Role.OFFICE, tree.street))

    answer = client.post(reverse("communities:venue-retire", args=[old.pk]), {"to": new.pk, "note": "拆除"})

    assert answer.status_code == 200 or answer.status_code == 409
    assert "to" in answer.context["form"].errors
    old.refresh_from_db()
    assert old.retired_on is None and VenueSlot.objects.filter(venue=old).count() == 1


@pytest.mark.django_db
def test_bookings_of_all_rooms_are_listed_and_taken_away_as_filtered(tree, team, sign_in):
    here, there = make_venue(tree.community), make_venue(tree.other_community, name="远处的房间")
    running, over = make_slot(here, team), make_slot(here, team, weekday=3)
    VenueSlot.objects.filter(pk=over.pk).update(valid_until=TODAY - timedelta(days=1))
    make_slot(there, make_organization(tree.other_community))
    client = sign_in(make_user(Role.MANAGER, tree.street))

    for asked, rows in [({}, [running]), ({"state": "over"}, [over]), ({"q": team.name}, [running]), ({"q": "无"}, [])]:
        shown = client.get(reverse("communities:slot-list"), asked)
        assert [row.pk for row in shown.context["page"].rows] == [row.pk for row in rows], asked
        assert client.get(reverse("communities:slot-export"), asked).context["count"] == len(rows), asked


@pytest.mark.parametrize(
    ("hour", "state", "is_listed"),
    [(8, "Ahead", True), (15, "Running", True), (17, "Over", False), (23, "Over", False)],
)
def test_a_single_booking_stands_by_its_hour_and_not_by_its_day(tree, client, sign_in, clock, hour, state, is_listed):
    clock.move_to(LATE.replace(hour=7))
    venue, group = make_venue(tree.community), make_organization(tree.community)
    day = {"weekday": LATE.weekday(), "valid_from": LATE.date(), "valid_until": LATE.date()}
    slot = make_slot(venue, group, starts=time(14, 0), ends=time(17, 0), **day)
    clock.move_to(LATE.replace(hour=hour))
    sign_in(make_user(Role.WORKER, tree.community))

    listed = [row.pk for row in client.get(reverse("communities:slot-list")).context["page"].rows]
    over = [row.pk for row in client.get(reverse("communities:slot-list"), {"state": "over"}).context["page"].rows]
    page = client.get(venue.get_absolute_url()).context

    assert str(slot.tag[1]) == state
    assert (listed, over) == (([slot.pk], []) if is_listed else ([], [slot.pk]))
    assert (len(page["bookings"]), len(page["past"])) == ((1, 0) if is_listed else (0, 1))


def test_the_history_of_a_room_tells_who_booked_and_freed_it(tree, sign_in):
    venue, other = make_venue(tree.community), make_venue(tree.community)
    kept = make_slot(venue, make_organization(tree.community, name="康城舞蹈队"))
    freed = make_slot(venue, make_organization(tree.community, name="康城合唱队"), weekday=3)
    make_slot(other, make_organization(tree.community, name="康城编结社"))
    freed.end(by=make_user(display_name="潘志远"))

    page = sign_in(make_user(Role.WORKER, tree.community)).get(venue.get_absolute_url())
    told = [(entry.verb, entry.object_id) for entry in page.context["entries"] if entry.verb != "venue.create"]

    assert sorted(told) == [("venue.book", kept.pk), ("venue.book", freed.pk), ("venue.free", freed.pk)]
    assert f"潘志远 freed the room 康城合唱队 {venue}" in page.content.decode()


def test_who_takes_a_room_is_named_before_it_is_lent_no_longer(tree, sign_in):
    venue = make_venue(tree.community)
    make_slot(venue, make_organization(tree.community, name="康城舞蹈队"))
    page = reverse("communities:venue-retire", args=[venue.pk])

    shown = sign_in(make_user(Role.OFFICE, tree.street)).get(page).context["hanging"]

    assert [text.partition(" ")[0] for kind in shown for text, _url in kind.rows] == ["康城舞蹈队"]
