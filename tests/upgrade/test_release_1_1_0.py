"""A database of release 1.1.0 (its demo, on SQLite, regions cut down to those in use) becomes one of today."""

import base64
import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
PHONE_KEY = base64.b64encode(bytes(range(32))).decode()  # the key the dump was made with
RENAMED = {}  # {(table, old column): new column}
# Places are read anew by the table of their readings.
READ_AGAIN = {("communities_region", "pinyin"), ("communities_region", "initials")}
# Money that was kept in yuan and is kept in fen.
IN_FEN = {
    ("communities_yearlyreport", "income"),
    ("communities_yearlyreport", "expense"),
    ("leaders_incentive", "amount"),
}
DROPPED = set()  # {(table, column)} that today's release keeps elsewhere
CHANGED = {"django_migrations", "django_content_type", "auth_permission"}  # bookkeeping of Django's own


def manage(database, *arguments):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "PHONE_KEY": PHONE_KEY}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def rows_of(database):
    """{table: {primary key: {column: value}}}"""
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        tables = {}
        for name in names:
            if not name.startswith("sqlite_"):
                found = [dict(row) for row in connection.execute(f'select * from "{name}"')]
                tables[name] = {row.get("id", number): row for number, row in enumerate(found)}
        return tables


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "release_1_1_0.sqlite3"
    connection = sqlite3.connect(path)
    # The constraints of 1.1.0 call functions that only Django's connection has.
    connection.create_function("django_date_extract", 2, lambda part, day: None if day is None else int(day[:4]))
    connection.executescript(gzip.decompress((HERE / "release_1_1_0.sql.gz").read_bytes()).decode())
    connection.close()
    return path


def test_a_1_1_0_database_keeps_every_row_and_gets_the_tables_of_a_new_one(database, tmp_path):
    """One test, for bringing a database up takes most of a minute."""
    before, fresh = rows_of(database), tmp_path / "fresh.sqlite3"

    manage(database, "migrate", "-v0")
    manage(fresh, "migrate", "-v0")

    every_row_stands(before, rows_of(database))
    has_the_same_tables(database, fresh)


def every_row_stands(before, after):
    assert sum(len(rows) for table, rows in before.items()) > 15_000
    for table, rows in before.items():
        if table in CHANGED:
            continue
        for key, row in rows.items():
            kept = {RENAMED.get((table, name), name): value for name, value in row.items()}
            kept |= {name: value and round(value * 100) for name, value in kept.items() if (table, name) in IN_FEN}
            found = {name: after[table][key][name] for name in kept if (table, name) not in DROPPED | READ_AGAIN}
            assert found == {name: value for name, value in kept.items() if name in found}


def has_the_same_tables(database, fresh):
    with sqlite3.connect(database) as old, sqlite3.connect(fresh) as new:
        question = "select type, name from sqlite_master where name not like 'sqlite_%' order by type, name"
        assert old.execute(question).fetchall() == new.execute(question).fetchall()
        tables = [row[0] for row in new.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            columns = f'select name, "type", "notnull" from pragma_table_info(\'{table}\') order by name'
            assert old.execute(columns).fetchall() == new.execute(columns).fetchall(), table
