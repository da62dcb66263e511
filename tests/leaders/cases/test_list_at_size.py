"""The list of matters where many lie: the page is found by its keys, tabs are counted in an index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.scope import counts_by
from leaders.cases.models import Case
from leaders.cases.views.case import CaseList
from registry.accounts.roles import Role
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(tree):
    return [make_case(tree.community, title=f"事项{number}") for number in range(5)]


@pytest.mark.parametrize("order", ["due", "-due", "newest", "place"])
def test_the_pages_follow_each_other_in_each_order(tree, rows, sign_in, monkeypatch, order):
    monkeypatch.setattr(CaseList, "page_size", 2)
    Case.objects.filter(pk__in=[rows[0].pk, rows[3].pk]).update(due_on=None)
    client, shown, url = sign_in(make_user(Role.MANAGER, tree.street)), [], "?state=all&order=" + order
    while url:
        page = client.get(reverse("leaders:case-list") + url).context["page"]
        shown += [row.pk for row in page.rows]
        url = page.next_url

    wanted = {"newest": [row.pk for row in rows][::-1], "place": [row.pk for row in rows]}
    assert sorted(shown) == sorted(row.pk for row in rows)
    assert shown == wanted.get(order, shown)
    assert "due" not in order or set(shown[3:]) == {rows[0].pk, rows[3].pk}  # those without a day stand last


def test_names_are_joined_to_the_rows_of_the_page_alone(tree, rows, sign_in):
    client = sign_in(make_user(Role.MANAGER, tree.street))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("leaders:case-list"))

    (page,) = [one["sql"] for one in asked if '"name_sealed"' in one["sql"]]
    assert "IN (SELECT" in page and page.index("JOIN") < page.index("IN (SELECT")


def test_states_are_counted_as_far_as_the_cap(tree, rows):
    rows[0].accept(by=make_user(Role.WORKER, tree.community))

    assert counts_by(Case.objects.standing(), "state") == {"received": 4, "handling": 1}
    assert sum(counts_by(Case.objects.standing(), "state", cap=2).values()) == 3
    assert counts_by(Case.objects.none(), "state") == {}
