import base64
import json
import sqlite3
import tarfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, connections

from communities.activities.models import ActivityPhoto
from leaders.consents.models import Consent, ConsentText
from leaders.people.models import Leader
from registry.accounts.models import UserSession
from registry.audit.models import AuditEntry
from registry.upkeep import archive, engines
from registry.upkeep.archive import Manifest
from registry.upkeep.backup import different_tables
from registry.upkeep.ready import database_file
from tests.factories import (
    make_activity,
    make_appointment,
    make_consent,
    make_erasure,
    make_leader,
    make_superuser,
    make_tree,
)

pytestmark = pytest.mark.django_db(transaction=True)
OTHER_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept" / "backups"


@pytest.fixture
def leader(settings, tmp_path):
    """One leader with a post and a number, and an uploaded picture."""
    settings.MEDIA_ROOT = tmp_path / "media"
    tree = make_tree()
    found = make_leader(tree.community, phone="13800002071", name="林文")
    make_appointment(found, region=tree.building)
    ActivityPhoto.attach(make_activity(tree.community), [ContentFile(b"picture")], caption="x", by=make_superuser())
    return found


def backup(folder):
    said = StringIO()
    call_command("backup", str(folder), stdout=said)
    return Path(said.getvalue().partition(":")[0])


def restore(file, *arguments):
    said = StringIO()
    call_command("restore", str(file), *arguments, stdout=said)
    return said.getvalue()


def manifest_of(file):
    with tarfile.open(file) as tar:
        return Manifest(**json.load(tar.extractfile(archive.MANIFEST)))


def changed(file, **values):
    """The same backup with other words in its manifest."""
    manifest = manifest_of(file)
    other = file.with_name("changed.tar")
    with tarfile.open(file) as old, tarfile.open(other, "w") as new:
        for member in old:
            if member.name != archive.MANIFEST:
                new.addfile(member, old.extractfile(member))
        text = file.with_name("manifest")
        text.write_text(json.dumps(vars(manifest) | values))
        new.add(text, archive.MANIFEST)
    return other


def test_a_backup_says_what_is_in_it_and_is_nobody_elses(leader, folder):
    file = backup(folder)
    manifest = manifest_of(file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert manifest.tables["leaders_leader"][0] == 1
    assert len(manifest.files) == 1
    assert [path.name for path in folder.iterdir()] == [file.name]
    assert b"13800002071" not in file.read_bytes()


def test_what_was_lost_comes_back_to_the_row_and_the_file(client, leader, folder, settings):
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")
    file = backup(folder)
    [picture] = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    picture.write_bytes(b"spoilt")
    Leader.objects.update(biography="spoilt")
    make_leader(make_tree().community)

    said = restore(file, "--replace")

    assert "Restored the state of" in said
    assert not UserSession.objects.exists()
    found = Leader.objects.get()
    assert (found.open_phone(), str(found)) == ("13800002071", str(leader))
    assert picture.read_bytes() == b"picture"
    assert different_tables(manifest_of(file)) == []


def test_where_a_database_is_already_it_must_be_said(leader, folder):
    file = backup(folder)

    with pytest.raises(CommandError, match="Nothing was restored. There is a database here already"):
        restore(file)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"engine": "oracle"}, "The backup is of oracle"),
        ({"canary": "v1:AAAA"}, "PHONE_KEY is not the key of this backup"),
        ({"migrations": [["leaders", "9999_tomorrow"]], "version": "9.0"}, "version 9.0, which is newer"),
        ({"database": "0" * 64}, "is damaged: the database"),
        ({"files": {"activities/x.jpg": "0" * 64}}, "is damaged: activities/x.jpg"),
        ({"format": 2}, "made by another version"),
    ],
)
def test_what_does_not_fit_changes_nothing(leader, folder, values, words):
    file = changed(backup(folder), **values)
    make_leader(make_tree().community)

    with pytest.raises(CommandError, match=words):
        restore(file, "--replace")

    assert Leader.objects.count() == 2


def test_another_key_is_refused_before_anything_is_touched(leader, folder, settings):
    file = backup(folder)
    settings.PHONE_KEY = OTHER_KEY

    with pytest.raises(CommandError, match="PHONE_KEY is not the key of this backup"):
        restore(file, "--replace")


def test_a_restore_that_comes_out_different_is_taken_back(leader, folder, settings):
    """The digest of a table in the manifest is another one than the database gives."""
    good = backup(folder)
    tables = manifest_of(good).tables | {"leaders_leader": [1, "0" * 64]}
    make_leader(make_tree().community)

    with pytest.raises(CommandError, match="not what they were: leaders_leader"):
        restore(changed(good, tables=tables), "--replace")

    assert Leader.objects.count() == 2
    assert [path.read_bytes() for path in settings.MEDIA_ROOT.rglob("*.jpg")] == [b"picture"]


