import time
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from leaders.nominations.forms import PublicNominationForm
from leaders.nominations.models import Nomination
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_current,
    make_leader,
    make_organization,
)

FORM = reverse("directory:nominate")
DONE = reverse("directory:nominate-done")


def stamp(seconds=10):
    return signing.dumps({"nonce": f"n{time.time_ns()}", "at": time.time() - seconds}, salt=PublicNominationForm.SALT)


def typed(**more):
    return {"relation": "neighbour", "nominee_name": "罗秀兰", "reason": "热心", "stamp": stamp()} | more


def send(client, place, **more):
    return client.post(f"{FORM}?place={place.pk}", typed(**more))


def test_a_resident_puts_a_neighbour_forward(client, tree, worker):
    assert "put a Building head forward" in client.get(f"{FORM}?place={tree.building.pk}").content.decode()

    response = send(client, tree.building, phone="１３９ 0000-1111", nominator="唐振兴")

    row = Nomination.objects.get()
    assert (response.status_code, response.url) == (302, f"{DONE}?place={tree.building.pk}")
    assert (row.kind, row.region, row.source, row.state, row.entered_by) == (
        "building", tree.building, "resident", "received", None,
    )  # fmt: skip
    assert (row.open_phone(), row.phone_masked, row.region_path) == ("13900001111", "139****1111", tree.building.path)
    assert "罗秀兰" not in client.get(response.url).content.decode()


def test_nothing_personal_enters_the_log(client, tree, worker):
    send(client, tree.building, phone="13900001111", nominator="唐振兴")

    entry = AuditEntry.objects.get(verb="nomination.receive")
    kept = f"{entry.object_label} {entry.changes} {entry.note}"
    assert not any(word in kept for word in ("罗秀兰", "唐振兴", "热心", "1390000", "139****"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": "他的电话 138-0013 8000"}, "This looks like a mobile number"),
        ({"reason": "打０２１－５５５５０１８２"}, "A telephone number stands in this text"),
        ({"reason": "31011219560101128X"}, "identity card number"),
        ({"reason": "a\x00b"}, "characters"),
        ({"phone": "1390000111"}, "A mobile number has 11 digits; now there are 10."),
        ({"nominee_name": "张" * 300}, "at most 60 characters"),
        ({"nominee_name": "<script>alert(1)</script>"}, "does not belong"),
        ({"nominee_name": "张\x00三"}, "characters"),
        ({"nominee_name": ""}, "Fill in “"),
        ({"relation": "boss"}, "not one of the available choices"),
        ({"relation": "self", "phone": ""}, "Please give a mobile number"),
        ({"stamp": ""}, "please send it once more"),
        ({"stamp": "abc:def:ghi"}, "please send it once more"),
        ({"quick": True}, "That was very quick"),
    ],
)
def test_wrong_input_is_told_and_kept(client, tree, worker, more, said):
    more = {"stamp": stamp(-3600)} if "quick" in more else more  # made at the hour of the test
    response = send(client, tree.building, **more)

    page = response.content.decode()
    assert (response.status_code, said in page, Nomination.objects.count()) == (200, True, 0)
    assert 'value="罗秀兰"' in page or "nominee_name" in more
    assert "<script>alert" not in page


def test_a_page_opened_a_day_ago_is_sent_once_more_with_a_fresh_stamp(client, tree, worker, monkeypatch):
    old = stamp()
    monkeypatch.setattr(PublicNominationForm, "TOO_OLD", -1)
    response = send(client, tree.building, stamp=old)
    assert "opened long ago" in response.content.decode()
    monkeypatch.undo()

    fresh = response.context["form"].data["stamp"]

    assert fresh != old
    assert signing.loads(fresh, salt=PublicNominationForm.SALT)["nonce"]


def test_a_script_in_the_reason_is_shown_as_text(client, sign_in, tree, worker):
    send(client, tree.building, reason="<script>alert(1)</script>{{7*7}}")
    sign_in(worker)

    page = client.get(Nomination.objects.get().get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
    assert "<script>alert" not in page


def test_the_same_page_sent_twice_is_one_nomination(client, tree, worker):
    once = stamp()

    answers = [send(client, tree.building, stamp=once).status_code for _time in range(2)]

    assert (answers, Nomination.objects.count()) == ([302, 302], 1)


def test_a_filled_honeypot_is_thanked_and_forgotten(client, tree, worker):
    response = send(client, tree.building, website="http://spam.example")

    assert (response.status_code, Nomination.objects.count()) == (302, 0)


def test_twenty_posts_from_one_address_are_too_many(client, tree, worker):
    answers = [send(client, tree.building).status_code for _time in range(20)]

    assert answers == [302] * 10 + [429] * 10
    refused = send(client, tree.building)
    assert 0 < int(refused["Retry-After"]) <= 3601
    assert "within an hour" in refused.content.decode()
    assert client.post(f"{FORM}?place={tree.building.pk}", typed(), REMOTE_ADDR="10.9.8.7").status_code == 302


def test_a_seat_in_good_hands_is_not_open_and_names_nobody(client, tree, worker):
    make_current(make_leader(tree.building, name="陆建国"), region=tree.building)

    shown, sent = client.get(f"{FORM}?place={tree.building.pk}"), send(client, tree.building)

    assert (shown.status_code, sent.status_code, Nomination.objects.count()) == (200, 409, 0)
    assert "This seat is held at present" in shown.content.decode()
    assert "陆建国" not in shown.content.decode() + sent.content.decode()


def test_near_the_end_of_a_term_residents_are_asked_again(client, tree, worker):
    make_current(make_leader(tree.building), region=tree.building, term_ends_on=TODAY + timedelta(days=38))

    assert send(client, tree.building).status_code == 302


@pytest.mark.parametrize("query", ["", "place=", "place=abc", "place=99999999", "place=%00", "organization=7777777"])
def test_no_such_place_is_404(client, tree, worker, query):
    assert client.get(f"{FORM}?{query}").status_code == 404
    assert client.get(f"{DONE}?{query}").status_code == 404


def test_a_retired_place_and_a_hidden_organization_are_404(client, tree, worker):
    tree.building.retire(by=None)
    hidden, shown = make_organization(tree.community), make_organization(tree.community, is_published=True)

    assert client.get(f"{FORM}?place={tree.building.pk}").status_code == 404
    assert client.get(f"{FORM}?organization={hidden.pk}").status_code == 404
    assert client.get(f"{FORM}?organization={shown.pk}").status_code == 200


def test_a_street_nobody_works_for_takes_nothing(client, tree):
    page = client.get(f"{FORM}?place={tree.other_building.pk}")

    assert "does not take proposals" in page.content.decode()
    assert send(client, tree.other_building).status_code == 200
    assert Nomination.objects.count() == 0


def test_an_opinion_leader_needs_a_topic(client, tree, worker):
    url = f"{FORM}?place={tree.community.pk}"
    assert "Choose “" in client.post(url, typed()).content.decode()

    client.post(url, typed(topic="parking", stamp=stamp()))

    row = Nomination.objects.get()
    assert (row.kind, row.topic, row.region) == ("opinion", "parking", tree.community)


def test_the_building_page_asks_only_while_the_seat_is_open(client, tree, worker):
    page = reverse("directory:place", args=[tree.building.pk])
    assert "I would like to try" in client.get(page).content.decode()

    make_current(make_leader(tree.building), region=tree.building)

    assert "I would like to try" not in client.get(page).content.decode()
