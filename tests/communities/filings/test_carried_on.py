"""The queue offers a filing only to whoever can carry it on; one that nobody can is in the list of who can see to it."""

import pytest
from django.urls import reverse

from communities.filings.desk import filings_stuck
from communities.filings.models import Filing
from registry.accounts.roles import Role
from registry.desk.due import tasks
from registry.desk.waiting import entries, queues_of
from tests.factories import make_filing, make_superuser, make_user

pytestmark = pytest.mark.django_db
W, K, M, C = "worker", "office", "manager", "county"
# Who is posted; who of them (by number) got a first password from whom; and whether the filing that the first of them
# handed in can be carried to its end.
STAFFINGS = [
    ([W], (), False),
    ([W, K], (), False),
    ([W, M], (), False),
    ([K, M], (), False),
    ([W, K, M], (), True),
    ([K, M, M], (), True),
    ([M, K, M], (), True),
    ([M, K, K], (), False),
    ([W, K, C], (), True),
    ([K, M, C], (), True),
    ([K, C], (), False),
    ([W, K, M], (0, 1), False),
    ([W, K, M], (0, 2), False),
    ([W, K, M, M], (0, 2), True),
    ([W, K, M], (1, 2), False),
    ([W, K, M, M], (1, 2), True),
]


def staff(tree, roles, given):
    places = {W: (Role.WORKER, tree.community), C: (Role.MANAGER, tree.street.parent)}
    people = [make_user(*places.get(role, (role, tree.street))) for role in roles]
    if given:
        made, maker = (people[number] for number in given)
        made.give_first_password(by=maker)
        made.save()
    return people


def offered(user):
    return {row.url for row in entries(queues_of(user), user)}


def due(user):
    return {task.url for task in tasks(user) if task.key == "filing_stuck"}


@pytest.mark.parametrize(("roles", "given", "goes_on"), STAFFINGS)
@pytest.mark.parametrize("state", ["submitted", "reviewed"])
def test_it_is_offered_to_whoever_can_carry_it_on_else_somebody_is_told(tree, team, roles, given, goes_on, state):
    people = staff(tree, roles, given)
    row = make_filing(team, state="submitted", by=people[0])
    url = row.get_absolute_url()
    assert row.could_be_decided(people[0]) == goes_on

    takers = [user for user in people if url in offered(user)]
    assert bool(takers) == goes_on
    assert {url in due(user) for user in people} == {not goes_on}
    for user in takers if state == "reviewed" else ():
        Filing.objects.get(pk=row.pk).review(by=user)
        last = [one for one in people if url in offered(one)]
        assert last and user not in last and not any(url in due(one) for one in people)
        Filing.objects.get(pk=row.pk).decide(by=last[0])
        return


def test_whoever_is_left_when_the_decider_goes_is_told(tree, team):
    worker, clerk, manager = (make_user(role, place) for role, place in [
        (Role.WORKER, tree.community), (Role.OFFICE, tree.street), (Role.MANAGER, tree.street),
    ])  # fmt: skip
    row = make_filing(team, state="reviewed", by=worker, reviewer=clerk)
    assert not filings_stuck(worker)

    manager.is_active = False
    manager.save()

    assert [row] == list(filings_stuck(worker)) == list(filings_stuck(clerk))
    assert [task.title for task in tasks(worker) if task.key == "filing_stuck"] == [team.name]


def test_an_administrator_finds_it_in_the_queue(tree, team):
    row = make_filing(team, state="submitted", by=make_user(Role.WORKER, tree.community))
    admin = make_superuser()

    assert row.get_absolute_url() in offered(admin) and not due(admin)


def test_the_page_says_who_can_change_it_and_where(tree, team, sign_in):
    worker, clerk = make_user(Role.WORKER, tree.community), make_user(Role.OFFICE, tree.street)
    row = make_filing(team, state="reviewed", by=worker, reviewer=clerk)

    said = sign_in(worker).get(row.get_absolute_url()).content.decode()
    assert f"Nobody of the street is left who may decide it, and nobody of {tree.street.parent.name}." in said
    assert "Ask an administrator to post a manager, in the street or above it." in said

    both = make_user(Role.MANAGER, tree.street, display_name="顾书记")
    Filing.objects.filter(pk=row.pk).update(reviewed_by=both)
    said = sign_in(worker).get(row.get_absolute_url()).content.decode()
    assert "顾书记 can name a deputy for a time, on the page of somebody who works in the street." in said
    assert "An administrator can post one more manager, there or above." in said


def test_a_street_without_a_manager_is_told_to_ask_for_one(tree, team, sign_in):
    draft = make_filing(team, state="draft", by=make_user(Role.WORKER, tree.community))

    said = sign_in(draft.drafted_by).get(draft.get_absolute_url()).content.decode()
    assert "With the staff of today nobody could decide it. Ask an administrator to post a manager" in said


@pytest.mark.parametrize("has_staff", [True, False])
def test_handing_in_promises_a_decision_only_where_somebody_can_take_it(tree, team, sign_in, has_staff):
    row = make_filing(team, state="draft", by=make_user(Role.WORKER, tree.community))
    for role in (Role.OFFICE, Role.MANAGER) if has_staff else ():
        make_user(role, tree.street)

    said = sign_in(row.drafted_by).post(reverse("communities:filing-submit", args=[row.pk]), follow=True)

    assert Filing.objects.get().state == "submitted"
    assert ("The street pre-checks and decides it." in said.content.decode()) == has_staff
    assert ("Submitted, but nobody is left to decide it." in said.content.decode()) != has_staff