def test_what_is_no_backup_is_said_to_be_none(tmp_path, leader):
    file = tmp_path / "x.tar"
    file.write_bytes(b"nothing")

    with pytest.raises(CommandError, match="x.tar is no backup of this program, or is damaged"):
        restore(file, "--replace")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../outside.txt", tarfile.REGTYPE),
        ("/outside.txt", tarfile.REGTYPE),
        ("media/../../outside.txt", tarfile.REGTYPE),
        ("media/link", tarfile.SYMTYPE),
        ("media/hard", tarfile.LNKTYPE),
        ("media/pipe", tarfile.FIFOTYPE),
    ],
)
def test_nothing_but_plain_files_is_laid_down_and_none_outside(tmp_path, name, kind):
    source, folder = tmp_path / "x.tar", tmp_path / "inside"
    folder.mkdir()
    with tarfile.open(source, "w") as tar:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "manifest.json" if kind != tarfile.REGTYPE else ""
        member.size = 4 if kind == tarfile.REGTYPE else 0
        tar.addfile(member, BytesIO(b"evil"))

    with pytest.raises(archive.BrokenArchive, match="is no plain file below it"):
        archive.unpack(source, folder)

    assert list(folder.rglob("*")) == [] and not list(tmp_path.rglob("outside.txt"))


def test_a_full_disk_is_told_before_it_is_full(leader, folder, monkeypatch):
    monkeypatch.setattr("registry.upkeep.backup.shutil.disk_usage", lambda place: type("Use", (), {"free": 10}))

    with pytest.raises(CommandError, match="No backup was made. .* are needed"):
        backup(folder)


def test_a_program_of_postgresql_that_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(engines, "Path", lambda _place: tmp_path)
    monkeypatch.setattr(engines.shutil, "which", lambda _name: None)

    with pytest.raises(engines.EngineFailed, match="pg_dump is not installed"):
        engines.find_program("pg_dump")


def test_any_program_can_read_and_write_the_tables(leader, tmp_path):
    """On SQLite no constraint may need a function that only Django's connections have."""
    path = database_file()
    if path is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
            assert cursor.fetchall() == []
        return
    connections.close_all()
    bare, copy = sqlite3.connect(path), sqlite3.connect(tmp_path / "copy.sqlite3")
    assert bare.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.executescript("\n".join(bare.iterdump()))
    rows = "SELECT COUNT(*) FROM leaders_appointment"
    assert copy.execute(rows).fetchone() == bare.execute(rows).fetchone() == (1,)
    bare.close()
    copy.close()


@pytest.fixture
def gone_since(leader, folder):
    """A backup with a person and a consent in it; since then the one was erased and the other withdrawn."""
    other = make_leader(leader.region, phone="13800002072", name="欧阳已删")
    ConsentText.objects.get_or_create(version=1, defaults={"body": "同意公开。", "effective_from": "2026-01-01"})
    by, consent = make_superuser(username="boss"), make_consent(leader)
    file = backup(folder)
    make_erasure(other).decide(by=by)
    consent.withdraw(by=by)
    return file, other, consent


def test_whoever_was_erased_since_the_backup_does_not_come_back_with_it(gone_since, folder):
    file, other, consent = gone_since

    said = restore(file, "--replace")

    assert "Done again since the backup: erasures 1, withdrawals 1" in said
    back = Leader.objects.get(pk=other.pk)
    assert (back.name, back.phone_masked, back.erased_on is None) == ("Erased person", "", False)
    assert back.erasures.get().state == "done"
    assert Consent.objects.get(pk=consent.pk).withdrawn_at is not None
    assert list(folder.glob("repeat-*")) == []
    assert AuditEntry.objects.filter(verb="erasure.again").count() == 1


def test_with_older_tables_it_is_done_once_they_are_brought_up(gone_since, folder, monkeypatch):
    file, other, _consent = gone_since
    asked = iter([False, True])  # the database that is replaced is of today, the one of the backup is not
    monkeypatch.setattr("registry.desk.management.commands.restore.is_behind", lambda: next(asked))

    said = restore(file, "--replace")

    kept = next(folder.glob("repeat-*"))
    assert f"manage.py repeat {kept}" in said and kept.stat().st_mode & 0o777 == 0o600
    assert "欧阳" not in kept.read_text() and Leader.objects.get(pk=other.pk).erased_on is None
    call_command("repeat", str(kept), stdout=StringIO())
    assert Leader.objects.get(pk=other.pk).erased_on is not None and not kept.exists()


def test_a_database_that_cannot_tell_what_was_erased_is_said(leader, folder, monkeypatch):
    file = backup(folder)
    monkeypatch.setattr("registry.desk.management.commands.restore.is_behind", lambda: True)

    assert "by hand" in restore(file, "--replace")


def test_what_is_no_file_of_a_restore_repeats_nothing(leader, tmp_path):
    wrong = tmp_path / "notes.txt"
    wrong.write_text("[]")

    with pytest.raises(CommandError, match="no file that restore wrote"):
        call_command("repeat", str(wrong))
    with pytest.raises(CommandError, match="no file that restore wrote"):
        call_command("repeat", str(tmp_path / "missing"))
