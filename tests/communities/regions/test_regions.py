import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.regions.models import Region
from registry.audit.models import AuditEntry
from tests.factories import make_leader, make_organization, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(office, sign_in):
    sign_in(office)
    return office


def test_a_subtree_ends_at_a_segment_and_not_inside_one(tree):
    first = tree.compound
    while first.children_made < 11:
        first.add_child(name=f"{first.children_made + 100}号楼", by=None)
    one, eleven = (
        Region.objects.get(parent=first, path__endswith="0001"),
        Region.objects.get(parent=first, path__endswith="0011"),
    )

    assert list(Region.objects.within(one)) == [one]
    assert eleven in Region.objects.within(first)


def test_numbers_are_never_given_again(tree):
    last = tree.compound.add_child(name="99号楼", by=None)
    last.retire(by=None, note="拆除")

    again = tree.compound.add_child(name="99号楼", by=None)

    assert again.path != last.path


def test_a_run_of_buildings_skips_what_is_left_out(client, office, tree):
    response = client.post(
        reverse("communities:region-add", args=[tree.compound.pk]), {"name": "1–10号楼", "skip": "4、7", "note": ""}
    )

    assert response.status_code == 302
    names = list(Region.objects.filter(parent=tree.compound).by_sort().values_list("name", flat=True))
    assert names == [f"{n}号楼" for n in (1, 2, 3, 5, 6, 8, 9, 10, 12, 13)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [("A1#—A3#", ["A1号楼", "A2号楼", "A3号楼"]), ("一期1-2幢", ["一期1幢", "一期2幢"]), ("北 一楼", ["北一楼"])],
)
def test_a_run_with_something_before_its_number_is_each_building(client, office, tree, typed, names):
    client.post(reverse("communities:region-add", args=[tree.compound.pk]), {"name": typed, "skip": "", "note": ""})

    assert list(tree.compound.children.order_by("-id").values_list("name", flat=True))[: len(names)] == names[::-1]


@pytest.mark.parametrize("name", ["10-1号楼", "1-400号楼", "12号楼", "11-14号楼", "", "长" * 51, "a\x00b"])
def test_a_wrong_run_adds_nothing_and_keeps_what_was_typed(client, office, tree, name):
    before = Region.objects.count()

    response = client.post(
        reverse("communities:region-add", args=[tree.compound.pk]), {"name": name, "skip": "", "note": "文号1"}
    )

    assert response.status_code == 200
    assert Region.objects.count() == before
    assert "文号1" in response.content.decode()


def test_renaming_keeps_the_old_name_and_the_history(client, office, tree):
    client.post(
        reverse("communities:region-rename", args=[tree.building.pk]),
        {"name": "12甲号楼", "keep_old": "on", "note": "改号"},
    )

    tree.building.refresh_from_db()
    assert (tree.building.name, tree.building.aliases) == ("12甲号楼", ["12号楼"])
    assert AuditEntry.objects.get(verb="region.rename").changes["name"] == ["12号楼", "12甲号楼"]


def test_the_same_name_twice_beside_each_other_is_refused_by_the_database(tree):
    with pytest.raises(ValidationError), transaction.atomic():
        tree.compound.add_child(name="12号楼", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(parent=tree.compound, path="9" * 8, level="building", name="12号楼")


def test_only_an_empty_place_is_retired(client, office, tree):
    make_leader(tree.building)

    response = client.post(reverse("communities:region-retire", args=[tree.building.pk]), {"note": "拆除"})

    tree.building.refresh_from_db()
    assert tree.building.is_current
    assert "is not empty" in response.content.decode()


def test_a_retired_place_takes_nothing_new(client, office, tree):
    client.post(reverse("communities:region-retire", args=[tree.building2.pk]), {"note": "拆除"})

    with pytest.raises(ValidationError):
        make_organization_at(tree.building2)


def make_organization_at(region):
    region.refresh_from_db()
    region.add_child(name="x", by=None, level="building")


@pytest.mark.parametrize("words", ["平南", "pny", "pingnan", "PNY"])
def test_places_are_found_by_name_pinyin_and_initials(client, office, tree, words):
    response = client.get(reverse("communities:region-panel"), {"field": "region", "q": words})

    assert "平南苑" in response.content.decode()


def test_the_second_word_is_looked_for_below_the_first(client, office, tree):
    response = client.get(reverse("communities:region-panel"), {"field": "region", "q": "平南 12"})

    assert "平南苑 › 12号楼" in response.content.decode()


def test_the_picker_shows_nothing_of_another_street(client, office, tree):
    for query in ({"q": "康城"}, {"at": tree.other_street.pk}, {"at": tree.county.pk}):
        text = client.get(reverse("communities:region-panel"), {"field": "region", **query}).content.decode()

        assert "康城第一" not in text and "康城一期" not in text


def test_picking_without_scripts_keeps_everything_typed(client, office, tree):
    typed = {"name": "晨光合唱队", "purpose": "唱歌", "region_at": str(tree.community.pk)}

    text = client.post(reverse("communities:organization-create"), typed).content.decode()

    assert "晨光合唱队" in text and "平南苑" in text and 'class="errsum"' not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_region_page_asks_the_database_equally_often(client, office, tree, count, django_assert_num_queries):
    for _number in range(count):
        make_region(tree.community2, level="compound")

    with django_assert_num_queries(10):
        client.get(tree.community2.get_absolute_url())


def test_an_organization_names_its_namesake_below_the_same_street(client, office, tree):
    make_organization(tree.community, name="晨光合唱队")

    typed = {"name": "晨光合唱队", "region": tree.community2.pk, "category": "1"}
    text = client.post(reverse("communities:organization-create"), typed).content.decode()

    assert "An organization of this name is registered below the same street" in text
