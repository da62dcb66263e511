"""What may not be chosen is not offered: every picker of groups, with one that ended and one under a decision."""

import re

import pytest
from django.urls import reverse

from communities.organizations.models import Organization
from tests.clock import TODAY
from tests.factories import make_organization
from tests.test_permissions import PAGES
from tests.world import address

pytestmark = pytest.mark.django_db
FORMS = re.compile(r"(create|enter|begin|propose|book|once|held|update|partner|correct)$")
PICKER = re.compile(r'<select[^>]*name="organization".*?</select>', re.DOTALL)
OFFERED = re.compile(r'<option value="(\d+)"|href="\?organization=(\d+)"')
# Where a group under a decision is chosen all the same, and why.
RESTRAINED = {
    "communities:activity-create": "it is planned on; a room and its publication are refused, the choice says why",
    "communities:activity-create-held": "it took place",
    "communities:activity-rule-create": "as an activity",
    "communities:activity-rule-update": "as an activity",
    "communities:activity-update": "as an activity",
    "communities:authority-enter": "the next decision, or the lifting of this one",
    "communities:center-service-create": "guidance is given still",
    "communities:inspection-create": "it is inspected all the more",
    "communities:management-propose": "it may be left to itself",
    "leaders:appointment-create": "whoever leads it is written down",
    "leaders:appointment-update": "as before",
    "leaders:case-create": "its matters are answered",
    "leaders:case-partner": "its matters are answered",
    "leaders:leader-create": "whoever leads it is written down",
    "leaders:nomination-create": "whoever should lead it is written down",
    "leaders:reserve-create": "whoever should lead it is written down",
}


def test_no_page_offers_what_it_would_refuse(client, world):
    tree, users, rows = world
    over, kept = (
        make_organization(tree.community, name="已结束的队"),
        make_organization(tree.community, name="受限的队"),
    )
    Organization.objects.filter(pk=over.pk).update(ended_on=TODAY)
    Organization.objects.filter(pk=kept.pk).update(restraint="restricted")
    client.force_login(users["manager"])
    offered = {}
    for name, method, row, *answers in PAGES:
        if method == "get" and answers[2] == 200 and FORMS.search(name):
            text = client.get(address(name, rows, row)).content.decode()
            drawn = "".join(PICKER.findall(text)) or ('href="?organization=' in text and text)
            if drawn:
                offered[name] = {int(one or other) for one, other in OFFERED.findall(drawn)}

    assert len(offered) > 18
    assert {name for name, found in offered.items() if over.pk in found} == set()
    assert {name for name, found in offered.items() if kept.pk in found} == set(RESTRAINED)


@pytest.mark.parametrize(
    ("name", "meanwhile", "said"),
    [
        ("support-create", {"restraint": "banned"}, "Banned by the authority. Nothing new is given"),
        ("support-create", {"ended_on": TODAY}, "The registration of 舞蹈队 has ended."),
        ("activity-create", {"ended_on": TODAY}, "The registration of 舞蹈队 has ended."),
    ],
)
def test_a_group_closed_in_another_window_is_told_as_such(client, tree, sign_in, worker, name, meanwhile, said):
    group = make_organization(tree.community, name="舞蹈队")
    page = reverse(f"communities:{name}")
    sign_in(worker)
    client.get(page)
    Organization.objects.filter(pk=group.pk).update(**meanwhile)

    told = client.post(page, {"organization": group.pk, "title": "冬季排练"})

    assert said in told.context["form"].errors["organization"][0]
    assert "冬季排练" in told.content.decode()


def test_a_group_elsewhere_is_told_nothing_of(client, tree, sign_in, worker):
    group = make_organization(tree.other_community, name="别处的队", restraint="banned")
    sign_in(worker)

    told = client.post(reverse("communities:support-create"), {"organization": group.pk})

    assert told.context["form"].errors["organization"] == ["Choose an organization inside your posting."]


def test_the_list_calls_public_what_residents_see(client, tree, sign_in, worker):
    shown = make_organization(tree.community, is_published=True)
    kept = make_organization(tree.community, is_published=True, restraint="restricted")
    sign_in(worker)
    page = reverse("communities:organization-list")

    assert listed(client.get(page, {"state": "published"})) == [shown.pk]
    assert listed(client.get(page, {"state": "hidden"})) == [kept.pk]
    assert (shown.is_public, kept.is_public) == (True, False)


def listed(answer):
    return [row.pk for row in answer.context["page"].rows]
