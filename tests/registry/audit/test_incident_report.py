"""The report for the notice of a leak: whose data was seen or taken away, by whom, when; nothing of another span."""

import stat
from datetime import timedelta
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from registry.audit.models import AuditEntry
from registry.audit.sentences import sentence
from tests.clock import NOW, TODAY
from tests.exports import export
from tests.factories import make_leader

pytestmark = pytest.mark.django_db
DAY = f"{TODAY:%Y-%m-%d}"


@pytest.fixture
def looked(tree, worker, office, client, clock):
    """(a person the worker opened twice and revealed, one the clerk opened, one nobody opened); a list was taken."""
    seen, other, unseen = (
        make_leader(tree.building, name=name, phone="13800138000") for name in ("王桂花", "李国强", "周未见")
    )
    client.force_login(worker)
    for _twice in range(2):
        client.get(reverse("leaders:leader-detail", args=[seen.pk]))
    client.post(reverse("leaders:leader-reveal", args=[seen.pk]))
    export(client, reverse("leaders:leader-export"))
    client.force_login(office)
    client.get(reverse("leaders:leader-detail", args=[other.pk]))
    clock.shift(60)
    return seen, other, unseen


def told(tmp_path, *asked):
    """{sheet: its rows} of the report, and what the console says."""
    file, out = tmp_path / "事件.xlsx", StringIO()
    call_command("incident_report", str(file), *asked, stdout=out)
    book = openpyxl.load_workbook(file)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}, out.getvalue()


def test_it_tells_whose_record_was_opened_how_often_and_by_whom(looked, worker, office, tmp_path):
    seen, other, unseen = looked

    sheets, said = told(tmp_path, "--since", DAY)

    lines = {row[2]: row for row in sheets["Whose record was opened"][1:]}
    assert set(lines) == {seen.name, other.name}
    assert (lines[seen.name][1], lines[seen.name][3], lines[seen.name][6]) == (seen.pk, 3, 1)
    assert lines[seen.name][7] == str(worker) and lines[other.name][7] == str(office)
    [taken] = sheets["What was taken away"][1:]
    assert (taken[1], taken[5]) == (worker.username, 3) and taken[6]
    assert dict(sheets["The incident"][1:])["Records that were opened"] == 2
    assert "Records that were opened: 2" in said
    assert unseen.name not in str([*lines, *taken])
    assert unseen.name in str(sheets["What was changed meanwhile"])


def test_it_is_narrowed_by_account_person_address_and_span(looked, worker, office, tmp_path):
    seen, other, _unseen = looked

    def opened(*asked):
        (tmp_path / "事件.xlsx").unlink(missing_ok=True)
        return [row[2] for row in told(tmp_path, *asked)[0]["Whose record was opened"][1:]]

    assert opened("--since", DAY, "--account", office.username) == [other.name]
    assert opened("--since", DAY, "--leader", str(seen.pk)) == [seen.name]
    assert opened("--since", DAY, "--address", "192.0.2.1") == []
    assert opened("--since", DAY, "--until", DAY) == [seen.name, other.name]
    assert opened("--since", f"{NOW + timedelta(minutes=5):%Y-%m-%dT%H:%M}", "--until", DAY) == []
    assert opened("--since", f"{TODAY - timedelta(days=9):%Y-%m-%d}", "--until", f"{TODAY - timedelta(days=1)}") == []


def test_nobody_else_reads_the_file_and_none_is_overwritten(looked, tmp_path):
    told(tmp_path, "--since", DAY)

    assert stat.S_IMODE((tmp_path / "事件.xlsx").stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="cannot be written"):
        told(tmp_path, "--since", DAY)


@pytest.mark.parametrize(
    "asked",
    [
        ("--since", "2026-02-30"),
        ("--since", "gestern"),
        ("--since", DAY, "--until", "2026-01-01"),
        ("--since", DAY, "--account", "nobody-of-this-name"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(asked, tmp_path):
    with pytest.raises(CommandError):
        told(tmp_path, *asked)

    assert not list(tmp_path.glob("*.xlsx"))


def test_that_it_was_run_stands_in_the_log(looked, worker, tmp_path):
    told(tmp_path, "--since", DAY, "--account", worker.username)

    entry = AuditEntry.objects.get(verb="incident.report")
    assert entry.object_label.startswith(DAY) and entry.note == str(worker)
    assert sentence(entry).startswith("The system wrote a report of who saw whose data")
