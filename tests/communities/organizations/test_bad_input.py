"""What is wrong is said beside the field and above the form; what was typed is kept; nothing is half saved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.organizations.models import Organization
from communities.regions.models import Region
from tests.clock import TODAY
from tests.factories import make_category, make_organization, make_superuser
from tests.windows import seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(office, sign_in):
    sign_in(office)
    return office


@pytest.fixture
def typed(tree):
    return {
        "name": "晨光合唱队",
        "region": tree.community.pk,
        "category": make_category().pk,
        "purpose": "每周三练歌",
        "meeting_place": "居委会二楼",
    }


def register(client, values):
    return client.post(reverse("communities:organization-create"), values)


TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Fill in “Name”."),
        ({"name": "长" * 300}, "at most 60 characters"),
        ({"name": "晨光😀队"}, "“😀” does not belong in a name."),
        ({"name": "<script>alert(1)</script>"}, "“&lt;” does not belong in a name."),
        ({"name": "晨光\x00队"}, "Null characters are not allowed."),
        ({"purpose": "身份 310112195503071238"}, "identity card number"),
        ({"purpose": "６２２２０２１２３４５６７８９０１２８"}, "bank card number"),
        ({"purpose": "铃\x07声"}, "characters that cannot be shown"),
        ({"purpose": "长" * 501}, "at most 500 characters"),
        ({"founded_on": TOMORROW.isoformat()}, "The founding date lies in the future."),
        ({"founded_on": "2026-02-30"}, "There is no such day in the calendar."),
        ({"region": ""}, "Choose “Region”."),
        ({"region": "12 OR 1=1"}, "Choose a region inside your posting."),
        ({"region": "99999999"}, "Choose a region inside your posting."),
        ({"category": "99999999"}, "Select a valid choice."),
    ],
)
def test_an_organization_is_refused_with_the_reason_and_the_form_comes_back(client, office, typed, changed, said):
    response = register(client, typed | changed)

    text = response.content.decode()
    assert response.status_code == 200
    assert text.count(said) == 2
    assert 'class="errsum"' in text
    assert "居委会二楼" in text
    assert Organization.objects.count() == 0


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("building", "is of the level Building; needed is"),
        ("other_community", "Choose a region inside your posting."),
        ("county", "Choose a region inside your posting."),
    ],
)
def test_a_wrong_place_is_named(client, office, tree, typed, place, said):
    text = register(client, typed | {"region": getattr(tree, place).pk}).content.decode()

    assert text.count(said) == 2
    assert Organization.objects.count() == 0


def test_a_retired_place_is_named(client, office, tree, typed):
    tree.community2.retire(by=office, note="撤销")

    text = register(client, typed | {"region": tree.community2.pk}).content.decode()

    assert text.count("古美三村居委会 is retired.") == 2
    assert Organization.objects.count() == 0


def test_signs_in_free_text_are_shown_as_signs(client, office, typed):
    register(client, typed | {"purpose": "<script>alert(1)</script> 😀", "is_published": "on"})

    row = Organization.objects.get()
    for url in (row.get_absolute_url(), reverse("directory:organization", args=[row.pk])):
        text = client.get(url).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in text
        assert "<script>alert" not in text


def test_a_stale_organization_form_is_told_so_and_keeps_what_was_typed(client, office, tree, typed):
    row = make_organization(tree.community)
    page = reverse("communities:organization-update", args=[row.pk])
    read = {"seen": seen_on(client.get(page))}
    assert client.post(page, typed | read).status_code == 302

    text = client.post(page, typed | read | {"purpose": "每周五练歌"}).content.decode()

    assert "Somebody changed this record in the meantime" in text
    assert "每周五练歌" in text
    assert Organization.objects.get().purpose == "每周三练歌"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("长" * 300, "at most 50 characters"),
        ("😀", "does not belong in a name."),
        ("<b>", "does not belong in a name."),
        ("12\x00号楼", "Null characters are not allowed."),
        ("12号楼", "Already there: 12号楼. Leave them out."),
        ("48-1号楼", "A run goes upward"),
    ],
)
def test_a_wrong_building_is_not_added(client, office, tree, name, said):
    before = Region.objects.count()

    text = client.post(reverse("communities:region-add", args=[tree.compound.pk]), {"name": name}).content.decode()

    assert text.count(said) == 2
    assert Region.objects.count() == before


def test_a_code_that_exists_is_refused_with_the_place_that_has_it(client, tree, sign_in):
    sign_in(make_superuser())
    Region.objects.filter(pk=tree.county.pk).update(code="310112000000")
    add = {
        "parent": tree.prefecture.pk,
        "level": "county",
        "name": "又一区",
        "aliases": "[]",
        "kind": "",
        "code": "310112000000",
    }

    response = client.post(reverse("admin:communities_region_add"), add, follow=True)

    assert "The code 310112000000 belongs to 闵行区." in response.content.decode()
    assert not Region.objects.filter(name="又一区").exists()


LISTS = [
    "communities:organization-list", "communities:person-list", "leaders:leader-list", "desk:audit-list",
    "desk:read-list", "communities:region-list", "directory:organizations",
]  # fmt: skip
ASKED = [
    "created_by__password__startswith=p", "region_path__startswith=0", "version=99", "id=1", "is_published=0",
    "q=%00", "region=-1", "region=x", "state=lord", "order=created_by", "after=zzz", "before=%F0%28", "page=zzz",
    "category=' OR 1=1 --", "national=%00", "page=99999999999999999999",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_no_unknown_or_hidden_parameter_is_an_oracle(client, office, tree, name):
    make_organization(tree.community, name="晨光合唱队", is_published=True)
    plain = client.get(reverse(name), follow=True).content.decode()

    for query in ASKED:
        response = client.get(f"{reverse(name)}?{query}", follow=True)
        assert response.status_code in (200, 400), query
        if query.startswith(("created_by", "region_path", "version", "id", "is_published")):
            assert ("晨光合唱队" in response.content.decode()) == ("晨光合唱队" in plain), query
