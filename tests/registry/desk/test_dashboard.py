"""What the first page counts and tells, and for whom."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from leaders.people.models import Stage
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.factories import make_appointment, make_leader, make_organization, make_user

pytestmark = pytest.mark.django_db
DASHBOARD = reverse("desk:dashboard")


def test_the_stages_of_the_own_place_are_counted_and_no_others(tree, worker, sign_in):
    make_leader(tree.building, name="本区人")
    make_leader(tree.community2, name="隔壁人")
    make_leader(tree.other_building, name="外街人")

    stages = sign_in(worker).get(DASHBOARD).context["stages"]

    assert {label: count for _stage, label, count, _share in stages}[Stage.BACKBONE.label] == 1


def test_the_last_acts_are_those_of_the_own_street(tree, office, sign_in):
    """Nothing from above, from the street beside, or from the one with the next higher path."""
    here = make_organization(tree.community, name="本街团队")
    make_organization(tree.other_community, name="外街团队")
    make_organization(tree.county, name="区里团队")

    told = {entry.object_label for entry in sign_in(office).get(DASHBOARD).context["entries"]}

    assert here.name in told
    assert not told & {"外街团队", "区里团队"}
    assert AuditEntry.objects.filter(object_label="外街团队").exists()


def test_the_overseer_is_told_figures_and_no_acts(tree, sign_in):
    make_organization(tree.community, name="本街团队")

    page = sign_in(make_user(Role.OVERSEER, tree.county)).get(DASHBOARD)

    assert page.context["entries"] == []
    assert "本街团队" not in page.content.decode()


def test_a_page_of_one_place_links_no_row_of_another(tree, worker, sign_in):
    elsewhere = make_leader(tree.other_building, name="外街人")

    text = sign_in(worker).get(f"{reverse('desk:search')}?q={quote('外街人')}").content.decode()

    assert elsewhere.get_absolute_url() not in text


def test_whoever_decides_sees_at_once_how_much_waits(tree, manager, worker, sign_in):
    """On a phone the menu with its number is folded away."""
    make_appointment(make_leader(tree.building), region=tree.building)

    assert "1 entry awaits my review" in sign_in(manager).get(DASHBOARD).content.decode()
    assert "awaits my review" not in sign_in(worker).get(DASHBOARD).content.decode()
