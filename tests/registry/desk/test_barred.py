"""Nobody decides what an account handed in whose first password they gave lately: no door, no verb, no queue."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.pages.decisions import DecisionPage
from communities.postings.actions import add_posting, create_person, reset_password
from communities.records.moves import MADE, MADE_FOR
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.desk.waiting import QUEUES, entries
from tests.factories import make_filing, make_superuser, make_user
from tests.registry.desk.test_nothing_forgotten import MADE as ROWS
from tests.registry.desk.test_nothing_forgotten import group
from tests.walk.entries import ENTRIES
from tests.windows import answer

pytestmark = pytest.mark.django_db
# The row each page decides; a page that is not named here fails the first test.
KEYS = {
    "FilingDetail": "filing-review",
    "ReportDetail": "report",
    "ManagementDetail": "management",
    "SupportDetail": "support",
    "RatingDecide": "rating",
    "AuthorityDetail": "authority",
    "ClosingDetail": "closing",
    "IncentiveDetail": "incentive",
    "AppointmentPage": "appointment",
    "OutsideDetail": "outside_hours",
    "HonourDetail": "earlier_honour",
    "ErasureDetail": "erasure",
    "ReplyDetail": "satisfaction_reply",
}


DOORS = {entry.view_class: entry.name for entry in ENTRIES if issubclass(entry.view_class, DecisionPage)}


def test_every_deciding_page_is_tried():
    assert {page.__name__ for page in DOORS} == set(KEYS)


def made_by(account, boss, ago=timedelta()):
    User.objects.filter(pk=account.pk).update(first_password_by=boss, first_password_at=timezone.now() - ago)


@pytest.mark.parametrize("page", DOORS, ids=lambda page: page.__name__)
def test_what_a_made_account_handed_in_is_decided_by_others(client, sign_in, tree, manager, page):
    key = KEYS[page.__name__]
    row = ROWS[key](tree, manager)
    made_by(getattr(row, page.submitter), manager)
    address = reverse(DOORS[page], args=[row.pk])
    queue = [one for one in QUEUES if one.source.key == key]
    client = sign_in(manager)

    assert str(MADE) in client.get(address).context["why_not"] and not client.get(address).context["may_decide"]
    assert entries(queue, manager) == []
    with pytest.raises(ValidationError) as refused:
        row.send_back(by=manager, reason="改")
    assert refused.value.code == "made"
    # Two more: a filing takes one who pre-checks it and another who decides, or nobody is named.
    colleague, _third = make_user(Role.MANAGER, tree.street), make_user(Role.MANAGER, tree.street)
    assert len(entries(queue, colleague)) == 1
    assert client.get(address).context["who"].count(str(colleague)) == 1

    made_by(getattr(row, page.submitter), manager, ago=MADE_FOR + timedelta(minutes=1))
    assert len(entries(queue, manager)) == 1
    assert answer(client, address, {"decision": "return", "reason": "改"}).status_code == 302


def test_whose_first_password_one_gave_prechecks_for_nobody(tree, manager, office):
    filing = make_filing(group(tree), state="submitted")
    made_by(office, manager)
    office.refresh_from_db()

    with pytest.raises(ValidationError) as refused:
        filing.review(by=office)
    assert refused.value.code == "last"
    make_user(Role.MANAGER, tree.street)
    filing.review(by=office)
    with pytest.raises(ValidationError) as refused:
        filing.decide(by=manager)
    assert refused.value.code == "made"


def test_who_gave_a_first_password_is_kept_and_another_lifts_it(tree, manager, office):
    person, _password = create_person(
        username="xin", display_name="新", role=Role.WORKER, region=tree.community, by=manager
    )
    assert (person.first_password_by, person.first_password_at is not None) == (manager, True)

    reset_password(person=person, by=office)

    assert User.objects.get(pk=person.pk).first_password_by == office


def test_nobody_posts_themselves(tree):
    boss = make_superuser()

    with pytest.raises(ValidationError) as refused:
        add_posting(user=boss, role=Role.MANAGER, region=tree.street, by=boss)

    assert refused.value.code == "own" and not boss.postings.exists()
