import time
from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from communities.settings_of_street.models import Rule, RuleName
from leaders.nominations.actions import accept_nomination
from leaders.nominations.forms import PublicNominationForm
from leaders.nominations.models import Nomination
from leaders.nominations.retention import delete_stale_nominations
from leaders.people.models import Leader
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    make_current,
    make_leader,
    make_nomination,
    make_organization,
    make_superuser,
    make_tree,
    make_user,
)

FORM = reverse("directory:nominate")
DONE = reverse("directory:nominate-done")


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def worker(tree):
    return make_user(Role.WORKER, tree.community)


def stamp(seconds=10):
    return signing.dumps({"nonce": f"n{time.time_ns()}", "at": time.time() - seconds}, salt=PublicNominationForm.SALT)


def typed(**more):
    return {"relation": "neighbour", "nominee_name": "罗秀兰", "reason": "热心", "stamp": stamp()} | more


def send(client, place, **more):
    return client.post(f"{FORM}?place={place.pk}", typed(**more))


# --- the public form -------------------------------------------------------------


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
        ({"nominee_name": "张" * 300}, "at most 30 characters"),
        ({"nominee_name": "<script>alert(1)</script>"}, "does not belong"),
        ({"nominee_name": "张\x00三"}, "characters"),
        ({"nominee_name": ""}, "This field is required."),
        ({"relation": "boss"}, "not one of the available choices"),
        ({"relation": "self", "phone": ""}, "Please give a mobile number"),
        ({"stamp": ""}, "please send it once more"),
        ({"stamp": "abc:def:ghi"}, "please send it once more"),
        ({"stamp": stamp(-3600)}, "That was very quick"),
    ],
)
def test_wrong_input_is_told_and_kept(client, tree, worker, more, said):
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
    assert "This field is required." in client.post(url, typed()).content.decode()

    client.post(url, typed(topic="parking", stamp=stamp()))

    row = Nomination.objects.get()
    assert (row.kind, row.topic, row.region) == ("opinion", "parking", tree.community)


def test_the_building_page_asks_only_while_the_seat_is_open(client, tree, worker):
    page = reverse("directory:place", args=[tree.building.pk])
    assert "I would like to try" in client.get(page).content.decode()

    make_current(make_leader(tree.building), region=tree.building)

    assert "I would like to try" not in client.get(page).content.decode()


# --- the inbox -------------------------------------------------------------------


def accept_page(row, **more):
    return reverse("leaders:nomination-accept", args=[row.pk]), {
        "agreed_on": TODAY.isoformat(),
        "agreed_how": "phone",
        "who": "new",
        "name": "罗秀兰",
        "gender": "female",
        "region": row.region_id,
    } | more


def test_from_a_nomination_to_a_record(client, sign_in, tree, worker):
    row = make_nomination(tree.building, reason="热心")
    sign_in(worker)
    client.post(reverse("leaders:nomination-contact", args=[row.pk]), {"how": "visit"})

    url, data = accept_page(row)
    response = client.post(url, data)

    leader = Leader.objects.get()
    row.refresh_from_db()
    assert response.url == reverse("leaders:leader-stage", args=[leader.pk])
    assert (leader.stage, leader.open_phone(), leader.stage_steps.get().reason) == ("nominated", "13900001111", "热心")
    assert (row.state, row.leader, row.nominee_name, row.phone_sealed, row.contacted_by, row.answered_by) == (
        "accepted", leader, "", "", worker, worker,
    )  # fmt: skip


def test_nobody_is_accepted_before_being_asked(client, sign_in, tree, worker):
    row = make_nomination(tree.building)
    sign_in(worker)

    url, data = accept_page(row)

    assert client.post(url, data).status_code == 409
    assert not Leader.objects.exists()


def test_accepting_twice_makes_one_record(client, sign_in, tree, worker):
    row = make_nomination(tree.building)
    row.contact(by=worker, how="phone")
    sign_in(worker)
    url, data = accept_page(row)

    answers = [client.post(url, data).status_code for _time in range(2)]

    assert (answers, Leader.objects.count()) == ([302, 409], 1)


def test_moving_the_picker_without_scripts_accepts_nobody(client, sign_in, tree, worker):
    row = make_nomination(tree.building)
    row.contact(by=worker, how="phone")
    sign_in(worker)
    url, data = accept_page(row)

    response = client.post(url, data | {"region_at": tree.compound.pk})

    page = response.content.decode()
    assert (response.status_code, "13号楼" in page, 'value="罗秀兰"' in page) == (200, True, True)
    assert not Leader.objects.exists()


