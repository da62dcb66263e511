"""What waits is in the queue of somebody who may decide it, or due for those who handed it in: whoever works there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.pages.decisions import DecisionPage
from communities.postings.actions import name_deputy
from communities.postings.models import Posting
from communities.ratings.models import Score
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role
from registry.desk.due import tasks
from registry.desk.waiting import entries, queues_of
from tests.clock import TODAY
from tests.factories import make_superuser, make_user
from tests.factories.conduct import make_review
from tests.registry.desk.test_barred import DOORS, KEYS
from tests.registry.desk.test_nothing_forgotten import MADE
from tests.walk.entries import ENTRIES
from tests.walk.steps import addresses

pytestmark = pytest.mark.django_db
# A filing takes three people and is told by its own: tests/communities/filings/test_carried_on.py.
PAGES = [page for page in DOORS if page.__name__ != "FilingDetail"]
STAFFINGS = [
    [Role.WORKER],
    [Role.MANAGER],
    [Role.MANAGER, Role.OFFICE, Role.WORKER],
    [Role.MANAGER, Role.MANAGER, Role.WORKER],
    [Role.OFFICE, Role.OFFICE],
]
SAID = "With the staff of today nobody could decide what"


def again(user):
    """The account as the next request has it."""
    return User.objects.get(pk=user.pk)


def handed_in(page, tree, by):
    """A row that waits on `page`, as `by` handed it in."""
    row = MADE[KEYS[page.__name__]](tree, by)
    type(row)._base_manager.filter(pk=row.pk).update(**{page.submitter: by})
    return row


def with_it_in_the_queue(key, pk, staff):
    return [one for one in map(again, staff) if any(
        entry.pk == pk for entry in entries([q for q in queues_of(one) if q.source.key == key], one)
    )]  # fmt: skip


def told_of_it(key, pk, staff):
    return [one for one in map(again, staff) if any(task.pk == pk for task in tasks(one, [f"{key}_stuck"]))]


@pytest.mark.parametrize("roles", STAFFINGS, ids="+".join)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_it_is_in_a_queue_or_told_as_stuck_and_never_both(tree, page, roles):
    staff = [make_user(role, tree.community if role == Role.WORKER else tree.street) for role in roles]
    key = KEYS[page.__name__]

    for by in staff:
        pk = handed_in(page, tree, by).pk
        takes, told = with_it_in_the_queue(key, pk, staff), told_of_it(key, pk, staff)
        assert bool(takes) is not bool(told) or (not takes and all(role == Role.WORKER for role in roles)), by
        page.model._base_manager.filter(pk=pk).delete()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_the_one_manager_is_led_to_it_and_a_deputy_takes_it(tree, page, sign_in):
    manager, worker = make_user(Role.MANAGER, tree.street), make_user(Role.WORKER, tree.community)
    key, pk = KEYS[page.__name__], handed_in(page, tree, manager).pk

    [task] = tasks(again(manager), [f"{key}_stuck"])
    assert str(task.verb) == "See who could" and sign_in(manager).get(task.url).status_code == 200
    assert with_it_in_the_queue(key, pk, [make_superuser()]) and not told_of_it(key, pk, [make_superuser()])

    name_deputy(person=worker, region=tree.street, until=TODAY + timedelta(days=3), by=again(manager))
    assert with_it_in_the_queue(key, pk, [worker]) and not told_of_it(key, pk, [manager, worker])


def test_who_scored_a_rating_is_not_free_to_decide_it(tree):
    manager, clerk = make_user(Role.MANAGER, tree.street), make_user(Role.OFFICE, tree.street)
    row = handed_in(next(page for page in PAGES if page.__name__ == "RatingDecide"), tree, clerk)
    assert with_it_in_the_queue("rating", row.pk, [manager])

    Score.objects.filter(rating=row).update(reviewer=manager)
    assert not with_it_in_the_queue("rating", row.pk, [manager])
    assert told_of_it("rating", row.pk, [manager, clerk])


def test_a_review_that_one_clerk_heard_alone_is_due(tree, office):
    review = make_review(MADE["appointment"](tree, office))
    type(review).objects.filter(pk=review.pk).update(state="heard", entered_by=office)

    assert told_of_it("conduct", review.pk, [office])


HANDS_IN = [entry for entry in ENTRIES if getattr(entry.view_class, "decided_with", "")]


def test_every_decision_has_a_page_that_warns_before_the_click():
    decided = {entry.view_class.decide_permission for entry in ENTRIES if issubclass(entry.view_class, DecisionPage)}

    # A filing says it by itself; the closing, which a manager decides with the same right, only where it takes two.
    assert decided - {"", Permission.FILING_DECIDE} <= {entry.view_class.decided_with for entry in HANDS_IN}


def test_each_of_them_tells_the_only_one_left_and_no_one_else(world, sign_in):
    tree, users, rows = world
    place, alone = type("Place", (), {"rows": rows}), users["manager"]

    def shows(entry):
        found = [f"{page}?organization={rows['organization'].pk}" for page in addresses(entry, place)]
        pages = [page for page in map(client.get, found) if page.status_code == 200]
        assert pages, entry.name
        return [SAID in page.content.decode() for page in pages]

    second = make_user(Role.MANAGER, tree.street)
    client = sign_in(alone)
    assert [entry.name for entry in HANDS_IN if any(shows(entry))] == []

    Posting.objects.exclude(user=alone).update(ended_on=TODAY)
    assert second.postings.get().ended_on
    client = sign_in(alone)
    assert [entry.name for entry in HANDS_IN if not all(shows(entry))] == []


def test_the_closing_of_a_group_that_takes_two_says_it(tree, manager, sign_in):
    group = MADE["closing"](tree, manager).organization
    group.closings.all().delete()

    assert SAID in sign_in(manager).get(reverse("communities:organization-end", args=[group.pk])).content.decode()
