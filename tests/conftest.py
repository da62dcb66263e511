import gc
import os
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection, connections

from registry.accounts.roles import Role
from registry.desk import streets
from registry.upkeep import written
from tests.clock import NOW
from tests.factories import make_organization, make_tree, make_user
from tests.kept import kept
from tests.world import make_world

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The long walks through the whole house, which ./run runs apart where lines are counted.
WALKS = tuple(Path(__file__).with_name("walks.txt").read_text().split())
LONG = (*WALKS, "tests/test_", "tests/registry/")

# Thousands of tests and all models stay to the end: looking through them for garbage takes a twentieth of the whole run.
gc.set_threshold(50_000, 20, 20)

STATEMENT_SECONDS = 60  # a question to PostgreSQL that takes longer fails its test, which else would never end

OFTEN = 20  # askings of a kept question between two comparisons with one put anew
asked = Counter()  # of each kind of question, in this process


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """The longest begin first, so that no process waits for one of them at the end; pytest-django sorts after this."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish():
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    for one in connections.all():
        if one.vendor == "postgresql":
            options = one.settings_dict.setdefault("OPTIONS", {})
            options["options"] = f"{options.get('options', '')} -c statement_timeout={STATEMENT_SECONDS}s".strip()


@pytest.fixture(scope="session", autouse=True)
def moved_clock():
    """The whole run takes place on the day of tests/clock.py, the making of the database included."""
    with time_machine.travel(NOW, tick=True) as moved:
        yield moved


@pytest.fixture(autouse=True)
def clock(moved_clock):
    """Every test begins at NOW; `clock.move_to(moment)` goes elsewhere for the rest of a test."""
    moved_clock.move_to(NOW, tick=True)  # a test before may have stopped it
    return moved_clock


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Unhashed static names, a quick password hash, files in a throw-away folder."""
    settings.STORAGES = {
        "default": {"BACKEND": "registry.upkeep.storage.WholeFiles"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.SECURE_SSL_REDIRECT = False
    settings.DAY_LIMITS = dict.fromkeys(settings.DAY_LIMITS, 0)  # the tables ask for more pages than anybody in a day


@pytest.fixture(autouse=True)
def cold_cache():
    """Nothing another test left behind: what the menu counts is asked anew, on both engines alike."""
    for one in caches.all():
        one.clear()
    streets.forget()


@pytest.fixture(autouse=True)
def nothing_else_in_a_question(monkeypatch):
    """Whoever asks a kept question would have put the same, and asked the database nothing for it.

    Questions stay from test to test as they do from request to request, so each is compared with those of other worlds.
    To put one takes as long as a small page: after `OFTEN` askings of one kind every `OFTEN`th is put anew.
    """
    kept, put = written.kept, written.written

    def checked(key, build):
        question = kept(key, build)
        kind = kind_of(key[0])
        asked[kind] += 1
        if asked[kind] <= OFTEN or asked[kind] % OFTEN == 0:
            with connection.execute_wrapper(refuse):
                assert told(put(build)) == told(question), f"the question {key[0]} depends on more than its name says"
        return question

    monkeypatch.setattr(written, "kept", checked)


def kind_of(name):
    """What stands first in a question's name: the rest tells whose it is and how many places it asks about."""
    return kind_of(name[0]) if isinstance(name, tuple) else name


def refuse(_execute, sql, *_rest):
    raise AssertionError(f"asked while a question was put: {sql}")


def told(question):
    """The SQL of a question and its values, but for the moments, which are another at each asking."""
    compiler = question.compiler
    known = dict.fromkeys(compiler.moments, "moment") | compiler.given
    return compiler.sql, [known.get(at, value) for at, value in enumerate(compiler.values)]


@pytest.fixture(autouse=True)
def english(settings):
    """Tests read the source strings; the catalogue has tests of its own."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def sign_in(client):
    """sign_in(user) → the client, signed in without the password check."""

    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


# --- the usual place and who works there; a test module that wants another one overrides it ---------------------


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def worker(tree):
    return make_user(Role.WORKER, tree.community)


@pytest.fixture
def office(tree):
    return make_user(Role.OFFICE, tree.street)


@pytest.fixture
def manager(tree):
    return make_user(Role.MANAGER, tree.street)


@pytest.fixture
def team(tree):
    """A group of the worker's community that residents may see."""
    return make_organization(tree.community, name="晨光合唱队", is_published=True)


@pytest.fixture
def world(db, clock):
    """(tree, {role: user}, {kind of row: row}) of tests/world.py."""
    return kept("world", make_world, clock)
