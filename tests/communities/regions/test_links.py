"""Parts of one compound: linked and parted on a page, by whoever may act on both."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from leaders.people.models import Kind
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.factories import make_current, make_leader, make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(tree):
    return make_region(tree.community2, name="平南苑西区", level="compound")


def test_a_clerk_links_a_part_and_parts_it_again(client, sign_in, tree, office, part):
    client, page = sign_in(office), reverse("communities:region-link", args=[part.pk])

    assert client.post(page, {"whole": tree.compound.pk, "note": "四居委同一小区"}).url == part.get_absolute_url()
    part.refresh_from_db()
    assert part.linked_to == tree.compound
    assert AuditEntry.objects.get(verb="region.link").note == "四居委同一小区"

    client.post(page, {"whole": ""})
    part.refresh_from_db()
    assert part.linked_to is None and AuditEntry.objects.filter(verb="region.unlink").count() == 1


def test_a_compound_of_another_street_is_no_choice(client, sign_in, tree, office, part):
    page = sign_in(office).post(reverse("communities:region-link", args=[part.pk]), {"whole": tree.other_compound.pk})

    part.refresh_from_db()
    assert page.status_code == 200 and page.context["form"].errors and part.linked_to is None


def test_the_picker_of_the_page_moves_without_saving(client, sign_in, tree, office, part):
    page = sign_in(office).post(
        reverse("communities:region-link", args=[part.pk]), {"whole_at": tree.community.pk, "whole": ""}
    )

    assert page.status_code == 200 and not AuditEntry.objects.filter(verb="region.unlink").exists()


@pytest.mark.parametrize("whole", ["itself", "a part", "a building", "retired"])
def test_what_cannot_be_the_main_part_is_refused(tree, part, whole):
    third = make_region(tree.community, name="平南苑东区", level="compound")
    if whole == "a part":
        third.link(tree.compound, by=None)
    if whole == "retired":
        third.retire(by=None)
    wanted = {"itself": part, "a building": tree.building}.get(whole, third)

    with pytest.raises(ValidationError):
        part.link(wanted, by=None)
    part.refresh_from_db()
    assert part.linked_to is None


@pytest.mark.parametrize("own", ["part", "chair"])
def test_what_has_parts_or_a_committee_of_its_own_is_only_the_main_part(tree, part, own):
    if own == "part":
        make_region(tree.community, name="平南苑东区", level="compound").link(part, by=None)
    else:
        make_current(make_leader(tree.building), Kind.ESTATE, region=part)

    with pytest.raises(ValidationError) as refused:
        part.link(tree.compound, by=None)

    assert refused.value.code == "part"


def test_a_worker_may_not_link(client, sign_in, tree, part):
    client = sign_in(make_user(Role.WORKER, tree.community2))

    assert client.post(reverse("communities:region-link", args=[part.pk]), {"whole": ""}).status_code == 403
