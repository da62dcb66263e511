"""Before it is handed in, a filing says whether the staff of today can carry it to its decision, and who else could."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.filings.models import Filing
from communities.postings.actions import name_deputy
from registry.accounts.models import User
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_filing, make_user

AHEAD = "With the staff of today nobody could decide it if you hand it in."
BEHIND = "With the staff of today nobody can decide it as it was handed in."
NONE = (
    "With the staff of today nobody could decide it. First a manager names a deputy for a time, not whoever hands it in"
)


@pytest.fixture
def clerk(tree):
    return make_user(Role.OFFICE, tree.street, display_name="沈经办")


@pytest.fixture
def manager(tree):
    return make_user(Role.MANAGER, tree.street, display_name="顾书记")


@pytest.fixture
def shows(sign_in):
    return lambda user, filing: sign_in(user).get(filing.get_absolute_url()).content.decode()


def test_a_clerk_beside_one_manager_is_told_who_hands_it_in(tree, team, clerk, manager, shows):
    draft = make_filing(team, state="draft", by=clerk)
    assert NONE in shows(clerk, draft)

    worker = make_user(Role.WORKER, tree.community, display_name="张社工")

    assert f"{AHEAD} Let one of these hand it in: {worker}." in shows(clerk, draft)
    assert "With the staff of today" not in shows(worker, draft)


def test_what_was_handed_in_so_says_who_can_withdraw_it_and_hand_it_in(tree, team, clerk, manager, shows):
    worker = make_user(Role.WORKER, tree.community, display_name="张社工")
    filing = make_filing(team, state="submitted", by=clerk)

    for reader in (clerk, manager, worker):
        assert f"{BEHIND} One of these can withdraw it and hand it in anew: 张社工." in shows(reader, filing), reader
    filing.withdraw(by=worker)
    Filing.objects.get(pk=filing.pk).submit(by=worker)

    assert "With the staff of today" not in shows(clerk, filing)


@pytest.mark.parametrize("second", [Role.OFFICE, Role.MANAGER])
def test_with_a_third_person_nothing_is_said(tree, team, clerk, manager, shows, second):
    make_user(second, tree.street)

    assert "With the staff of today" not in shows(clerk, make_filing(team, state="draft", by=clerk))


def test_a_deputy_is_a_third_person(tree, team, clerk, manager, shows):
    worker = make_user(Role.WORKER, tree.community)
    name_deputy(person=worker, region=tree.street, until=TODAY + timedelta(days=3), by=manager)

    assert "With the staff of today" not in shows(clerk, make_filing(team, state="draft", by=clerk))


def test_two_accounts_of_which_one_gave_the_other_its_password_are_one(team, clerk, manager, shows):
    clerk.give_first_password(by=manager)
    clerk.save()
    worker = make_user(Role.WORKER, team.region)

    assert NONE in shows(worker, make_filing(team, state="draft", by=worker))


def test_a_paper_takes_two_and_says_so_before_it_is_typed(tree, team, manager, sign_in):
    page = reverse("communities:filing-paper-create", args=[team.pk])
    assert NONE in sign_in(manager).get(page).content.decode()

    clerk = make_user(Role.OFFICE, tree.street, display_name="沈经办")
    assert f"Let one of these hand it in: {clerk}." in sign_in(manager).get(page).content.decode()
    assert "With the staff of today" not in sign_in(clerk).get(page).content.decode()


def test_the_office_of_the_county_is_named_where_a_decision_goes_there(tree, team, clerk, shows):
    make_user(Role.MANAGER, tree.street.parent, display_name="许科长")
    worker = make_user(Role.WORKER, tree.community)
    filing = make_filing(team, state="submitted", by=worker)

    assert f"it is decided by one of: 许科长 ({tree.street.parent.name})." in shows(clerk, filing)
    filing.review(by=User.objects.get(pk=clerk.pk))
    assert f"To be decided by one of: 许科长 ({tree.street.parent.name})." in shows(worker, filing)


def test_whoever_is_posted_in_the_street_too_bears_no_office(tree, team, clerk, shows):
    both = make_user(Role.MANAGER, tree.street.parent, display_name="许科长")
    both.postings.create(region=tree.street, role=Role.MANAGER, started_on=TODAY)
    filing = make_filing(team, state="submitted", by=make_user(Role.WORKER, tree.community))

    assert "it is decided by one of: 许科长." in shows(clerk, filing)
