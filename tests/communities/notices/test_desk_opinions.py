"""Opinions brought to the desk are entered by the clerk and count like those of the page."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.notices.models import Opinion
from leaders.incentives.actions import put_on_notice
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_approved_incentive,
    make_incentive_on_notice,
    make_leader,
    make_notice,
    make_opinion,
    make_user,
)
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


def test_the_receipt_prints_with_a_code_and_is_for_the_own_street_alone(tree, office, client, sign_in):
    notice = make_notice(tree.community)
    sign_in(office)
    page = answer(client, enter(notice), TYPED).url

    text = client.get(page).content.decode()

    assert 'class="qr"' in text and "事迹不实" in text and "金老师" not in text
    assert client.get(reverse("communities:notice-receipt", args=["x"])).status_code == 404
    other = make_user(Role.OFFICE, tree.other_street)
    assert sign_in(other).get(page).status_code == 404


def test_the_answer_to_an_objection_stops_what_it_concerns(tree, office, client, sign_in):
    rows = [make_approved_incentive(make_leader(tree.building, name=f"陆建{char}")) for char in "国军"]
    notice, _masked = put_on_notice(rows, by=make_user(), title="感谢名单", body="请提意见。", workdays=5)
    said = make_opinion(notice)
    page = reverse("communities:notice-answer", args=[said.pk])
    sign_in(office)
    assert client.get(page).content.decode().count('name="concerns"') == 2

    assert client.post(page, {"text": "正在核实", "concerns": ["incentive-999"]}).status_code == 200
    client.post(page, {"text": "正在核实", "concerns": [f"incentive-{rows[0].pk}"]})

    for row in rows:
        row.refresh_from_db()
    said.refresh_from_db()
    assert ([row.state for row in rows], said.answer) == (["objected", "on_notice"], "正在核实")
    assert rows[0].reason == f"Objection no. {said.pk}"
    second = client.get(reverse("communities:notice-answer", args=[make_opinion(notice).pk])).content.decode()
    assert second.count('name="concerns"') == 1 and f"incentive-{rows[1].pk}" in second  # the other is stopped already


def test_one_alone_on_a_notice_is_ticked_and_words_of_support_stop_nothing(tree, office, client, sign_in):
    row = make_incentive_on_notice(make_leader(tree.building))
    objection, support = make_opinion(row.notice), make_opinion(row.notice, side="support")
    sign_in(office)
    pages = [client.get(reverse("communities:notice-answer", args=[one.pk])) for one in (objection, support)]

    assert [page.content.decode().count('name="concerns"') for page in pages] == [1, 0]
    assert "checked" in pages[0].content.decode().split('name="concerns"')[1].split(">")[0]
