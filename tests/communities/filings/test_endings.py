"""A filing ends with what is in hand to follow it, named beforehand; nothing of it waits where nobody can pass it."""

import pytest
from django.urls import reverse

from communities.closings.models import Closing
from communities.filings.models import Filing
from communities.organizations.credit_code import check_sign
from communities.organizations.models import Organization
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import close, make_filing, make_paper_filing, make_user

CODE = "51310112MJ6789012" + check_sign("51310112MJ6789012")
STATES = ["draft", "submitted", "reviewed", "returned"]


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def in_hand(team, kind, state):
    """One that follows the filing of the group, in `state`."""
    row = make_filing(again(team), kind=kind)
    if kind == "amend":
        row.revise(by=make_user(), charter_changes="增加一名副队长")
    if state != "draft":
        row.submit(by=make_user())
    if state == "reviewed":
        row.review(by=make_user())
    if state == "returned":
        row.send_back(by=make_user(), reason="缺章")
    return row


def end_page(filing):
    return reverse("communities:filing-end", args=[filing.pk])


@pytest.fixture
def manager(tree):
    return make_user(Role.MANAGER, tree.street)


@pytest.fixture
def filed(team):
    return make_filing(team, state="filed")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["change", "amend"])
def test_what_follows_a_filing_is_named_and_given_up_with_it(team, filed, manager, sign_in, kind, state):
    change = in_hand(team, kind, state)
    client = sign_in(manager)

    page = client.get(end_page(filed))
    client.post(end_page(filed), {"reason": "解散", "hung": page.context["form"]["hung"].value()})

    assert f'href="{change.get_absolute_url()}"' in page.content.decode()
    assert (again(filed).state, again(change).state, again(team).legal_status) == ("ended", "dropped", "guided")
    assert AuditEntry.objects.filter(verb="filing.drop", note="解散").exists()


def test_what_came_in_hand_after_the_page_was_opened_is_shown_first(team, filed, manager, sign_in):
    client = sign_in(manager)
    shown = client.get(end_page(filed)).context["form"]["hung"].value()
    change = make_filing(again(team), kind="change", state="submitted")

    answer = client.post(end_page(filed), {"reason": "解散", "hung": shown})

    assert answer.status_code == 409 and change.get_absolute_url() in answer.content.decode()
    assert (again(filed).state, again(change).state) == ("filed", "submitted")


@pytest.mark.parametrize("state", STATES)
def test_a_closing_taken_back_brings_both_back_as_they_were(team, filed, state):
    change = in_hand(team, "change", state)

    close(again(team))
    between = [again(filed).state, again(change).state]
    Closing.objects.get(organization=team).take_back(by=make_user(), reason="误操作")

    assert between == ["ended", "dropped"]
    assert (again(filed).state, again(filed).is_standing, again(change).state) == ("filed", True, state)
    assert again(team).legal_status == "filed"


@pytest.mark.parametrize("state", [*STATES, "entered"])
def test_a_registration_takes_the_place_of_a_filing_in_hand(team, tree, manager, sign_in, state):
    filing = make_paper_filing(team) if state == "entered" else in_hand(team, "first", state)
    address = reverse("communities:organization-registration", args=[team.pk])

    page = sign_in(manager).get(address).content.decode()
    again(team).register_with_civil_affairs(by=manager, code=CODE, on=TODAY, authority="区民政局")

    assert filing.get_absolute_url() in page
    assert again(filing).state == "dropped" and not Filing.objects.open().exists()
    assert Organization.objects.get(pk=team.pk).legal_status == "registered"
