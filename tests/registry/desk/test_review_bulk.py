"""Several entries of one harmless kind confirmed at once: as they were shown, never one's own, and no loser unheard."""

import re

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.desk.waiting import QUEUES
from tests.factories import (
    make_case_in,
    make_case_request,
    make_leader,
    make_organization,
    make_outside_hours,
    make_report,
    make_support,
    make_user,
)
from tests.factories.replies import make_reply

pytestmark = pytest.mark.django_db
KINDS = ("report", "outside_hours", "case_extension", "support", "case_publication", "satisfaction_reply", "")
QUEUE, BULK = reverse("desk:review-queue"), reverse("desk:review-bulk")


def boxes(client, kind):
    """The text of each box, in the order of the page."""
    return re.findall(r'name="pick" value="([^"]+)"', client.get(QUEUE, {"kind": kind}).content.decode())


def reports(tree, count, **fields):
    return [make_report(make_organization(tree.community, name=f"{n}合唱队"), **fields) for n in range(count)]


def extension(tree):
    return make_case_request(make_case_in("handling", tree.building))


def states(rows):
    return [type(row).objects.get(pk=row.pk).state for row in rows]


def test_only_what_is_harmless_has_boxes(sign_in, tree, manager):
    reports(tree, 1)
    make_outside_hours(make_leader(tree.building))
    make_support(make_organization(tree.community), granted="9.00", confirmed=False)
    extension(tree)
    make_case_request(make_case_in("answered", tree.building, may_publish=True), "publication")
    make_reply(make_organization(tree.community, name="晨光合唱队"))
    client = sign_in(manager)

    assert {queue.source.key for queue in QUEUES if queue.verb} == {"report", "outside_hours", "case_extension"}
    assert {kind: len(boxes(client, kind)) for kind in KINDS} == {
        "report": 1, "outside_hours": 1, "case_extension": 1, "support": 0, "case_publication": 0,
        "satisfaction_reply": 0, "": 0,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["report", "outside_hours", "case_extension"])
def test_the_ticked_are_confirmed_and_written_down_one_by_one(sign_in, tree, manager, kind):
    make = {
        "report": lambda n: make_report(make_organization(tree.community, name=f"{n}合唱队")),
        "outside_hours": lambda n: make_outside_hours(make_leader(tree.building)),
        "case_extension": lambda n: extension(tree),
    }
    rows = [make[kind](number) for number in range(3)]
    before = states(rows)
    client = sign_in(manager)
    ticked = boxes(client, kind)[:2]

    page = client.post(BULK, {"kind": kind, "pick": ticked}, follow=True)

    assert "Confirmed: 2 entries." in page.content.decode()
    assert [now != then for now, then in zip(states(rows), before, strict=True)] == [True, True, False]
    assert AuditEntry.objects.filter(actor=manager, object_id__in=[row.pk for row in rows[:2]]).count() >= 2


def test_of_two_managers_one_wins_and_the_other_is_told_which(sign_in, tree, manager, client):
    rows = reports(tree, 3)
    mine = boxes(sign_in(manager), "report")
    rows[0].decide(by=make_user(Role.MANAGER, tree.street))
    rows[1].send_back(by=make_user(Role.MANAGER, tree.street), reason="缺支出")

    page = client.post(BULK, {"kind": "report", "pick": mine})
    text = page.content.decode()

    assert page.status_code == 409 and "Confirmed: 1 entry." in text
    assert [title for title, _why in page.context["refused"]] == [str(row) for row in rows[:2]]
    assert all(str(row) in text for row in rows[:2])
    assert states(rows) == ["accepted", "returned", "accepted"]


def test_what_was_changed_since_it_was_shown_is_not_confirmed_unseen(sign_in, tree, manager, client):
    [row] = reports(tree, 1)
    [box] = boxes(sign_in(manager), "report")
    type(row).objects.filter(pk=row.pk).update(version=row.version + 1, activities=3)

    page = client.post(BULK, {"kind": "report", "pick": [box]})
    assert page.status_code == 409 and states([row]) == ["submitted"]

    assert client.post(BULK, {"kind": "report", "pick": boxes(client, "report")}).status_code == 302
    assert states([row]) == ["accepted"]


def test_nobody_s_own_nobody_else_s_place_and_no_forged_box(sign_in, tree, manager, client):
    other = make_user(Role.MANAGER, tree.other_street)
    [theirs] = [make_report(make_organization(tree.other_community))]
    [box] = boxes(sign_in(other), "report")
    [own] = reports(tree, 1, by=manager)
    sign_in(manager)
    assert boxes(client, "report") == []

    sent = client.post(BULK, {"kind": "report", "pick": [box, f"{own.pk}", "x", box.replace("a", "b")]})
    assert sent.status_code == 409
    assert states([theirs, own]) == ["submitted", "submitted"]
    assert client.post(BULK, {"kind": "support", "pick": [box]}).status_code == 404
    assert client.post(BULK, {"kind": "", "pick": [box]}).status_code == 404


def test_a_box_of_one_s_own_is_refused_by_the_verb(sign_in, tree, manager, client):
    [row] = reports(tree, 1)
    [box] = boxes(sign_in(manager), "report")
    type(row).objects.filter(pk=row.pk).update(submitted_by=manager)

    assert client.post(BULK, {"kind": "report", "pick": [box]}).status_code == 409
    assert states([row]) == ["submitted"]
