"""Sums are those of all rows, however few of them a page shows."""

from decimal import Decimal

import pytest
from django.urls import reverse

from communities.pages.lists import KeysetList
from communities.support.views.support import organization_support
from tests.clock import TODAY
from tests.factories import make_superuser, make_support

pytestmark = pytest.mark.django_db


def test_the_sums_of_a_list_are_not_those_of_its_page(sign_in, team, monkeypatch):
    monkeypatch.setattr(KeysetList, "page_size", 2)
    by = make_superuser()
    for _number in range(3):
        make_support(team, granted="100.00").book("used", Decimal("10.00"), on=TODAY, what_for="球", by=by)
    client = sign_in(by)

    supports, lines = (client.get(reverse(f"communities:{name}")) for name in ("support-list", "support-line-list"))

    assert len(supports.context["page"].rows) == len(lines.context["page"].rows) == 2
    assert supports.context["totals"]["granted"] == Decimal("300.00")
    assert supports.context["totals"]["used"] == lines.context["totals"]["used"] == Decimal("30.00")


def test_the_panel_of_a_group_sums_more_grants_than_it_shows(team):
    make_support(team, granted="50.00", year=TODAY.year - 1)
    for _number in range(7):
        make_support(team, granted="100.05")

    panel = organization_support(team, None)

    assert (len(panel["rows"]), panel["total"]) == (6, Decimal("700.35"))


def test_every_ledger_says_of_which_rows_its_sums_are(sign_in, team):
    make_support(team, granted="100.00")
    make_support(team, granted="40.00", confirmed=False)
    client = sign_in(make_superuser())
    ledgers = [reverse("communities:support-list"), reverse("communities:support-print")]

    for address in (*ledgers, f"{team.get_absolute_url()}?tab=support"):
        page = client.get(address).content.decode()
        assert ">Sums of what is granted and settled</p>" in page, address
