"""Every missing point leads to where it is put right, and from there back."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.documents.models import Document
from communities.filings.models import FilingCase
from communities.filings.views.ways import with_ways
from communities.pages.seen import pack
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_center, make_filing, make_inspection, make_organization, make_report, make_user
from tests.windows import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare(tree):
    return make_organization(tree.community, name="柔力球队", meeting_place="")


def ways_on(response):
    found = re.findall(r'<a href="([^"]*back=[^"]*)"', response.content.decode())
    return [unescape(address) for address in found]


def test_each_missing_point_has_its_way_and_every_way_opens(client, tree, bare, sign_in):
    filing = make_filing(bare, state="draft")
    Document.objects.of(filing).update(removed_at=timezone.now(), removed_by=make_user())
    bare.member_counts.all().delete()
    type(filing).objects.filter(pk=filing.pk).update(purpose="", appointment=None, person_name="")
    type(bare).objects.filter(pk=bare.pk).update(meeting_place="")
    sign_in(make_user(Role.WORKER, tree.community))

    page = client.get(filing.get_absolute_url())

    [row] = type(filing).objects.with_papers().with_people()
    lacking = [check for check in FilingCase(row.organization).checks(row) if not check.is_met]
    ways = [check.way for check in with_ways(lacking, row.organization, "/x/", filing=row)]
    assert {check.key for check in lacking} == {"members", "place", "person", "purpose", "charter", "roster"}
    assert all(ways)
    assert len(ways_on(page)) == len(ways)
    assert {client.get(address).status_code for address in ways_on(page)} == {200}
    # Whoever only reads is led nowhere.
    sign_in(make_user(Role.OVERSEER, tree.county))
    assert ways_on(client.get(filing.get_absolute_url())) == []


def test_what_is_put_right_leads_back_and_a_strange_address_does_not(client, tree, bare, sign_in):
    sign_in(make_user(Role.WORKER, tree.community))
    home = bare.get_absolute_url()
    [members, place] = ways_on(client.get(home))
    assert (members.startswith(reverse("communities:member-count-edit", args=[bare.pk]))) and "edit" in place

    assert client.post(members, {"year": TODAY.year, "members": 20}).url == home
    form = {
        "name": bare.name, "region": bare.region_id, "category": bare.category_id, "meeting_place": "活动室",
    }  # fmt: skip
    assert answer(client, place, form).url == home
    strange = members.partition("?")[0] + "?back=https://elsewhere.example/"
    assert client.post(strange, {"year": TODAY.year, "members": 21}).url == f"{home}?tab=members"
    assert client.post(strange.replace("https:", ""), {"year": TODAY.year, "members": 22}).url == f"{home}?tab=members"


def test_the_message_of_a_decision_names_the_number_issued(client, tree, team, sign_in):
    filing = make_filing(team, state="reviewed")
    sign_in(make_user(Role.MANAGER, tree.street))

    page = client.post(filing.get_absolute_url(), {"decision": "pass", "seen": pack(filing)}, follow=True)

    filing.refresh_from_db()
    assert [str(message) for message in page.context["messages"]] == [
        f"{filing.title} is on file under the number {filing.number}."
    ]


def test_the_forms_of_the_office_print(client, tree, team, sign_in):
    filing, report = make_filing(team, state="filed"), make_report(make_organization(tree.community, name="合唱队"))
    inspection = make_inspection(team)
    sign_in(make_user(Role.WORKER, tree.community))

    form = client.get(reverse("communities:filing-print", args=[filing.pk])).content.decode()
    sheet = client.get(reverse("communities:inspection-print", args=[inspection.pk])).content.decode()
    yearly = client.get(reverse("communities:report-print", args=[report.pk])).content.decode()

    assert filing.number in form and team.name in form and str(filing.reviewed_by) in form
    assert inspection.findings in sheet and "合唱队" in yearly and report.summary in yearly


def test_a_centre_prepares_the_filings_of_the_groups_it_hosts(client, tree, team, sign_in):
    center, filed = make_center(tree.street), make_organization(tree.community, name="已备案队")
    make_filing(filed, state="filed")
    for group in (team, filed):
        center.host(group, by=make_user(), on=TODAY, document_number="1")
    sign_in(make_user(Role.WORKER, tree.community))
    page = center.get_absolute_url() + "?tab=filings"

    [(group, _kind, address)] = client.get(page).context["due"]
    assert group == team and client.get(address).status_code == 200

    draft = make_filing(team, state="draft")
    assert client.get(page).context["due"] == []
    assert center.name in client.get(draft.get_absolute_url()).content.decode()
    sign_in(make_user(Role.OVERSEER, tree.county))
    assert client.get(page).context["due"] == []
