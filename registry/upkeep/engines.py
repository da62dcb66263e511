"""Copying the database out and in, for each engine by its own means."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections, transaction

from registry.upkeep.archive import Cursor, Fingerprints, fingerprints
from registry.upkeep.ready import database_file

NOBODY = ("--no-owner", "--no-privileges")  # of the server it came from
KEPT_SCHEMA = "before_restore"


class EngineFailed(Exception):
    """Says in one sentence what the database or its program refused."""


def copy_out(target: Path) -> dict[str, list]:
    """Write a sound copy of the database as it is at one moment; return its fingerprints. Nobody has to wait."""
    return _sqlite_out(target) if connection.vendor == "sqlite" else _postgresql_out(target)


@contextmanager
def copied_in(source: Path) -> Iterator[None]:
    """Put the copy in the place of the database. When the body fails, what was there before is there again."""
    way = _sqlite_in if connection.vendor == "sqlite" else _postgresql_in
    with way(source):
        yield


@contextmanager
def plain_cursor() -> Iterator[Cursor]:
    """Reads values as they are kept, as `copy_out` did for its fingerprints."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(_file())) as bare:
            yield bare.cursor()
    else:
        with connection.cursor() as cursor:
            yield cursor


def _file() -> Path:
    path = database_file()
    if path is None:
        raise EngineFailed("A database in memory has no file to copy.")
    return path


def _sqlite_out(target: Path) -> Fingerprints:
    """SQLite's own backup over a connection without Django's functions, as any other program has it."""
    with closing(sqlite3.connect(_file())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise EngineFailed(f"The database is damaged, so its copy is worth nothing: {verdict}.")
        return fingerprints(copy.cursor())


@contextmanager
def _sqlite_in(source: Path) -> Iterator[None]:
    path = _file()
    kept = path.with_name(f"{path.name}.replaced-{int(time.time())}")
    connections.close_all()
    if path.exists():
        with closing(sqlite3.connect(path)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.rename(kept)
    _forget_wal(path)
    try:
        shutil.copyfile(source, path)
        path.chmod(0o600)
        yield
    except BaseException:
        connections.close_all()
        path.unlink(missing_ok=True)
        _forget_wal(path)
        if kept.exists():
            kept.rename(path)
        raise


def _forget_wal(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _postgresql_out(target: Path) -> Fingerprints:
    """The dump and the fingerprints see the same snapshot."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", *NOBODY, f"--file={target}")
        return fingerprints(cursor)


@contextmanager
def _postgresql_in(source: Path) -> Iterator[None]:
    """The old tables are moved aside, not dropped, until the new ones have been looked at."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {KEPT_SCHEMA}")
        cursor.execute("CREATE SCHEMA public")
    connections.close_all()
    try:
        _run("pg_restore", "--single-transaction", "--exit-on-error", *NOBODY, source, named="-d")
        yield
    except BaseException:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute(f"ALTER SCHEMA {KEPT_SCHEMA} RENAME TO public")
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {KEPT_SCHEMA} CASCADE")


def _run(name: str, *arguments: str | Path, named: str | None = None) -> None:
    """One of PostgreSQL's own programs; the password travels in the environment, never in the arguments."""
    asked = connection.settings_dict
    given = {f"PG{name}": str(asked[name]) for name in ("HOST", "PORT", "USER", "PASSWORD") if asked[name]}
    target = [named, asked["NAME"]] if named else [asked["NAME"]]
    command = [find_program(name), *map(str, arguments), *target]
    done = subprocess.run(command, env=os.environ | given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EngineFailed(f"{name} failed: {(done.stderr.strip().splitlines() or ['without a word'])[0]}")


def find_program(name: str) -> str:
    """On PATH, else where Debian keeps it; a program older than the server refuses by itself."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: path.parts[4])
    found = str(kept[-1]) if kept else shutil.which(name)
    if found is None:
        raise EngineFailed(f"{name} is not installed (Debian, Ubuntu: sudo apt install postgresql-client).")
    return found
