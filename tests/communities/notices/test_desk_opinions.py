"""Opinions brought to the desk are entered by the clerk and count like those of the page."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.notices.models import Opinion
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import make_incentive_on_notice, make_leader, make_notice, make_opinion
from tests.windows import answer

TYPED = {
    "channel": "spoken",
    "side": "objection",
    "text": "事迹不实，请核实。",
    "name": "金老师",
    "contact": "13800138000",
}


def enter(notice):
    return reverse("communities:notice-opinion", args=[notice.pk])


def test_a_spoken_objection_is_entered_with_a_receipt_and_stops_the_award(tree, office, client, sign_in):
    row = make_incentive_on_notice(make_leader(tree.building))
    sign_in(office)

    done = answer(client, enter(row.notice), TYPED, follow=True).content.decode()

    said = Opinion.objects.get()
    assert (said.channel, said.entered_by, said.name_masked) == ("spoken", office, "金**")
    assert AuditEntry.objects.get(verb="opinion.enter").actor == office
    client.logout()
    receipt = re.search(r"http://testserver(/[^\s<]+)", done).group(1)
    assert "事迹不实" in client.get(receipt).content.decode()
    row.object(by=office, reason="正在核实")
    assert row.state == "objected"


def test_after_its_last_day_none_is_entered(tree, office, client, sign_in):
    over = make_notice(tree.community, on=TODAY - timedelta(days=40))
    sign_in(office)

    assert client.get(enter(over)).status_code == 404
    client.post(enter(over), TYPED)

    assert Opinion.objects.count() == 0


def test_the_database_holds_who_entered_what_came_to_the_desk(tree):
    said = make_opinion(make_notice(tree.community))

    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=said.pk).update(channel="spoken")
