"""Certificates of thanks: all of a list at once, with number, issuer and a code by which anybody may verify them."""

import re

import pytest
from django.urls import reverse

from leaders.incentives.actions import recall, recall_text
from leaders.incentives.models import Incentive
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from tests.factories import (
    make_awarded_incentive,
    make_consent,
    make_leader,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = "2026年感谢名单"


@pytest.fixture
def papers(tree):
    people = [make_leader(tree.building, name=f"陆建{char}") for char in "国军民"]
    rows = [make_awarded_incentive(one, batch=LIST) for one in people]
    make_awarded_incentive(make_leader(tree.building, name="钟桂英"))
    money = {"form": "goods", "amount": 100, "budget_source": "自治金"}
    make_awarded_incentive(make_leader(tree.building, name="收物品"), batch=LIST, title="小礼品", **money)
    return rows


def check_page(row):
    return reverse("directory:honour-check", args=[row.check_token])


def test_all_of_a_list_print_at_once_one_page_each_and_the_print_is_logged(tree, papers, office, sign_in):
    client = sign_in(office)
    page = reverse("leaders:incentive-certificates")
    button = f"{page}?batch={LIST}"

    text = client.get(page, {"batch": LIST}).content.decode()

    assert re.findall(r"To <b>(\S+)</b>", text) == ["陆建国", "陆建军", "陆建民"]
    assert all(row.certificate_number in text for row in papers) and text.count('class="qr"') == 3
    assert ReadLog.objects.get(verb="incentive.certificate").rows == 3
    assert "incentives/certificates/" in client.get(reverse("leaders:incentive-list"), {"batch": LIST}).content.decode()
    assert client.get(button.replace(LIST, "查无")).status_code == 404
    assert sign_in(make_user(Role.OFFICE, tree.other_street)).get(button).status_code == 404


def test_the_issuer_is_as_the_street_set_it_else_its_office(tree, papers, office, sign_in):
    client = sign_in(office)
    page = reverse("leaders:incentive-certificate", args=[papers[0].pk])
    assert "闵行区古美街道办事处" in client.get(page).content.decode()

    client.post(
        reverse("communities:region-describe", args=[tree.street.pk]),
        {"aliases": "", "contact_phone": "", "contact_address": "", "contact_hours": "", "issuer": "古美社区委员会"},
    )

    assert "古美社区委员会" in client.get(page).content.decode()
    assert "古美社区委员会" in client.get(check_page(papers[0])).content.decode()
    community = client.get(reverse("communities:region-describe", args=[tree.community.pk])).content.decode()
    assert 'name="issuer"' not in community


def test_anybody_verifies_a_certificate_and_reads_no_name_without_consent(papers, client):
    row = papers[0]

    text = client.get(check_page(row)).content.decode()
    assert row.certificate_number in text and "陆**" in text and "陆建国" not in text
    for field in ("name", "honours"):
        make_consent(row.leader, field)
    assert "陆建国" in client.get(check_page(row)).content.decode()
    assert client.get(reverse("directory:honour-check", args=["x"])).status_code == 404


def test_a_revoked_one_says_so(tree, client):
    row = make_awarded_incentive(make_organization(tree.community, is_published=True))
    assert row.organization.name in client.get(check_page(row)).content.decode()

    recall(row, by=make_user(), reason="误", **recall_text(row))

    text = client.get(check_page(row)).content.decode()
    assert "no longer holds" in text and row.organization.name not in text


def test_every_paper_has_a_token_of_its_own(papers):
    tokens = list(Incentive.objects.exclude(certificate_number="").values_list("check_token", flat=True))

    assert len(set(tokens)) == 4 and all(len(token) >= 16 for token in tokens)
    assert Incentive.objects.get(form="goods").check_token is None
