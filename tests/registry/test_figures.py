import json
import logging
import os
import re
import socket
import subprocess
import sys
import urllib.request
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY, generate_latest

from registry.audit import tracker
from registry.audit.tracker import Tracker, TrackerHandler, event_of
from registry.upkeep import exporter
from registry.upkeep.models import DailyRun

pytestmark = pytest.mark.django_db
LEAK = "陆建国 13912345678"


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def rise():
    """rise(name, **labels) → by how much it rose since it was asked first."""
    before = {}

    def risen(name, **labels):
        key = (name, *sorted(labels.items()))
        now = value(name, **labels)
        return now - before.setdefault(key, now)

    return risen


def test_a_request_is_counted_by_view_and_status_with_time_and_queries(sign_in, worker, rise):
    page, one = "leaders:leader-list", ("registry_requests_total", {"view": "leaders:leader-list", "method": "GET"})
    counted = ("registry_request_seconds_count", "registry_request_queries_count", "registry_request_queries_sum")
    rise(one[0], **one[1], status="200")
    for name in counted:
        rise(name, view=page)

    sign_in(worker).get(reverse(page), {"q": LEAK})

    assert rise(one[0], **one[1], status="200") == 1
    assert rise(counted[0], view=page) == rise(counted[1], view=page) == 1
    assert rise(counted[2], view=page) > 3
    assert LEAK.split()[0] not in generate_latest(REGISTRY).decode()


def test_refusals_and_sign_ins_are_counted_and_methods_are_no_choice_of_the_client(client, sign_in, worker, rise):
    whys = {"not_found": "/nope/", "forbidden": reverse("desk:audit-list")}
    for why in whys:
        rise("registry_refused_total", why=why)
    rise("registry_sign_ins_total", outcome="refused")
    client.post(reverse("accounts:login"), {"username": worker.username, "password": "wrong"})
    sign_in(worker)
    for address in whys.values():
        client.get(address)
    client.generic("X" * 40, "/nope/")

    assert rise("registry_sign_ins_total", outcome="refused") == 1
    assert all(rise("registry_refused_total", why=why) >= 1 for why in whys)
    assert "X" * 40 not in generate_latest(REGISTRY).decode()


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/work/metrics", "/admin/metrics"])
def test_people_reach_no_figures(client, path):
    response = client.get(path, follow=True)

    assert "registry_requests_total" not in response.content.decode()


def test_the_state_tells_queue_and_daily_run(db, monkeypatch):
    monkeypatch.setattr(connections, "close_all", lambda: None)
    at = timezone.now() - timedelta(minutes=5)
    DailyRun.objects.create(job="a", started_at=at, done_at=at)
    DailyRun.objects.create(job="b", started_at=at, done_at=at, is_failed=True)
    row = DBTaskResult.objects.create(task_path="x", args_kwargs={}, backend_name="default", run_after=at)
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=at)

    told = {one.name: one for one in exporter.State().collect()}

    sizes = {s.labels["state"]: s.value for s in told["registry_background_tasks"].samples}
    assert sizes == {"waiting": 1, "running": 0}
    assert told["registry_background_wait_seconds"].samples[0].value >= 300
    assert told["registry_daily_done_timestamp_seconds"].samples[0].value == pytest.approx(at.timestamp())
    assert told["registry_daily_failed"].samples[0].value == 1
    assert "registry_ready" in told


def test_a_database_that_is_away_leaves_the_counts(monkeypatch):
    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(exporter, "queue", away)

    assert [one.name for one in exporter.State().collect()] == ["registry_ready"]


COUNTS = """
from registry.audit.figures import count_request
from registry.audit.requests import Tally
count_request("one:page", "GET", 200, Tally(queries=7))
"""
TOLD = """
import urllib.request, django
django.setup()
from registry.upkeep.exporter import State, start_exporter
State.collect = lambda self: iter(())
stop = start_exporter()
from django.conf import settings
print(urllib.request.urlopen(f"http://{settings.METRICS_ADDRESS}/metrics").read().decode())
stop()
"""


