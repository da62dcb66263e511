"""The growth path: mode, steps, and what the next of them asks for."""

import pytest

from communities.filings.views.parts import growth
from communities.organizations.models import Organization
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_filing, make_organization, make_user

pytestmark = pytest.mark.django_db


def fresh(row):
    return Organization.objects.select_related("region", "category__parent").get(pk=row.pk)


def test_a_filed_group_reads_what_civil_affairs_ask_with_the_members_it_has(tree, team):
    assert growth(fresh(team), None)["asks"] == []
    make_filing(team, state="filed")
    team.set_members(by=make_user(), year=TODAY.year, members=23)

    path = growth(fresh(team), None)

    assert path["mode"] == team.get_management_mode_display()
    assert "50 members" in path["asks"][0] and "23 members" in path["asks"][0]
    assert path["missing"] == "" and path["bars"] == []


@pytest.mark.parametrize("restraint", ["restricted", "banned"])
def test_a_group_that_is_held_up_reads_why_and_no_conditions(tree, team, restraint):
    make_filing(team, state="filed")
    Organization.objects.filter(pk=team.pk).update(restraint=restraint)

    path = growth(fresh(team), None)

    assert path["asks"] == []
    assert [team.__class__(restraint=restraint).get_restraint_display() in bar for bar in path["bars"]] == [True]


def test_a_registered_group_has_nothing_before_it(tree):
    team = make_organization(tree.community)
    Organization.objects.filter(pk=team.pk).update(
        legal_status="registered", credit_code="5" * 18, registered_on=TODAY, registered_with="民政局"
    )

    path = growth(fresh(team), None)

    assert (path["asks"], path["bars"], path["missing"]) == ([], [], "")


def test_a_group_whose_filing_ended_is_not_told_that_it_never_was_on_file(tree, team, sign_in):
    filing = make_filing(team, state="filed")
    filing.end(by=make_user(), reason="解散")

    page = sign_in(make_user(Role.WORKER, tree.community)).get(team.get_absolute_url()).content.decode()
    path = growth(fresh(team), None)

    assert "not on file with the street yet" not in page and filing.number in page
    assert path["steps"][1].note == f"{TODAY} – {TODAY}" and path["steps"][1].css == ""
