import base64
from collections import namedtuple

import pytest
from django.db import OperationalError

from registry.upkeep import ready, schema
from registry.upkeep.daily import Job, run_jobs
from registry.upkeep.key import keep_canary

pytestmark = pytest.mark.django_db


def ask(client):
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_all_well(client):
    keep_canary()
    run_jobs([Job("x", lambda *, dry_run: "done")])

    status, found = ask(client)

    assert status == 200
    assert found.pop("daily").startswith("20")
    assert found == {"disk": "ok", "database": "ok", "tables": "ok", "key": "ok"}


def test_another_key_is_not_ready(client, settings):
    keep_canary()
    settings.PHONE_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()

    assert (ask(client)[0], ask(client)[1]["key"]) == (503, "wrong")


def test_a_database_nobody_prepared_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(schema, "applied", frozenset)

    status, found = ask(client)

    assert (status, found["tables"], found["key"]) == (503, "behind", "unknown")


def test_a_full_disk_is_not_ready(client, monkeypatch):
    keep_canary()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(ready.shutil, "disk_usage", lambda place: usage(10**9, 10**9, 1000))

    assert (ask(client)[0], ask(client)[1]["disk"]) == (503, "full")


def test_a_database_that_takes_no_writes_is_not_ready(client, monkeypatch):
    keep_canary()
    monkeypatch.setattr(ready, "writable", lambda: "read-only")

    assert (ask(client)[0], ask(client)[1]["database"]) == (503, "read-only")


def test_a_database_that_is_away_is_not_ready_and_the_process_is_alive(client, monkeypatch):
    def away():
        raise OperationalError("password of registry refused")

    monkeypatch.setattr(ready, "writable", away)

    status, found = ask(client)

    assert (status, found["database"]) == (503, "unreachable")
    assert "password" not in str(found)
    assert client.get("/healthz/live").json() == {"alive": "ok"}


def test_being_alive_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz/live")
