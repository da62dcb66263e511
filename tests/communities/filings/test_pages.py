"""The pages of filings: each person's part, wrong turns, the certificate, and what the public sees."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.documents.models import Document
from communities.filings.models import Filing
from communities.pages.seen import pack
from leaders.people.models import Kind
from registry.accounts.roles import Role
from registry.desk.waiting import waiting_count
from tests.clock import TODAY
from tests.factories import (
    make_current,
    make_filing,
    make_leader,
    make_organization,
    make_superuser,
    make_user,
)
from tests.windows import seen_on

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def page(name, *args):
    return reverse(f"communities:{name}", args=args)


def decide(client, filing, decision="pass", **more):
    seen = more.pop("seen", None) or pack(again(filing))
    return client.post(filing.get_absolute_url(), {"decision": decision, "seen": seen} | more)


def test_three_accounts_take_a_group_from_nothing_to_its_certificate(
    client, sign_in, tree, team, worker, office, manager
):
    post = make_current(make_leader(tree.building), Kind.TEAM, organization=team)
    sign_in(worker)
    assert "Begin filing" in client.get(team.get_absolute_url()).content.decode()
    address = f"{page('filing-create', team.pk)}?kind=first"
    assert client.get(address).context["form"].initial["person"] == str(post.pk)
    client.post(address, {"person": post.pk, "purpose": "健身交友"})
    filing = Filing.objects.get()
    shown = client.get(filing.get_absolute_url()).content.decode()
    assert shown.count(">Missing<") == 2
    for paper in ("charter", "roster"):
        upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n")
        client.post(page("filing-document-add", filing.pk), {"kind": paper, "title": "", "file": upload})
    client.post(page("filing-submit", filing.pk), {"seen": pack(again(filing))})
    assert again(filing).state == "submitted"

    sign_in(office)
    assert filing.organization.name in client.get(reverse("desk:review-queue")).content.decode()
    assert decide(client, filing).status_code == 302
    sign_in(manager)
    assert decide(client, filing).status_code == 302

    filing = again(filing)
    assert (filing.state, filing.person_in_charge) == ("filed", "陆建国")
    sign_in(worker)
    certificate = client.get(page("filing-certificate", filing.pk)).content.decode()
    assert filing.number in certificate and "陆建国" in certificate and "<svg" in certificate
    assert "style=" not in certificate
    client.logout()
    assert filing.number in client.get(reverse("directory:filing-verify", args=[filing.token])).content.decode()


def test_a_decision_on_a_stale_page_is_answered_409_and_changes_nothing(client, sign_in, team, office, manager):
    filing = make_filing(team, state="submitted")
    old = pack(again(filing))
    filing.withdraw(by=make_user())
    again(filing).submit(by=make_user())
    sign_in(office)

    response = decide(client, filing, seen=old)

    assert response.status_code == 409
    assert "look at it again" in response.content.decode()
    assert again(filing).state == "submitted"
    assert decide(client, filing).status_code == 302
    assert decide(client, filing).status_code == 403  # a clerk's second click meets the manager's part
    sign_in(manager)
    assert decide(client, filing, seen=old).status_code == 409
    assert decide(client, filing).status_code == 302
    assert decide(client, filing).status_code == 409
    assert Filing.objects.filter(serial__isnull=False).count() == 1


def test_the_submitter_and_the_reviewer_are_told_why_they_do_not_decide(client, sign_in, team, manager):
    own = make_filing(team, state="submitted", by=manager)
    sign_in(manager)
    assert "Nobody decides what they submitted" in client.get(own.get_absolute_url()).content.decode()
    assert decide(client, own).status_code == 409
    own.review(by=make_user())
    assert decide(client, own).status_code == 409

    make_user(Role.MANAGER, manager.postings.get().region)  # somebody is left to decide what this one pre-checked
    reviewed = make_filing(make_organization(team.region), state="reviewed", reviewer=manager)
    response = decide(client, reviewed)

    assert response.status_code == 409
    assert "Who pre-checked" in response.content.decode()


def test_the_queue_leaves_out_what_one_submitted_or_pre_checked(team, manager):
    make_user(Role.MANAGER, manager.postings.get().region)
    make_filing(team, state="reviewed", reviewer=manager)
    make_filing(make_organization(team.region), state="submitted", by=manager)

    assert waiting_count(manager) == 0


def test_a_worker_decides_nothing(client, sign_in, team, worker):
    filing = make_filing(team, state="submitted")

    assert decide(sign_in(worker), filing).status_code == 403


def test_returning_without_a_reason_keeps_the_choice(client, sign_in, team, office):
    filing = make_filing(team, state="submitted")
    sign_in(office)

    response = decide(client, filing, "return")
    assert response.status_code == 200
    assert "Say what is to be changed." in response.content.decode()
    decide(client, filing, "return", reason="章程缺页")

    assert again(filing).return_reason == "章程缺页"


def test_submitting_twice_says_so(client, sign_in, team, worker):
    filing = make_filing(team, by=worker)
    sign_in(worker)
    seen = pack(again(filing))
    client.post(page("filing-submit", filing.pk), {"seen": seen})

    response = client.post(page("filing-submit", filing.pk), {"seen": seen}, follow=True)

    assert "look at it again" in response.content.decode()
    assert again(filing).state == "submitted"


def test_two_windows_begin_one_filing(client, sign_in, team, worker):
    sign_in(worker)
    address = f"{page('filing-create', team.pk)}?kind=first"
    client.post(address, {"purpose": "一"})

    second = client.post(address, {"purpose": "二"})

    assert second.status_code == 409
    assert "二" in second.content.decode()
    assert Filing.objects.get().purpose == "一"
    assert client.get(address).status_code == 302


def test_two_windows_on_one_draft_keep_what_was_typed(client, sign_in, team, worker):
    filing = make_filing(team, by=worker)
    sign_in(worker)
    typed = {"person": "other", "person_name": "周文娟", "seen": seen_on(client.get(page("filing-update", filing.pk)))}
    client.post(page("filing-update", filing.pk), typed | {"purpose": "第一个窗口"})

    second = client.post(page("filing-update", filing.pk), typed | {"purpose": "第二个窗口"})

    assert second.status_code == 409
    assert "第二个窗口" in second.content.decode()
    assert again(filing).purpose == "第一个窗口"


def test_a_leader_of_another_team_is_no_choice(client, sign_in, tree, team, worker):
    elsewhere = make_organization(tree.other_community)
    post = make_current(make_leader(tree.other_building), Kind.TEAM, organization=elsewhere)
    sign_in(worker)

    response = client.post(page("filing-create", team.pk), {"person": post.pk, "purpose": "x"})

    assert response.status_code == 200
    assert not Filing.objects.exists()


def test_somebody_else_needs_a_name(client, sign_in, team, worker):
    response = sign_in(worker).post(page("filing-create", team.pk), {"person": "other", "purpose": "x"})

    assert "Give the name of the person in charge." in response.content.decode()


@pytest.mark.parametrize("text", ["310112195501011231", "6222021234567890128"])
def test_numbers_of_cards_are_refused(client, sign_in, team, worker, text):
    response = sign_in(worker).post(page("filing-create", team.pk), {"person": "", "purpose": text})

    assert response.status_code == 200
    assert not Filing.objects.exists()


def test_a_barred_organization_shows_the_reason_and_no_form(client, sign_in, tree, worker):
    team = make_organization(tree.community, name="平南苑业主委员会")

    text = sign_in(worker).get(page("filing-create", team.pk)).content.decode()

    assert "Owners&#x27; committees report to the street" in text
    assert 'name="purpose"' not in text


def test_a_filing_for_a_retired_region_is_refused_with_its_name(client, sign_in, tree, team, worker):
    tree.community.retired_on = TODAY
    tree.community.save()

    response = sign_in(worker).post(page("filing-create", team.pk), {"purpose": "x"})

    assert response.status_code == 409
    assert "古美一村居委会 is retired." in response.content.decode()


def test_giving_up_and_ending_ask_first(client, sign_in, team, worker, manager):
    draft = make_filing(team, by=worker)
    sign_in(worker)
    assert "Give up this filing" in client.get(page("filing-drop", draft.pk)).content.decode()
    client.post(page("filing-drop", draft.pk), {"reason": "", "seen": pack(again(draft))})
    assert again(draft).state == "dropped"

    filed = make_filing(again(team), state="filed")
    sign_in(manager)
    address = page("filing-end", filed.pk)
    assert client.post(address, {"reason": "", "seen": pack(again(filed))}).status_code == 200
    client.post(address, {"reason": "自愿注销", "seen": pack(again(filed))})

    assert (again(filed).state, again(team).legal_status) == ("ended", "guided")
    assert client.post(address, {"reason": "再来", "seen": pack(again(filed))}).status_code == 409


def test_an_overseer_sees_the_filing_and_none_of_its_papers(client, sign_in, tree, team):
    filing = make_filing(team, state="submitted")

    text = sign_in(make_user(Role.OVERSEER, tree.county)).get(filing.get_absolute_url()).content.decode()

    assert team.name in text
    assert "/documents/" not in text


def test_ids_of_papers_elsewhere_do_nothing(client, sign_in, tree, team, worker):
    other = make_filing(make_organization(tree.other_community))
    paper = Document.objects.of(other).first()
    sign_in(worker)

    assert client.post(page("document-remove", paper.pk)).status_code == 404
    assert client.post(page("filing-submit", other.pk), {"seen": 1}).status_code == 404
    assert again(other).state == "draft"


def test_the_admin_moves_filings_by_the_same_verbs(client, sign_in, team):
    admin = make_superuser()
    sign_in(admin)
    filing = make_filing(team, state="reviewed")
    own = make_filing(make_organization(team.region), state="submitted", by=admin)
    address = reverse("admin:communities_filing_changelist")

    client.post(address, {"action": "decide", "_selected_action": [filing.pk, own.pk]})
    refused = client.post(address, {"action": "send_back", "_selected_action": [own.pk], "reason": "改"}, follow=True)

    assert (again(filing).state, again(own).state) == ("filed", "submitted")
    assert "Nobody decides what they submitted themselves." in refused.content.decode()
    shown = client.get(reverse("admin:communities_filing_change", args=[filing.pk])).content.decode()
    assert filing.purpose in shown and again(filing).token not in shown
    assert client.get(reverse("admin:communities_yearlyreport_changelist")).status_code == 200


@pytest.mark.parametrize("name", ["filing-detail", "filing-print"])
def test_a_draft_shows_the_members_of_today_and_says_so(sign_in, team, worker, name):
    filing = make_filing(team, state="draft", by=worker)
    team.set_members(by=worker, year=TODAY.year, members=23)
    said = f"23 (entered for {TODAY.year}; fixed when it is submitted)"

    assert said in sign_in(worker).get(page(name, filing.pk)).content.decode()
    filing.submit(by=worker)
    team.set_members(by=worker, year=TODAY.year, members=31)

    shown = sign_in(worker).get(page(name, filing.pk)).content.decode()
    assert ">23<" in shown and "fixed when it is submitted" not in shown


@pytest.mark.parametrize(("name", "marks"), [("filing-create", 2), ("filing-paper-create", 0)])
def test_what_only_the_submission_needs_is_not_called_optional(sign_in, team, worker, name, marks):
    shown = sign_in(worker).get(page(name, team.pk)).content.decode()

    assert shown.count("needed when it is submitted") == marks
    legend = re.search(r"<legend>\s*Person in charge.*?</legend>", shown, re.DOTALL)[0]
    assert ("optional" in legend) == (marks == 0)
