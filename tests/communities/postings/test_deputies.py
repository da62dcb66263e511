from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from communities.postings.actions import DEPUTY_LONGEST, end_posting, name_deputy
from communities.scope import holders
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role
from registry.audit.models import AuditEntry
from registry.desk.waiting import QUEUES
from tests.clock import NOW, TODAY
from tests.factories import (
    make_authority_decision,
    make_closing,
    make_filing,
    make_incentive,
    make_leader,
    make_organization,
    make_proposal,
    make_report,
    make_support,
    make_user,
)


def decides(user, region):
    """As the next request would find it."""
    return holders(Permission.FILING_DECIDE, region.path).filter(pk=user.pk).exists()


def test_a_deputy_decides_until_the_day_and_the_log_says_so(tree, office, manager, clock):
    posting = name_deputy(person=office, region=tree.street, until=TODAY + timedelta(days=3), by=manager)

    assert AuditEntry.objects.get(verb="posting.deputy").actor == manager
    assert posting.last_day == TODAY + timedelta(days=3)
    for days, counts in ((0, True), (3, True), (4, False)):
        clock.move_to(NOW + timedelta(days=days))
        assert decides(office, tree.street) == counts


@pytest.mark.parametrize(
    ("who", "by", "days", "code"),
    [
        ("office", "office", 3, "rank"),
        ("manager", "manager", 3, "own"),
        ("stranger", "manager", 3, "elsewhere"),
        ("office", "manager", DEPUTY_LONGEST.days + 1, "date"),
        ("office", "manager", -1, "date"),
    ],
)
def test_who_names_whom_and_for_how_long(tree, office, manager, who, by, days, code):
    people = {"office": office, "manager": manager, "stranger": make_user(Role.OFFICE, tree.other_street)}

    with pytest.raises(ValidationError) as refused:
        name_deputy(person=people[who], region=tree.street, until=TODAY + timedelta(days=days), by=people[by])

    error = refused.value
    assert code == (error.code if hasattr(error, "code") else error.error_dict["until"][0].code)


def test_a_deputy_names_no_deputy(tree, office, worker, manager):
    name_deputy(person=office, region=tree.street, until=TODAY, by=manager)

    with pytest.raises(ValidationError) as refused:
        name_deputy(person=worker, region=tree.street, until=TODAY, by=office)

    assert refused.value.code == "rank"


def test_a_manager_ends_a_deputy_at_any_time(tree, office, manager):
    posting = name_deputy(person=office, region=tree.street, until=TODAY + timedelta(days=3), by=manager)

    end_posting(posting=posting, by=manager)

    assert not decides(office, tree.street)


def test_the_only_manager_does_not_pre_check_what_then_nobody_could_decide(tree, office, manager, sign_in):
    filing = make_filing(make_organization(tree.community), state="submitted", by=office)
    page = sign_in(manager).get(filing.get_absolute_url()).content.decode()

    assert "You are the only one left who may decide this filing" in page
    with pytest.raises(ValidationError) as refused:
        filing.review(by=manager)
    assert refused.value.code == "last"


def test_with_a_deputy_the_filing_goes_on(tree, office, worker, manager, sign_in):
    filing = make_filing(make_organization(tree.community), state="submitted", by=office)
    name_deputy(person=worker, region=tree.street, until=TODAY, by=manager)

    page = sign_in(manager).get(filing.get_absolute_url()).content.decode()
    filing.review(by=manager)
    filing.decide(by=User.objects.get(pk=worker.pk))

    assert f"After your pre-check it is decided by one of: {worker}." in page
    assert filing.state == "filed"


def test_the_page_says_who_is_left_to_decide(tree, office, worker, manager, sign_in):
    filing = make_filing(make_organization(tree.community), state="reviewed", by=manager, reviewer=office)
    told = sign_in(worker).get(filing.get_absolute_url()).content.decode()
    assert "Nobody of the street is left who may decide it" in told

    make_user(Role.MANAGER, tree.street, display_name="顾书记")
    told = sign_in(worker).get(filing.get_absolute_url()).content.decode()
    assert "To be decided by one of: 顾书记." in told


