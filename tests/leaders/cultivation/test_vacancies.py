import pytest
from django.urls import reverse

from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.exports import export_text
from tests.factories import (
    make_appointment,
    make_current,
    make_leader,
    make_nomination,
    make_organization,
    make_region,
    make_user,
)

BUILDINGS, COMPOUNDS, ORGANIZATIONS = (
    reverse(f"leaders:vacancy-{name}") for name in ("buildings", "compounds", "organizations")
)


@pytest.fixture
def office(office, sign_in):
    sign_in(office)
    return office


def rows(client, url, **query):
    return client.get(url, query).context["page"].rows


def test_a_building_leaves_the_list_when_somebody_is_confirmed(client, office, tree):
    assert rows(client, BUILDINGS) == [tree.building, tree.building2]

    make_current(make_leader(tree.building), region=tree.building)

    assert rows(client, BUILDINGS) == [tree.building2]


def test_what_is_under_way_is_told_and_can_be_filtered(client, office, tree):
    make_appointment(make_leader(tree.building), region=tree.building)
    make_nomination(tree.building2)

    first, second = rows(client, BUILDINGS)

    assert (first.is_pending, first.is_nominated, second.is_pending, second.is_nominated) == (True, False, False, True)
    assert rows(client, BUILDINGS, way="pending") == [tree.building]
    assert rows(client, BUILDINGS, way="nominated") == [tree.building2]
    assert rows(client, BUILDINGS, way="none") == []


def test_a_linked_compound_counts_once(client, office, tree):
    part = make_region(tree.community2, name="平南苑二期", level="compound")
    part.describe(by=None, linked_to=tree.compound)
    assert rows(client, COMPOUNDS) == [tree.compound]

    make_current(make_leader(tree.compound), Kind.ESTATE, region=tree.compound)

    assert rows(client, COMPOUNDS) == []


def test_an_organization_without_a_leader(client, office, tree):
    led, unled = make_organization(tree.community), make_organization(tree.community)
    make_organization(tree.other_community)
    make_current(make_leader(tree.building), Kind.TEAM, organization=led)

    assert rows(client, ORGANIZATIONS) == [unled]


def test_counts_stand_on_the_tabs_and_follow_the_region(client, office, tree):
    make_organization(tree.community2)

    numbers = [tab[3] for tab in client.get(BUILDINGS).context["tabs"]]
    elsewhere = [tab[3] for tab in client.get(BUILDINGS, {"region": tree.community2.pk}).context["tabs"]]

    assert (numbers, elsewhere) == (["2", "1", "1"], ["0", "0", "1"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("url", [BUILDINGS, COMPOUNDS, ORGANIZATIONS])
def test_the_list_asks_the_database_equally_often(client, office, tree, url, count, django_assert_num_queries):
    for number in range(count):
        compound = make_region(tree.community2, name=f"小区{number}")
        make_region(compound)
        make_organization(tree.community2)

    with django_assert_num_queries(10):
        assert len(rows(client, url, region=tree.community2.pk)) == count


def test_the_form_comes_prefilled(client, office, tree):
    page = client.get(BUILDINGS).content.decode()
    link = f"{reverse('leaders:nomination-create')}?kind=building&amp;building={tree.building.pk}"
    assert link in page

    form = client.get(link.replace("&amp;", "&")).context["form"]

    assert (form.initial["kind"], form.initial["building"]) == ("building", tree.building.pk)


def test_the_overseer_sees_but_does_not_nominate(client, sign_in, tree):
    sign_in(make_user(Role.OVERSEER, tree.county))

    page = client.get(BUILDINGS).content.decode()

    assert "12号楼" in page
    assert reverse("leaders:nomination-create") not in page


def test_the_export_holds_the_vacancies(client, office, tree):
    text = export_text(client, f"{reverse('leaders:vacancy-export')}?kind=building")

    assert ("平南苑 12号楼" in text, "康城一期" in text) == (True, False)
