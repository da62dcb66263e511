from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from leaders.nominations.actions import accept_nomination
from leaders.nominations.models import Nomination
from leaders.people.models import Leader
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    make_leader,
    make_nomination,
    make_tree,
    make_user,
)


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

    assert "Choose a region inside your posting." in response.content.decode()
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