def test_somebody_on_record_is_offered_and_linked(client, sign_in, tree, worker):
    known = make_leader(tree.building, name="罗秀兰", phone="13900001111")
    row = make_nomination(tree.building)
    row.contact(by=worker, how="phone")
    sign_in(worker)
    url, data = accept_page(row, who=str(known.pk))
    assert known.number in client.get(url).content.decode()

    client.post(url, data)

    row.refresh_from_db()
    assert (Leader.objects.count(), row.leader, row.state) == (1, known, "accepted")


def test_a_record_of_the_other_street_is_no_choice(client, sign_in, tree, worker):
    stranger = make_leader(tree.other_building, name="罗秀兰", phone="13900001111")
    row = make_nomination(tree.building)
    row.contact(by=worker, how="phone")
    sign_in(worker)
    url, data = accept_page(row, who=str(stranger.pk))

    response = client.post(url, data)

    assert (response.status_code, stranger.number in client.get(url).content.decode()) == (200, False)
    assert Nomination.objects.get().state == "contacted"


def test_rows_of_the_other_street_do_not_exist(client, sign_in, tree, worker):
    row = make_nomination(tree.other_building)
    sign_in(worker)
    pages = ["nomination-detail", "nomination-accept", "nomination-decline"]

    got = [client.get(reverse(f"leaders:{page}", args=[row.pk])).status_code for page in pages]
    sent = [
        client.post(reverse(f"leaders:{page}", args=[row.pk]), {"how": "phone", "reason": "unwilling"}).status_code
        for page in ["nomination-contact", "nomination-accept", "nomination-decline", "nomination-reveal"]
    ]

    assert (got, sent) == ([404] * 3, [404] * 4)
    assert Nomination.objects.get().state == "received"


def test_a_worker_cannot_enter_for_the_other_street(client, sign_in, tree, worker):
    sign_in(worker)

    response = client.post(
        reverse("leaders:nomination-create"),
        {
            "kind": "building", "building": tree.other_building.pk, "nominee_name": "罗秀兰", "reason": "热心",
            "source": "worker", "relation": "neighbour",
        },
    )  # fmt: skip

    assert "Choose a region inside the own posting." in response.content.decode()
    assert Nomination.objects.count() == 0


def test_what_is_said_at_the_desk_is_entered_with_the_worker(client, sign_in, tree, worker):
    sign_in(worker)

    client.post(
        reverse("leaders:nomination-create"),
        {
            "kind": "building", "building": tree.building.pk, "nominee_name": "罗秀兰", "reason": "热心",
            "source": "resident", "relation": "neighbour", "nominator": "唐振兴",
        },
    )  # fmt: skip

    row = Nomination.objects.get()
    assert (row.source, row.entered_by, row.nominator) == ("resident", worker, "唐振兴")


def test_declining_forgets_the_number_at_once(client, sign_in, tree, worker):
    row = make_nomination(tree.building)
    sign_in(worker)

    answers = [
        client.post(reverse("leaders:nomination-decline", args=[row.pk]), {"reason": "unwilling"}).status_code
        for _time in range(2)
    ]

    row.refresh_from_db()
    assert (answers, row.state, row.phone_sealed, row.phone_masked) == ([302, 409], "declined", "", "")


def test_the_database_keeps_no_number_of_an_answered_one(tree, worker):
    row = make_nomination(tree.building)
    row.decline(by=worker, reason="unwilling")

    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.filter(pk=row.pk).update(phone_sealed="v1:x", phone_masked="139****1111")


