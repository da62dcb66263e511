"""The pages of filings: each person's part, wrong turns, the certificate, and what the public sees."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.filings.models import Filing
from communities.organizations.models import Organization
from tests.clock import TODAY
from tests.factories import (
    make_filing,
    make_user,
)

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def page(name, *args):
    return reverse(f"communities:{name}", args=args)


def test_a_certificate_is_for_a_filing_in_force_only(client, sign_in, team, worker):
    filing = make_filing(team, state="filed")
    sign_in(worker)
    assert client.get(page("filing-certificate", filing.pk)).status_code == 200
    Filing.objects.filter(pk=filing.pk).update(
        valid_from=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1)
    )

    assert client.get(page("filing-certificate", filing.pk)).status_code == 302


@pytest.mark.parametrize("restraint", ["restricted", "banned"])
def test_no_certificate_prints_while_a_decision_stands(client, sign_in, team, worker, restraint):
    filing = make_filing(team, state="filed")
    Organization.objects.filter(pk=team.pk).update(restraint=restraint)

    assert sign_in(worker).get(page("filing-certificate", filing.pk)).status_code == 302


def verify(client, token):
    return client.get(reverse("directory:filing-verify", args=[token]))


def test_the_public_page_shows_five_facts_and_nothing_else(client, tree, team):
    filing = again(make_filing(team, state="filed"))

    response = verify(client, filing.token)
    text = response.content.decode()

    assert response.context["filing"] == {
        "number": filing.number,
        "name": team.name,
        "street": "古美街道",
        "valid_from": filing.valid_from,
        "valid_until": filing.valid_until,
        "standing": "valid",
    }
    for hidden in ("周文娟", "健身交友", "活动室", tree.community.name, str(filing.submitted_by)):
        assert hidden not in text
    assert response["X-Robots-Tag"] == "noindex"


def test_the_public_page_tells_expired_ended_and_replaced(client, team):
    filing = again(make_filing(team, state="filed"))
    change = make_filing(again(team), kind="change", state="filed")
    assert verify(client, filing.token).context["filing"]["standing"] == "replaced"
    change = again(change)
    Organization.objects.filter(pk=team.pk).update(restraint="banned")
    assert verify(client, change.token).context["filing"]["standing"] == "banned"
    assert "banned this organization" in verify(client, change.token).content.decode()
    Organization.objects.filter(pk=team.pk).update(restraint="")
    Filing.objects.filter(pk=change.pk).update(
        valid_from=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1)
    )
    assert verify(client, change.token).context["filing"]["standing"] == "expired"
    change.end(by=make_user(), reason="解散")
    assert verify(client, change.token).context["filing"]["standing"] == "ended"


@pytest.mark.parametrize("token", ["x", "None", "0" * 43, "..%2f", "1"])
def test_an_unknown_token_is_the_normal_404(client, team, token):
    make_filing(team)

    assert verify(client, token).status_code == 404


def test_the_old_name_stays_on_the_filing(client, team):
    filing = again(make_filing(team, state="filed"))
    Organization.objects.filter(pk=team.pk).update(name="新名字")

    assert verify(client, filing.token).context["filing"]["name"] == filing.filed_name == team.name
