"""What is sent for a choice that is looked up while typing: a sentence beside the field, whatever it is."""

import pytest
from django.contrib import admin
from django.db.models import FileField
from django.urls import reverse

from tests.factories import make_organization, make_superuser

pytestmark = pytest.mark.django_db
ODD = ["zzz", "-1", "1e3", "99999999999999999999", "1.5", "<b>", "' or 1=1"]


@pytest.mark.parametrize("sent", ODD)
@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("admin:communities_organization_add", "region"), ("admin:communities_category_add", "parent"),
        ("admin:communities_servicecenter_add", "region"), ("admin:communities_region_add", "parent"),
        ("admin:leaders_leader_add", "expertise"), ("admin:leaders_leader_add", "region"),
    ],
)  # fmt: skip
def test_an_odd_choice_is_refused_beside_its_field(client, page, field, sent):
    client.force_login(make_superuser())

    answer = client.post(reverse(page), {field: sent})

    assert answer.status_code == 200 and answer.context["adminform"].form.errors[field]


def test_a_choice_that_was_made_is_still_there_after_an_error_elsewhere(client, tree):
    team = make_organization(tree.community)
    client.force_login(make_superuser())

    page = client.post(reverse("admin:communities_organization_change", args=[team.pk]), {"region": tree.community.pk})

    assert f'<option value="{tree.community.pk}" selected' in page.content.decode()


def test_no_page_of_an_administrator_leads_to_a_media_address(rf):
    """Such a link was drawn for each document, and answered 404."""
    request = rf.get("/")
    request.user = make_superuser()
    shown = [
        field
        for model, one in admin.site._registry.items()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField) and field.name in one.get_fields(request)
    ]

    assert shown == []
