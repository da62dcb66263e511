"""Sums of the ledger, against an independent sum, and as the page shows them."""

import random
from decimal import Decimal

import pytest
from django.urls import reverse

from communities.support.models import Support
from communities.support.views.sums import by_kind, by_year
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_organization, make_support, make_user

pytestmark = pytest.mark.django_db


def test_sums_agree_with_an_independent_sum_to_the_fen(tree):
    chance = random.Random(7)
    expected = {}
    for place in (tree.community, tree.community2, tree.other_community):
        team = make_organization(place)
        for kind in ("funds", "service"):
            for year in (2025, 2026):
                granted = Decimal(chance.randint(10_000, 999_999)) / 100
                support = make_support(team, granted=granted, kind=kind, year=year)
                used = min(granted, Decimal(chance.randint(1, 999_999)) / 100)
                support.book("used", used, on=TODAY, what_for="球拍", by=make_user())
                expected[place.pk, kind, year] = (granted, used)

    def total(test, column):
        return sum((pair[column] for key, pair in expected.items() if test(*key)), Decimal("0.00"))

    street = Support.objects.granted().within(tree.street)
    in_street = lambda place, _kind, _year: place != tree.other_community.pk  # noqa: E731

    assert street.totals()["granted"] == total(in_street, 0)
    assert street.totals()["used"] == total(in_street, 1)
    for label, sums in by_kind(street):
        kind = {"Money": "funds", "Purchase of services": "service"}[str(label)]
        assert sums["granted"] == total(lambda p, k, y, kind=kind: in_street(p, k, y) and k == kind, 0)
    for year, sums in by_year(street):
        assert sums["used"] == total(lambda p, k, y, year=year: in_street(p, k, y) and y == year, 1)


def test_the_page_of_sums_adds_up_in_every_table(client, tree, sign_in):
    for place in (tree.street, tree.community, tree.community2):
        make_support(make_organization(place), granted="100.10")
    sign_in(make_user(Role.MANAGER, tree.street))

    page = client.get(reverse("communities:support-sums"), {"region": tree.street.pk})

    total = page.context["totals"]["granted"]
    assert total == Decimal("300.30")
    assert sum(sums["granted"] for _name, sums in page.context["by_kind"]) == total
    assert sum(sums["granted"] for _place, sums in page.context["by_place"]) == total
    assert sum(sums["granted"] for _pk, _name, sums in page.context["by_group"]) == total
    assert [getattr(place, "name", None) for place, _sums in page.context["by_place"]] == [
        tree.community.name, tree.community2.name, None,
    ]  # fmt: skip


def test_a_place_out_of_reach_is_no_place_of_the_sums(client, tree, sign_in):
    make_support(make_organization(tree.other_community), granted="55.00")
    sign_in(make_user(Role.MANAGER, tree.street))

    page = client.get(reverse("communities:support-sums"), {"region": tree.other_community.pk})

    assert page.context["region"] is None and tree.other_community.name not in page.content.decode()


def test_a_year_of_the_sums_is_read_however_typed_and_nonsense_is_told(client, tree, sign_in):
    sign_in(make_user(Role.MANAGER, tree.street))
    page = reverse("communities:support-sums")

    read = client.get(page, {"year": "２０２４年"})
    told = client.get(page, {"year": "去年"})

    assert (read.context["year"], list(read.context["messages"])) == (2024, [])
    assert told.context["year"] == TODAY.year
    assert "去年" in str(next(iter(told.context["messages"]))) and 'value="去年"' in told.content.decode()