def test_several_processes_are_added_up_on_an_address_of_their_own(tmp_path, free_port):
    more = {"METRICS_DIR": str(tmp_path / "counts"), "METRICS_ADDRESS": f"127.0.0.1:{free_port}"}
    env = {**os.environ, **more, "DJANGO_SETTINGS_MODULE": "registry.settings"}
    for _process in range(2):
        subprocess.run([sys.executable, "-c", "import django; django.setup()" + COUNTS], env=env, check=True)
    told = subprocess.run([sys.executable, "-c", TOLD], env=env, check=True, capture_output=True, text=True).stdout

    assert 'registry_requests_total{method="GET",status="200",view="one:page"} 2.0' in told
    assert 'registry_request_queries_sum{view="one:page"} 14.0' in told


def test_what_is_no_address_is_said_in_a_sentence(settings):
    for text in ("9100", "host:", ":9100", "host:x", "host:99999"):
        with pytest.raises(ImproperlyConfigured, match="METRICS_ADDRESS is"):
            exporter.address_of(text)
    settings.METRICS_ADDRESS = ""
    assert exporter.start_exporter() is None
    with pytest.raises(CommandError, match="METRICS_DIR"):
        call_command("metrics")


# --- the tracker of errors -------------------------------------------------------------------------------------


def failure(name="registry.desk", message="no %s here", *args):
    try:
        person = LEAK
        raise ValueError(person)
    except ValueError:
        info = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args or (LEAK,), info)


def test_an_event_says_where_and_nothing_of_a_person():
    event = event_of(failure())
    [error] = event["exception"]["values"]

    assert error["type"] == "ValueError"
    assert error["stacktrace"]["frames"][-1]["function"] == "failure"
    assert event["message"] == "no … here"
    assert not re.search(r"陆建国|1391234", json.dumps(event, ensure_ascii=False))
    assert "message" not in event_of(failure("some.library", LEAK))


def test_an_error_of_a_page_goes_to_the_tracker_with_page_and_request(client, monkeypatch):
    sent = []
    monkeypatch.setattr(Tracker, "send", lambda self, event: sent.append(event))
    handler = TrackerHandler("http://key@127.0.0.1:9/1")
    client.raise_request_exception = False

    def fails():
        raise RuntimeError(LEAK)

    monkeypatch.setattr("registry.desk.views.health.readiness", fails)
    logging.getLogger("django.request").addHandler(handler)
    try:
        response = client.get("/healthz", {"q": LEAK})
        handler.events.join()
    finally:
        logging.getLogger("django.request").removeHandler(handler)

    [event] = sent
    assert event["tags"] == {"request_id": response["X-Request-Id"], "view": "healthz"}
    assert LEAK not in json.dumps(event, ensure_ascii=False)


def test_nothing_leaves_the_house(monkeypatch):
    opened = []
    monkeypatch.setattr(tracker, "DIRECT", SimpleNamespace(open=lambda *args, **kwargs: opened.append(args)))
    for address in ("93.184.216.34", "2606:2800:220:1::1"):
        monkeypatch.setattr(tracker.socket, "getaddrinfo", lambda *a, found=address, **k: [(0, 0, 0, "", (found, 80))])
        with pytest.raises(OSError, match="outside"):
            Tracker("http://key@errors.example/1").send({})
    assert opened == []


def test_a_tracker_that_is_away_is_said_once_and_stops_nothing(caplog, monkeypatch):
    def away(self, event):
        raise OSError("refused")

    monkeypatch.setattr(Tracker, "send", away)
    caplog.set_level(logging.WARNING, logger="registry.tracker")
    handler = TrackerHandler("http://key@127.0.0.1:9/1")
    for _time in range(3):
        handler.emit(failure())
    handler.events.join()

    assert [record.levelname for record in caplog.records if record.name == "registry.tracker"] == ["WARNING"]


def test_the_tracker_is_reached_without_a_proxy_and_by_its_key(monkeypatch):
    asked = []
    monkeypatch.setattr(
        tracker,
        "DIRECT",
        SimpleNamespace(open=lambda request, timeout: asked.append(request) or SimpleNamespace(close=lambda: None)),
    )
    Tracker("http://key@127.0.0.1:8080/3").send({"a": 1})

    [request] = asked
    assert isinstance(request, urllib.request.Request)
    assert request.full_url == "http://127.0.0.1:8080/api/3/store/"
    assert "sentry_key=key" in request.headers["X-sentry-auth"]
    for dsn in ("ftp://key@h/1", "http://h/1", "http://key@h/x"):
        with pytest.raises(ImproperlyConfigured, match="ERROR_TRACKER"):
            Tracker(dsn)