def test_the_page_names_a_deputy(tree, office, manager, sign_in):
    page = reverse("communities:person-deputy", args=[office.pk])

    sign_in(manager).post(page, {"region": tree.street.pk, "until": str(TODAY)})

    assert decides(office, tree.street)


def test_the_page_of_a_deputy_says_so_with_the_last_day_and_offers_no_further_deputy(
    tree, office, manager, worker, sign_in
):
    name_deputy(person=office, region=tree.street, until=TODAY + timedelta(days=2), by=manager)
    person, other = (reverse("communities:person-detail", args=[one.pk]) for one in (office, worker))

    page = sign_in(manager).get(person).content.decode()
    offered = [
        reverse("communities:person-deputy", args=[worker.pk]) in sign_in(one).get(other).content.decode()
        for one in (manager, User.objects.get(pk=office.pk))
    ]

    assert f"{TODAY} – {TODAY + timedelta(days=2)}" in page and ">Deputy<" in page
    assert offered == [True, False]


MADE = {
    "filing-review": lambda place, by: make_filing(make_organization(place), state="submitted", by=by),
    "filing-decide": lambda place, by: make_filing(make_organization(place), state="reviewed", by=by),
    "report": lambda place, by: make_report(make_organization(place), by=by),
    "management": lambda place, by: make_proposal(make_organization(place), by=by),
    "support": lambda place, by: make_support(make_organization(place), granted="9.00", confirmed=False, by=by),
    "authority": lambda place, by: make_authority_decision(make_organization(place), by=by),
    "closing": lambda place, by: make_closing(make_organization(place, is_published=True), by=by),
    "incentive": lambda place, by: make_incentive(make_leader(place), by=by),
}
STAFFINGS = [
    (Role.MANAGER,),
    (Role.MANAGER, Role.WORKER),
    (Role.MANAGER, Role.OFFICE),
    (Role.MANAGER, Role.OFFICE, Role.WORKER),
    (Role.MANAGER, Role.MANAGER),
]


@pytest.mark.parametrize("key", sorted(MADE))
@pytest.mark.parametrize("roles", STAFFINGS)
def test_nothing_waits_where_nobody_can_take_it(tree, key, roles):
    """Whoever hands it in: somebody else finds it in the queue, at once or after a manager has named deputies.

    Two at most: a filing takes three people.
    """
    [queue] = [queue for queue in QUEUES if queue.source.key == key]
    staff = [make_user(role, tree.community if role == Role.WORKER else tree.street) for role in roles]
    for submitter in staff:
        row, there = MADE[key](tree.community, submitter), list(staff)
        for _more in range(2):
            if not taken_by(queue, row, there):
                there.append(make_user(Role.WORKER, tree.community))
                name_deputy(person=there[-1], region=tree.street, until=TODAY, by=staff[0])
        assert taken_by(queue, row, there), (submitter, roles)
        for deputy in there[len(staff) :]:
            deputy.postings.all().delete()


def taken_by(queue, row, staff):
    """Who of the staff finds the row in the queue, and goes on with it when the verb is tried."""
    found = []
    for one in staff:
        user = User.objects.get(pk=one.pk)
        rows = queue.source.rows(user).exclude(**{queue.submitter: user})
        if rows.filter(pk=row.pk).exists() and goes_on(row, user):
            found.append(user)
    return found


def goes_on(row, user):
    row = type(row)._base_manager.get(pk=row.pk)
    try:
        with transaction.atomic():
            (row.review if row.state == "submitted" and hasattr(row, "review") else row.decide)(by=user)
            transaction.set_rollback(True)
    except ValidationError as refused:
        assert refused.code == "last", refused
        return False
    return True
