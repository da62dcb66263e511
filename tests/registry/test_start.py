import base64
import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from registry.desk import start
from registry.desk.management.commands import serve
from registry.seal import fault_of_key
from registry.upkeep import checks
from registry.upkeep.models import KeyCanary
from tests.factories import make_leader, make_tree

OTHER_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The database's file, somewhere else."""
    path = tmp_path / "db.sqlite3"
    monkeypatch.setattr(start, "database_file", lambda: path)
    monkeypatch.setattr(project, "BASE_DIR", tmp_path)
    return path


def test_a_first_start_is_no_loss(file):
    start.refuse_lost_file()


def test_the_settings_are_read_from_the_sample_as_it_stands():
    """Every line of .env.example with its value, the empty ones too; the two secrets are real ones."""
    lines = (project.BASE_DIR / ".env.example").read_text("utf-8").splitlines()
    sample = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    secrets = {"SECRET_KEY": "x" * 60, "PHONE_KEY": OTHER_KEY, "DJANGO_SETTINGS_MODULE": "registry.settings"}
    command = "import django; django.setup(); from django.conf import settings; print(settings.MAIL_IS_SET)"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=project.BASE_DIR, env={**os.environ, **sample, **secrets},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr


def test_an_empty_file_is_refused(file):
    file.touch()

    with pytest.raises(ImproperlyConfigured, match="db.sqlite3 is empty"):
        start.refuse_lost_file()


def test_a_file_that_was_here_once_is_missed(file):
    file.write_bytes(b"x")
    start.leave_mark()
    start.refuse_lost_file()
    file.unlink()

    with pytest.raises(ImproperlyConfigured, match="was made here on 20"):
        start.refuse_lost_file()


def test_others_lose_their_rights_on_database_and_secrets(file):
    for path in (file, file.with_name("db.sqlite3-wal"), file.with_name(".env")):
        path.touch()
        path.chmod(0o644)

    assert sorted(start.keep_private()) == [".env", "db.sqlite3", "db.sqlite3-wal"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert start.keep_private() == []


@pytest.mark.parametrize("key", ["", "abcd", "not base64!", base64.b64encode(b"short").decode()])
def test_a_malformed_key_is_told_in_a_sentence(key):
    assert fault_of_key(key).startswith("PHONE_KEY must be base64 of 32 random bytes")


def test_the_key_of_the_sample_file_is_for_development_alone():
    lines = (Path(project.BASE_DIR) / ".env.example").read_text().splitlines()
    [sample] = [line.partition("=")[2] for line in lines if line.startswith("PHONE_KEY=")]

    assert "sample" in fault_of_key(sample)
    assert fault_of_key(sample, sample_is_good=True) is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PHONE_KEY", "abcd", "PHONE_KEY must be base64"),
        ("SECRET_KEY", "sample-x", "SECRET_KEY is still the sample one"),
    ],
)
def test_a_bad_secret_stops_every_command_with_one_sentence(name, value, words):
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(
        command, cwd=project.BASE_DIR, env=os.environ | {name: value}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith(words)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.django_db
def test_the_first_right_key_is_marked_and_another_is_refused(settings):
    make_leader(make_tree().community, phone="13800002071")
    start.refuse_wrong_key()
    start.refuse_wrong_key()
    assert KeyCanary.objects.count() == 1

    settings.PHONE_KEY = OTHER_KEY
    with pytest.raises(ImproperlyConfigured, match="PHONE_KEY is not the key of this database"):
        start.refuse_wrong_key()


@pytest.mark.django_db
def test_a_database_of_before_the_mark_tells_a_wrong_key_by_its_numbers(settings):
    make_leader(make_tree().community, phone="13800002071")
    settings.PHONE_KEY = OTHER_KEY

    with pytest.raises(ImproperlyConfigured, match="PHONE_KEY"):
        start.refuse_wrong_key()
    assert not KeyCanary.objects.exists()


@pytest.mark.django_db
def test_tables_of_another_version_are_refused():
    start.refuse_to_serve()
    recorder = MigrationRecorder(connection)

    recorder.record_applied("leaders", "9999_of_tomorrow")
    with pytest.raises(ImproperlyConfigured, match="newer version"):
        start.refuse_to_serve()
    recorder.record_unapplied("leaders", "9999_of_tomorrow")
    last = recorder.migration_qs.filter(app="upkeep").order_by("-name").first()
    recorder.record_unapplied("upkeep", last.name)
    with pytest.raises(ImproperlyConfigured, match="older version"):
        start.refuse_to_serve()


@pytest.mark.django_db
def test_a_database_that_is_away_does_not_keep_a_server_from_starting(monkeypatch):
    def away():
        raise DatabaseError("away")

    monkeypatch.setattr("registry.upkeep.schema.applied", away)

    start.refuse_to_serve()


def test_a_broken_database_ends_in_a_sentence(monkeypatch):
    def broken(self, *, demo):
        raise DatabaseError("file is not a database\nand more")

    monkeypatch.setattr(serve.Command, "prepare", broken)

    with pytest.raises(CommandError, match="^The database cannot be used: file is not a database.$"):
        call_command("serve", prepare_only=True)


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"transaction_mode": "IMMEDIATE", "timeout": 20}, []),
        ({"transaction_mode": "DEFERRED", "timeout": 20}, ["upkeep.E001"]),
        ({"transaction_mode": "IMMEDIATE", "timeout": 1}, ["upkeep.E004"]),
        ({}, ["upkeep.E001"]),
    ],
)
def test_settings_of_sqlite_are_checked(settings, monkeypatch, options, ids):
    monkeypatch.setattr(checks, "connection", type("Lite", (), {"vendor": "sqlite"}))
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", options)

    assert [error.id for error in checks.database_options()] == ids


@pytest.mark.django_db
def test_the_database_as_it_is_passes_its_checks():
    assert checks.database_options() == []
    assert checks.database_itself(databases=["default"]) == []


class Answering:
    """A SQLite connection with these answers to PRAGMA."""

    vendor = "sqlite"

    def __init__(self, **answers):
        self.answers = answers

    def is_in_memory_db(self):
        return False

    def cursor(self):
        return contextlib.nullcontext(self)

    def execute(self, sql):
        self.asked = sql.split()[-1]
        return self

    def fetchone(self):
        return [self.answers[self.asked]]


@pytest.mark.parametrize(
    ("mode", "synchronous", "ids"),
    [("wal", 2, []), ("delete", 2, ["upkeep.E002"]), ("wal", 1, ["upkeep.E003"])],
)
def test_what_sqlite_answers_is_checked(monkeypatch, mode, synchronous, ids):
    monkeypatch.setattr(checks, "connection", Answering(journal_mode=mode, synchronous=synchronous))

    assert [error.id for error in checks.database_itself(databases=["default"])] == ids
