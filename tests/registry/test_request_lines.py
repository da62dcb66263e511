import logging
import re

import pytest
from django.db import connection
from django.urls import reverse

from registry.audit.lines import NoRefusals, WithRequest
from registry.audit.models import AuditEntry
from registry.audit.requests import RequestMark, current_request
from tests.factories import make_tree, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="registry.request")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "registry.request"]


@pytest.fixture
def worker():
    return make_user(region=make_tree().community)


def test_a_request_leaves_one_line_with_account_view_cost_and_no_address(client, sign_in, worker, lines):
    sign_in(worker).get(reverse("leaders:leader-list"), {"q": "陆建国"})

    [line] = lines()
    wanted = rf"request method=GET view=leaders:leader-list status=200 user={worker.pk} ms=\d+ queries=(\d+)"
    assert int(re.fullmatch(wanted, line)[1]) > 3


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/healthz/live", "view=healthz-live status=200 user=- "),
        ("/nope/", "view=- status=404 user=- "),
        ("/work/leaders/999999/", "view=leaders:leader-detail status=302 user=- "),
    ],
)
def test_a_line_without_an_account(client, lines, path, words):
    client.get(path)

    [line] = lines()
    assert words in line


def test_a_refused_request_is_a_warning_and_a_failed_one_an_error(client, sign_in, worker, caplog, monkeypatch):
    client.raise_request_exception = False
    caplog.set_level(logging.INFO, logger="registry.request")
    sign_in(worker).get(reverse("desk:audit-list"))

    def fails():
        raise RuntimeError

    monkeypatch.setattr("registry.desk.views.health.readiness", fails)
    client.get("/healthz")

    found = [
        (r.levelname, re.search(r"status=\d+", r.getMessage())[0])
        for r in caplog.records
        if r.name == "registry.request"
    ]
    assert ("WARNING", "status=403") in found
    assert ("ERROR", "status=500") in found


def refusal(name, message, status):
    record = logging.makeLogRecord({"name": name, "msg": message})
    record.status_code = status
    return record


def test_what_django_says_of_a_refusal_is_said_once():
    token = current_request.set(RequestMark("abc"))
    try:
        assert NoRefusals().filter(refusal("django.request", "Not Found: /secret/", 404)) is False
        assert current_request.get().tally.reason == ""
        assert NoRefusals().filter(refusal("django.security.DisallowedHost", "Invalid host: 'x'", 400)) is False
        assert current_request.get().tally.reason == "Invalid host: 'x'"
        assert NoRefusals().filter(refusal("django.request", "Service Unavailable: /secret/", 503)) is False
        failure = refusal("django.request", "Internal Server Error: /secret/", 500)
        failure.exc_info = (ValueError, ValueError(), None)
        assert NoRefusals().filter(failure) is True
        assert "secret" not in failure.getMessage()
        assert NoRefusals().filter(logging.makeLogRecord({"name": "registry.sign_in"})) is True
    finally:
        current_request.reset(token)


def test_every_line_carries_the_id_of_its_request():
    record = logging.makeLogRecord({})
    WithRequest().filter(record)
    assert record.request_id == "-"

    token = current_request.set(RequestMark("abc"))
    WithRequest().filter(record)
    current_request.reset(token)
    assert record.request_id == "abc"


def test_a_slow_query_is_told_without_its_values(client, worker, settings, caplog):
    settings.SLOW_QUERY_MS = 0
    caplog.set_level(logging.WARNING, logger="registry.slow")
    client.post("/accounts/login/", {"username": "secret-name", "password": "x"})

    told = [record.getMessage() for record in caplog.records if record.name == "registry.slow"]
    assert any("sql=SELECT" in line for line in told)
    assert not any("secret-name" in line for line in told)


def test_queries_outside_of_a_request_are_not_counted(client, lines):
    client.get("/healthz/live")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    client.get("/healthz/live")

    assert all(line.endswith("queries=0") for line in lines())


def test_the_id_stands_in_answer_log_and_error_page(client, sign_in, worker, monkeypatch):
    client.raise_request_exception = False
    sign_in(worker)
    response = client.post(reverse("communities:organization-create"), {}, headers={"X-Request-Id": "forged"})
    assert re.fullmatch("[0-9a-f]{16}", response["X-Request-Id"])

    def fails():
        raise RuntimeError

    monkeypatch.setattr("registry.desk.views.health.readiness", fails)
    failed = client.get("/healthz")

    assert failed.status_code == 500
    assert failed["X-Request-Id"] in failed.content.decode()
    assert AuditEntry._meta.get_field("request_id").max_length == 16
