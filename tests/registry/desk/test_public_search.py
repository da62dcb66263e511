import pytest
from django.urls import reverse

from communities.regions.models import Region
from tests.factories import make_tree, make_user


@pytest.mark.django_db
def test_a_resident_finds_no_place_outside_the_streets_served(client):
    tree = make_tree()
    make_user("manager", tree.other_street)

    inside = client.get(reverse("directory:find"), {"q": "康城"}).context["found"]["places"]
    outside = client.get(reverse("directory:find"), {"q": "古美"}).context["found"]["places"]

    assert tree.other_compound.pk in [row["id"] for row in inside]
    assert outside == [] and Region.objects.filter(name__contains="古美").exists()


@pytest.mark.django_db
def test_a_street_found_by_its_name_brings_the_communities_in_it_along(client):
    tree = make_tree()
    make_user("manager", tree.street)

    found = client.get(reverse("directory:find"), {"q": tree.street.name}).context["found"]["places"]

    assert [row["id"] for row in found[:2]] == [tree.street.pk, tree.community.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["楼长", "业委会"])
def test_whoever_looks_for_a_post_is_led_to_the_lists_of_the_posts(client, words):
    make_tree()

    page = client.get(reverse("directory:find"), {"q": words}).content.decode()

    empty = page[page.index('class="empty"') :].partition("</section>")[0]
    assert all(f'href="{reverse(name)}"' in empty for name in ("directory:building-heads", "directory:estates"))
