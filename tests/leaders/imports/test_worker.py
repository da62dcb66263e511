"""Work in the background: what a dead worker leaves, two at once, all or nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from leaders.appointments.models import Appointment
from leaders.imports import actions, tasks
from leaders.imports.desk import forget_tables
from leaders.imports.models import ImportBatch, ImportFile
from leaders.imports.undoing import undo
from leaders.people.models import Leader, LeaderToken
from tests.leaders.imports.tables import people

MANY = actions.INLINE + 20


@pytest.mark.django_db
def test_a_large_table_is_left_to_the_worker(office, load):
    batch = load(people(MANY))
    assert batch.state == "checking" and DBTaskResult.objects.count() == 1

    tasks.work_on.call(batch.pk, str(batch.run))

    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("checked", {"ready": MANY})


@pytest.mark.django_db
def test_a_dead_worker_shows_as_broken_off_and_is_tried_again(office, load, sign_in):
    batch = load(people(MANY))
    ImportBatch.objects.filter(pk=batch.pk).update(beat_at=timezone.now() - timedelta(minutes=5))
    batch.refresh_from_db()
    client, dead = sign_in(office.clerk), batch.run
    assert batch.is_broken_off
    assert reverse("leaders:import-retry", args=[batch.pk]) in client.get(batch.get_absolute_url()).content.decode()

    client.post(reverse("leaders:import-retry", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.run != dead and not batch.is_broken_off

    tasks.work_on.call(batch.pk, str(dead))  # the dead one wakes
    batch.refresh_from_db()
    assert batch.state == "checking"
    tasks.work_on.call(batch.pk, str(batch.run))
    batch.refresh_from_db()
    assert batch.state == "checked"


@pytest.mark.django_db
def test_a_run_that_was_taken_over_writes_nothing(office, load, monkeypatch):
    batch = load(people(5))
    run = batch.begin(batch.State.WRITING, by=office.clerk)
    batch.confirmed_by = office.clerk
    ImportBatch.objects.filter(pk=batch.pk).update(run=uuid4())

    assert actions.write(batch, run) is False
    assert Leader.objects.count() == 0


@pytest.mark.django_db
def test_a_failure_in_the_middle_leaves_nothing(office, load, monkeypatch):
    batch = load([["姓名", "楼栋", "职务"], ["王芳", "12号楼", "楼组长"]])
    with monkeypatch.context() as broken:
        broken.setattr("leaders.imports.subjects.people_writing.submit_appointments", _fail)
        with pytest.raises(RuntimeError):
            tasks.begin(batch, batch.State.WRITING, by=office.clerk)

    assert (Leader.objects.count(), LeaderToken.objects.count()) == (0, 0)
    tasks.retry(batch)
    batch.refresh_from_db()
    assert batch.state == "done" and Leader.objects.count() == 1


def _fail(*_args, **_more):
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_the_same_table_confirmed_twice_at_once_is_written_once(office, load):
    rows = [*people(30)[:1], *people(30)[1:]]
    batches = [load(rows), load(rows)]
    gate, outcomes = threading.Barrier(2), []

    def run(batch):
        gate.wait()
        try:
            tasks.begin(batch, batch.State.WRITING, by=office.clerk)
        finally:
            connections.close_all()
        outcomes.append(batch.pk)

    threads = [threading.Thread(target=run, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 2 and Leader.objects.count() == 30
    assert sorted(ImportBatch.objects.values_list("state", flat=True)) == ["checked", "done"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wait", [0.0, 0.4, 0.8])
def test_a_killed_worker_leaves_all_or_nothing_and_the_second_try_lands_once(office, load, wait):
    batch = load(people(400))
    tasks.work_on.call(batch.pk, str(batch.run))
    batch.refresh_from_db()
    batch.begin(batch.State.WRITING, by=office.clerk)

    code = (
        "import django; django.setup(); from leaders.imports import tasks; print('up', flush=True);"
        f"tasks.work_on.call({batch.pk}, '{batch.run}')"
    )
    test_database = str(connection.settings_dict["NAME"])
    url = f"sqlite:///{test_database}" if connection.vendor == "sqlite" else _postgres(test_database)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "registry.settings", "DATABASE_URL": url}
    worker = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE
    )
    worker.stdout.readline()
    time.sleep(wait)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()

    assert Leader.objects.count() in (0, 400)
    batch.refresh_from_db()
    if batch.state == "writing":
        run = batch.take_over()
        tasks.work_on.call(batch.pk, str(run))
    batch.refresh_from_db()
    assert (batch.state, Leader.objects.count()) == ("done", 400)
    assert Appointment.objects.count() == 0


def _postgres(name):
    known = connection.settings_dict
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST'] or ''}:{known['PORT'] or ''}/{name}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "days", "left"), [("done", 91, 0), ("done", 80, 2), ("checked", 31, 0), ("checked", 20, 2)]
)
def test_rows_are_forgotten_when_nobody_needs_them(office, load, write, state, days, left):
    batch = load(people(2))
    batch = write(batch) if state == "done" else batch
    then = timezone.now() - timedelta(days=days)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=then, done_at=then if state == "done" else None)

    forget_tables(dry_run=True)
    assert batch.rows.count() == 2
    forget_tables(dry_run=False)

    assert batch.rows.count() == left and ImportFile.objects.count() == (1 if state == "checked" and left else 0)


@pytest.mark.django_db
def test_four_times_the_rows_take_no_more_statements(office, load):
    """Rows are written some thousand at once: 20,000 people are some 230 statements on both engines."""
    asked = []
    for count in (70, 280):
        batch = load(people(count))
        run = batch.begin(ImportBatch.State.WRITING, by=office.clerk)
        with CaptureQueriesContext(connection) as said:
            assert actions.write(batch, run)
        asked.append(len(said))
        undo(ImportBatch.objects.get(pk=batch.pk), by=office.clerk)

    assert asked[1] <= asked[0] + 1, asked
