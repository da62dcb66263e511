"""A statement is kept for a day: whatever else a question depended on would be told wrongly until midnight."""

from datetime import datetime, timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from communities.records.statements import asked
from communities.regions.models import Region
from leaders.nominations.models import Nomination
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role
from registry.desk.due import tasks
from registry.upkeep import written as statements
from registry.upkeep.written import Given, ago, ask
from tests.clock import NOW
from tests.conftest import told
from tests.factories import make_nomination, make_superuser, make_tree, make_user

PAGES = ["/work/", "/work/due/", "/work/review/", "/work/calendar/"]
write = statements.written


def at(hour):
    return datetime.combine(NOW.date(), datetime.min.time(), NOW.tzinfo) + timedelta(hours=hour)


@pytest.fixture
def written(monkeypatch):
    """[(what builds the question, the Question)] of all that are written during a test, which begins with none kept."""
    statements.forget()
    found = []

    def noting(build):
        found.append((build, write(build)))
        return found[-1][1]

    monkeypatch.setattr(statements, "written", noting)
    return found


def now(question):
    given = question.compiler.given
    return question.compiler.filled(
        {name: question.compiler.values[at] for at, name in given.items()}, DEFAULT_DB_ALIAS
    ).values


@pytest.mark.django_db
def test_every_question_of_the_desk_is_the_same_later_that_day_and_asks_nothing_itself(client, clock, written, world):
    _tree, users, _rows = world
    clock.move_to(at(8), tick=False)
    for user in [*users.values(), make_superuser()]:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for page in PAGES:
            client.get(page)
    noted = list(written)
    clock.move_to(at(20), tick=False)

    with CaptureQueriesContext(connection) as queries:
        again = [write(build) for build, _question in noted]

    assert len(noted) > 40
    assert [query["sql"] for query in queries] == []
    for (_build, kept), fresh in zip(noted, again, strict=True):
        assert told(kept) == told(fresh)
        assert now(kept) == now(fresh) == fresh.compiler.values


@pytest.mark.django_db
def test_a_question_is_written_once_for_an_account_a_day_and_a_language(clock, written):
    tree = make_tree()
    user = make_user(Role.WORKER, tree.community)

    def ask():
        tasks(User.objects.get(pk=user.pk))
        return len(written)

    first = ask()
    assert ask() == first
    with translation.override("zh-hans"):
        assert ask() > first
        second = ask()
    clock.move_to(at(26), tick=False)
    assert ask() > second


@pytest.mark.django_db
def test_what_was_kept_ends_with_the_posting(clock):
    tree = make_tree()
    user = make_user(Role.WORKER, tree.community)

    def seen():
        me = User.objects.get(pk=user.pk)
        return asked("places", me, lambda: Region.objects.permitted(me, Permission.REGION_VIEW).values_list("pk"))

    assert (tree.community.pk,) in seen()
    user.postings.update(ended_on=NOW.date(), started_on=NOW.date() - timedelta(days=1))
    assert seen() == []


@pytest.mark.django_db
def test_the_moment_is_that_of_the_asking(clock):
    tree = make_tree()
    user = make_user(Role.WORKER, tree.community)
    clock.move_to(at(8), tick=False)
    row = make_nomination(tree.building)

    def old():
        return Nomination.objects.filter(received_at__lt=ago(timedelta(hours=1))).values_list("pk", "received_at")

    assert asked("old", user, old) == []
    clock.move_to(at(10), tick=False)
    assert asked("old", user, old) == [(row.pk, row.received_at)]


@pytest.mark.django_db
def test_the_oldest_statements_make_room(monkeypatch, written):
    monkeypatch.setattr(statements, "KEPT", 2)

    for name in ["a", "b", "a", "c", "a", "b"]:
        ask(name, lambda: Region.objects.values_list("pk"))

    assert len(written) == 4  # b was the one asked for longest ago when c came


@pytest.mark.django_db
def test_what_is_given_is_filled_in_and_rows_come_with_what_they_lean_on(django_assert_num_queries):
    tree = make_tree()

    def one(pk):
        return ask("one", lambda: Region.objects.select_related("parent").filter(pk=Given("pk")), pk=pk)

    with django_assert_num_queries(2):
        found = [one(row.pk) for row in (tree.street, tree.community)]
        assert [[row.parent.pk for row in rows] for rows in found] == [[tree.street.parent_id], [tree.street.pk]]
    assert one(2**63) == one(0) == []


@pytest.mark.django_db
def test_a_question_that_begins_at_a_row_is_not_kept():
    """Else whoever asks next gets what hangs on the row of whoever asked first."""
    street = make_tree().street

    with pytest.raises(ValueError, match="Given"):
        ask("children", street.children.all)
