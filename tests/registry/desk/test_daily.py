import os
import threading
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessLog
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from registry.accounts.models import UserSession
from registry.desk import daily as clock
from registry.desk.daily import JOBS, Clock
from registry.upkeep.daily import Job, last_done, run_jobs
from registry.upkeep.jobs import clear_sessions, delete_orphans, forget_sign_ins
from registry.upkeep.models import DailyRun
from tests.factories import make_leader, make_tree

pytestmark = pytest.mark.django_db


def run(*args):
    said = StringIO()
    call_command("daily", *args, stdout=said)
    return said.getvalue()


def counting(name="count", fails=False):
    """A job that notes its calls."""
    calls = []

    def work(*, dry_run):
        calls.append(dry_run)
        if fails:
            raise RuntimeError("13800002071 must not be repeated")
        return "counted"

    return Job(name, work), calls


def age(days):
    return timezone.now() - timedelta(days=days)


def test_every_job_runs_and_says_what_it_did():
    said = run()

    assert [line.partition(":")[0] for line in said.splitlines()] == [job.name for job in JOBS]
    assert {"expire_filings", "sweep_notices", "delete_stale_nominations", "clear_sessions"} <= {j.name for j in JOBS}
    assert DailyRun.objects.filter(done_at=None).count() == 0


def test_dry_run_writes_nothing():
    UserSession.objects.create(began_at=age(2), session_key="old", expire_date=age(1))

    assert "clear_sessions: would be 1 ended sessions" in run("--dry-run")
    assert UserSession.objects.count() == 1
    assert DailyRun.objects.count() == 0


def test_twice_is_as_good_as_once():
    run()
    first = dict(DailyRun.objects.values_list("job", "done_at"))
    run()

    assert DailyRun.objects.count() == len(JOBS)
    assert all(row.done_at > first[row.job] for row in DailyRun.objects.all())


def test_what_was_done_today_is_not_due_and_what_was_done_yesterday_is():
    job, calls = counting()

    run_jobs([job], only_due=True)
    run_jobs([job], only_due=True)
    assert len(calls) == 1

    DailyRun.objects.update(done_at=age(1), started_at=age(1))
    run_jobs([job], only_due=True)
    assert len(calls) == 2


def test_a_gap_is_made_up_once():
    job, calls = counting()
    run_jobs([job])
    DailyRun.objects.update(done_at=age(40), started_at=age(40))

    run_jobs([job], only_due=True)
    run_jobs([job], only_due=True)

    assert len(calls) == 2


def test_a_job_somebody_else_holds_is_left_to_them_until_the_lease_is_over():
    job, calls = counting()
    held = DailyRun.objects.create(job=job.name, holder="x", held_until=timezone.now() + timedelta(minutes=5))

    [outcome] = run_jobs([job])
    assert (outcome.sentence, calls) == ("not now: another process runs it", [])

    DailyRun.objects.filter(pk=held.pk).update(held_until=age(1))
    run_jobs([job])
    assert calls == [False]


def test_a_failure_is_written_down_without_its_words_and_stops_no_other(monkeypatch):
    bad, _calls = counting("bad", fails=True)
    good, calls = counting("good")
    monkeypatch.setattr("registry.desk.management.commands.daily.JOBS", [bad, good])

    with pytest.raises(CommandError, match="Failed: bad"):
        run()

    assert calls == [False]
    row = DailyRun.objects.get(job="bad")
    assert (row.is_failed, row.outcome, row.done_at, row.holder) == (True, "failed: RuntimeError", None, "")


def test_what_failed_is_tried_again_after_an_hour_not_at_once():
    bad, calls = counting("bad", fails=True)
    run_jobs([bad], only_due=True)
    run_jobs([bad], only_due=True)
    assert len(calls) == 1

    DailyRun.objects.update(started_at=timezone.now() - timedelta(minutes=61))
    run_jobs([bad], only_due=True)
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_the_work_once():
    calls, begin = [], threading.Barrier(2)

    def work(*, dry_run):
        calls.append(1)
        time.sleep(0.3)
        return "done"

    def other():
        begin.wait()
        run_jobs([Job("slow", work)], only_due=True)
        connections.close_all()

    threads = [threading.Thread(target=other) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_the_clock_runs_by_itself_and_stops(monkeypatch):
    job, calls = counting()
    monkeypatch.setattr(clock, "JOBS", [job])
    thread = Clock(pause=0.05)

    thread.start()
    deadline = time.monotonic() + 10
    while not DailyRun.objects.filter(job=job.name, done_at__isnull=False) and time.monotonic() < deadline:
        time.sleep(0.05)
    thread.stop()
    thread.join(5)

    assert calls == [False]
    assert not thread.is_alive()


def test_when_all_was_done_is_the_oldest_of_the_jobs():
    assert last_done() is None
    run()
    DailyRun.objects.filter(job="expire_filings").update(done_at=age(2))

    assert age(3) < last_done() < age(1)


def test_ended_sessions_go_and_others_stay():
    UserSession.objects.create(began_at=age(2), session_key="old", expire_date=age(1))
    UserSession.objects.create(began_at=age(2), session_key="new", expire_date=age(-1))

    assert clear_sessions(dry_run=False) == "1 ended sessions"
    assert [row.session_key for row in UserSession.objects.all()] == ["new"]


def test_old_sign_ins_are_forgotten():
    for days in (10, 40, 250):
        attempt = AccessAttempt.objects.create(username=f"u{days}", failures_since_start=1, ip_address="10.0.0.1")
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=age(days))
        entry = AccessLog.objects.create(username=f"u{days}")
        AccessLog.objects.filter(pk=entry.pk).update(attempt_time=age(days))

    assert forget_sign_ins(dry_run=False) == "2 failed tries, 1 sign-ins"
    assert [row.username for row in AccessAttempt.objects.all()] == ["u10"]
    assert {row.username for row in AccessLog.objects.all()} == {"u10", "u40"}


def stored(root, name, hours):
    path = Path(root) / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))
    return path


def test_a_file_goes_when_no_row_names_it_it_is_old_and_its_name_is_ours(settings):
    leader = make_leader(make_tree().community)
    named, orphan, fresh, foreign = [
        stored(settings.MEDIA_ROOT, name, hours)
        for name, hours in [
            (f"leaders/{'a' * 32}.jpg", 48),
            (f"leaders/{'b' * 32}.jpg", 48),
            (f"documents/{'c' * 32}.pdf", 1),
            ("documents/notes.txt", 48),
        ]
    ]
    type(leader).objects.filter(pk=leader.pk).update(photo=f"leaders/{'a' * 32}.jpg")

    assert delete_orphans(dry_run=True) == "1 files without a row"
    assert orphan.exists()
    assert delete_orphans(dry_run=False) == "1 files without a row"
    assert [path.exists() for path in (named, orphan, fresh, foreign)] == [True, False, True, True]
