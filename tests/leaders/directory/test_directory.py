import pytest
from django.urls import reverse

from leaders.consents.actions import give_consents
from leaders.people.models import Kind
from registry.accounts.roles import Role
from tests.factories import make_current, make_leader, make_organization, make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tree):
    make_user(Role.OFFICE, tree.street)
    return tree


@pytest.fixture
def head(tree):
    leader = make_leader(tree.building, name="陆建国", phone="13800138000")
    leader.biography = "退休电工"
    leader.save()
    make_current(leader, region=tree.building)
    return leader


def page(client, region):
    return client.get(reverse("directory:place", args=[region.pk])).content.decode()


@pytest.mark.parametrize(
    ("fields", "name", "biography"),
    [([], False, False), (["name"], True, False), (["biography"], False, False), (["name", "biography"], True, True)],
)
def test_each_field_shows_only_with_its_own_consent(client, tree, head, fields, name, biography):
    give_consents(head, fields, by=make_user(), given_on="2026-01-01")

    text = page(client, tree.building)

    assert ("陆建国" in text, "退休电工" in text) == (name, biography)
    assert "平南苑 12号楼" in text


def test_withdrawal_acts_on_the_next_request(client, tree, head):
    give_consents(head, ["name"], by=make_user(), given_on="2026-01-01")
    assert "陆建国" in page(client, tree.building)

    head.consents.get().withdraw(by=make_user())

    assert "陆建国" not in page(client, tree.building)
    assert client.get(reverse("directory:leader", args=[head.appointments.get().pk])).status_code == 404
    assert "陆建国" not in client.get(reverse("directory:find"), {"q": "陆建国"}).content.decode().replace(
        "“陆建国”", ""
    ).replace('value="陆建国"', "")


def test_no_public_page_shows_a_private_number(client, tree, head):
    give_consents(head, ["name", "biography"], by=make_user(), given_on="2026-01-01")
    appointment = head.appointments.get()

    for path in [
        "/",
        "/places/",
        f"/places/{tree.building.pk}/",
        f"/places/{tree.compound.pk}/?tab=heads",
        f"/leaders/{appointment.pk}/",
        "/find/?q=ljg",
    ]:
        text = client.get(path).content.decode()
        assert "13800138000" not in text and "138****8000" not in text


def test_a_vacant_building_says_so(client, tree):
    assert "has no head at present" in page(client, tree.building2)


def test_a_resident_walks_from_the_compound_to_the_head(client, tree, head):
    listed = client.get(reverse("directory:building-heads")).content.decode()
    compound = page(client, tree.compound)

    assert reverse("directory:place", args=[tree.compound.pk]) in listed
    assert reverse("directory:place", args=[tree.building.pk]) in compound


def test_only_published_organizations_are_public(client, tree):
    shown, hidden = (
        make_organization(tree.community, name="晨光合唱队", is_published=True),
        make_organization(tree.community, name="暗藏队"),
    )

    text = client.get(reverse("directory:organizations")).content.decode()

    assert "晨光合唱队" in text and "暗藏队" not in text
    assert client.get(reverse("directory:organization", args=[shown.pk])).status_code == 200
    assert client.get(reverse("directory:organization", args=[hidden.pk])).status_code == 404


def test_the_front_page_counts_teams_and_leaders_of_each_community(client, tree, head):
    make_organization(tree.community, is_published=True)
    make_organization(tree.compound, is_published=True)
    make_organization(tree.community)
    make_organization(tree.other_community, is_published=True)

    shown = {row["name"]: (row["teams"], row["people"]) for row in client.get("/").context["communities"]}

    assert shown == {"古美一村居委会": (2, 1), "古美三村居委会": (0, 0)}


def test_a_pending_leader_is_not_public(client, tree):
    text = client.get(reverse("directory:estates")).content.decode()

    assert "No chair is entered yet." in text


def test_public_contexts_hold_no_model_instance(client, tree, head):
    give_consents(head, ["name"], by=make_user(), given_on="2026-01-01")
    make_current(head, Kind.TEAM, organization=make_organization(tree.community, is_published=True))
    pk = head.appointments.filter(kind="building").get().pk

    for path in [
        "/",
        f"/places/{tree.building.pk}/",
        f"/places/{tree.community.pk}/?tab=heads",
        f"/leaders/{pk}/",
        "/organizations/",
    ]:
        for layer in client.get(path).context:
            for key, value in layer.flatten().items() if hasattr(layer, "flatten") else []:
                assert not hasattr(value, "_meta") or key in {"user"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/places/",
        "/organizations/",
        "/building-heads/",
        "/owners-committees/",
        "/privacy/",
        "/accessibility/",
        "/find/",
    ],
)
def test_every_public_page_opens_with_nothing_entered(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%00", "page=x", "category=999999999999999999", "place=-1", "q=" + "长" * 500, "q=<script>"]
)
def test_odd_queries_break_no_public_page(client, tree, query):
    response = client.get(f"/organizations/?{query}")

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace("<script src=", "")


def test_residents_of_any_part_of_a_compound_find_its_one_committee(client, tree):
    part = make_region(tree.community, name="康城四期", level="compound")
    part.describe(by=None, linked_to=tree.other_compound)
    chair = make_current(make_leader(tree.other_building), Kind.ESTATE, region=tree.other_compound)

    for place in (part, tree.other_compound, tree.community, tree.street):
        page = client.get(reverse("directory:place", args=[place.pk]), {"tab": "estates"})
        assert [row["id"] for row in page.context["people"]] == [chair.pk], place
    elsewhere = client.get(reverse("directory:place", args=[tree.compound.pk]), {"tab": "estates"})
    assert elsewhere.context["people"] == []


def test_two_taps_from_the_home_page_are_the_plate_and_the_telephone(client, tree):
    tree.community.describe(by=None, contact_phone="021-54881234")
    make_user(Role.MANAGER, tree.street)
    home = client.get(reverse("directory:home")).content.decode()
    first = reverse("directory:building-heads")
    second = reverse("directory:place", args=[tree.compound.pk])

    assert f'href="{first}"' in home and f'href="{second}"' in client.get(first).content.decode()
    page = client.get(second).content.decode()
    plate = page.index(reverse("directory:place", args=[tree.building.pk]))
    assert page.index("tel:021-54881234") < plate < page.index('class="tabs')
    assert [part.count("tel:021-54881234") for part in page.split('<footer class="p-foot')] == [1, 1]
