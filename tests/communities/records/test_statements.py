"""A statement is kept for a day: whatever else a question depended on would be told wrongly until midnight."""

from datetime import datetime, timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from communities.records import statements
from communities.records.statements import ago, asked
from communities.regions.models import Region
from leaders.nominations.models import Nomination
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role
from registry.desk.due import tasks
from tests.clock import NOW
from tests.factories import make_nomination, make_superuser, make_tree, make_user
from tests.world import make_world

PAGES = ["/work/", "/work/due/", "/work/review/", "/work/calendar/"]
write = statements.write


def at(hour):
    return datetime.combine(NOW.date(), datetime.min.time(), NOW.tzinfo) + timedelta(hours=hour)


@pytest.fixture
def written(monkeypatch):
    """[(what builds the question, its Statement)] of all that are written during a test."""
    found = []

    def noting(build, alias):
        found.append((build, write(build, alias)))
        return found[-1][1]

    monkeypatch.setattr(statements, "write", noting)
    return found


@pytest.mark.django_db
def test_every_question_of_the_desk_is_the_same_later_that_day_and_asks_nothing_itself(client, clock, written):
    _tree, users, _rows = make_world()
    clock.move_to(at(8), tick=False)
    for user in [*users.values(), make_superuser()]:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for page in PAGES:
            client.get(page)
    noted = list(written)
    clock.move_to(at(20), tick=False)

    with CaptureQueriesContext(connection) as queries:
        again = [write(build, DEFAULT_DB_ALIAS) for build, _statement in noted]

    assert len(noted) > 40
    assert [query["sql"] for query in queries] == []
    for (_build, kept), fresh in zip(noted, again, strict=True):
        assert kept.sql == fresh.sql
        assert kept.values_now(DEFAULT_DB_ALIAS) == list(fresh.values)


@pytest.mark.django_db
def test_a_question_is_written_once_for_an_account_a_day_and_a_language(clock, written):
    tree = make_tree()
    user = make_user(Role.WORKER, tree.community)

    def ask():
        tasks(User.objects.get(pk=user.pk))
        return len(written)

    assert [ask(), ask()] == [1, 1]
    with translation.override("zh-hans"):
        assert ask() == 2
    clock.move_to(at(26), tick=False)
    assert ask() == 3


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
    user = make_user()

    for name in ["a", "b", "a", "c", "a", "b"]:
        asked(name, user, lambda: Region.objects.values_list("pk"))

    assert len(written) == 4  # b was the one asked for longest ago when c came