def test_each_look_and_each_reveal_is_written_down(client, sign_in, tree, worker):
    row = make_nomination(tree.building)
    sign_in(worker)
    assert "13900001111" not in client.get(row.get_absolute_url()).content.decode()

    page = client.post(reverse("leaders:nomination-reveal", args=[row.pk])).content.decode()

    assert "13900001111" in page
    assert list(ReadLog.objects.order_by("id").values_list("verb", flat=True)) == [
        "nomination.view",
        "nomination.reveal",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_the_database_equally_often(client, sign_in, tree, worker, count, django_assert_num_queries):
    for _number in range(count):
        make_nomination(tree.building)
    sign_in(worker)

    with django_assert_num_queries(6):
        response = client.get(reverse("leaders:nomination-list"))

    assert len(response.context["page"].rows) == count


def test_the_export_names_nobody(client, sign_in, tree, worker):
    make_nomination(tree.building, nominator="唐振兴")
    sign_in(worker)

    text = export_text(client, reverse("leaders:nomination-export"))

    assert "12号楼" in text
    assert not any(word in text for word in ("罗秀兰", "唐振兴", "139"))


def test_a_nomination_waiting_for_days_stands_on_the_desk(client, sign_in, tree, worker):
    old, new = make_nomination(tree.building, days=4), make_nomination(tree.building2)
    sign_in(worker)

    page = client.get(reverse("desk:due-list")).content.decode()

    assert old.get_absolute_url() in page
    assert new.get_absolute_url() not in page


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_accepting_at_once_one_registers_the_person():
    tree = make_tree()
    workers = [make_user(Role.WORKER, tree.community) for _number in range(2)]
    row = make_nomination(tree.building)
    row.contact(by=workers[0], how="phone")
    barrier, won = Barrier(2), []

    def accept(user):
        mine = Nomination.objects.with_names().get(pk=row.pk)
        person = Leader(name="罗秀兰", gender="female", region=tree.building)
        person.set_keys()
        barrier.wait(timeout=20)
        try:
            accept_nomination(mine, by=user, leader=person, agreed_on=TODAY, agreed_how="phone")
            won.append(user)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=accept, args=[user]) for user in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (len(won), Leader.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(verb="nomination.accepted").count() == 1


# --- what is forgotten -------------------------------------------------------------


@pytest.fixture
def aged(tree, worker):
    """One of each kind older than 30 days, one of each younger."""
    rows = {}
    for age, days in (("old", 31), ("new", 29)):
        rows[f"open-{age}"] = make_nomination(tree.building, days=days)
        declined = make_nomination(tree.building, days=days)
        declined.decline(by=worker, reason="unwilling")
        accepted = make_nomination(tree.building, days=days, reason="热心", nominator="唐振兴")
        accepted.contact(by=worker, how="phone")
        accept_nomination(accepted, by=worker, leader=make_leader(tree.building), agreed_on=TODAY, agreed_how="phone")
        answered = timezone.now() - timedelta(days=days)
        Nomination.objects.filter(pk__in=[declined.pk, accepted.pk]).update(answered_at=answered)
        rows |= {f"declined-{age}": declined, f"accepted-{age}": accepted}
    return rows


def test_a_dry_run_says_what_would_go_and_touches_nothing(aged):
    said = StringIO()

    call_command("delete_stale_nominations", "--dry-run", stdout=said)

    assert said.getvalue() == ("Would delete 1 unanswered and 1 declined nominations; would empty 1 accepted ones.\n")
    assert (Nomination.objects.count(), AuditEntry.objects.filter(verb="nomination.delete_stale").count()) == (6, 0)


def test_after_thirty_days_unanswered_and_declined_ones_are_gone(aged):
    call_command("delete_stale_nominations", stdout=StringIO())

    left = set(Nomination.objects.values_list("pk", flat=True))
    gone = {name for name, row in aged.items() if row.pk not in left}
    emptied = Nomination.objects.get(pk=aged["accepted-old"].pk)
    kept = Nomination.objects.get(pk=aged["accepted-new"].pk)
    assert gone == {"open-old", "declined-old"}
    assert (emptied.reason, emptied.nominator, kept.nominator) == ("", "", "唐振兴")
    entry = AuditEntry.objects.get(verb="nomination.delete_stale")
    assert entry.changes == {"unanswered": 1, "declined": 1, "emptied": 1}


def test_a_second_run_finds_nothing_and_a_limit_stops_early(aged):
    first = delete_stale_nominations(limit=1)
    delete_stale_nominations()

    again = delete_stale_nominations()

    assert (first.total, first.is_capped, again.total) == (1, True, 0)


def test_each_street_has_its_own_days(tree, worker):
    here, there = make_nomination(tree.building, days=10), make_nomination(tree.other_building, days=10)
    rule = Rule(name=RuleName.NOMINATION_DAYS, region=tree.street, value=7, effective_from=TODAY, note="沪〔2026〕1号")
    rule.set(by=make_superuser())

    delete_stale_nominations()

    assert list(Nomination.objects.all()) == [there]
    assert here.pk != there.pk
