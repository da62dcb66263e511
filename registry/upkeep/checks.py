"""System checks of the database's settings: what the promises about races and lost writes rest on."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.db import connection

SQLITE = {
    "upkeep.E001": ("transaction_mode", "IMMEDIATE", "two who read and then write would both win, or fail as locked"),
}
PRAGMAS = {
    "upkeep.E002": ("journal_mode", "wal", "readers would wait for writers"),
    "upkeep.E003": ("synchronous", 2, "what was confirmed to a person could be lost with the power"),
}
LEAST_WAIT = 5


def database_options(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """What the settings ask for; no connection is made."""
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if connection.vendor == "sqlite":
        found = [
            Error(f"SQLite's {name} must be {wanted}: {reason}.", id=number)
            for number, (name, wanted, reason) in SQLITE.items()
            if options.get(name) != wanted
        ]
        if options.get("timeout", 5) < LEAST_WAIT:
            found.append(Error(f"SQLite's timeout must be at least {LEAST_WAIT} seconds.", id="upkeep.E004"))
        return found
    if connection.vendor != "postgresql":
        return [Error("Only SQLite and PostgreSQL are supported.", id="upkeep.E005")]
    isolation = options.get("isolation_level")
    return [Error("PostgreSQL is used at READ COMMITTED.", id="upkeep.E006")] if isolation else []


def database_itself(app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """What the database answers; asked by `migrate` and `check --database default`."""
    if not databases or "default" not in databases:
        return []
    return sqlite_answers() if connection.vendor == "sqlite" else postgresql_answers()


def sqlite_answers() -> list[Error]:
    sqlite: Any = connection
    with sqlite.cursor() as cursor:
        answers = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name, _wanted, _why in PRAGMAS.values()}
    if sqlite.is_in_memory_db():
        answers["journal_mode"] = "wal"
    return [
        Error(f"SQLite's {name} is {answers[name]}, and must be {wanted}: {why}.", id=number)
        for number, (name, wanted, why) in PRAGMAS.items()
        if answers[name] != wanted
    ]


def postgresql_answers() -> list[Error]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('server_version_num')::int")
        encoding, version = cursor.fetchone()
    found = []
    if encoding != "UTF8":
        found.append(Error(f"The database's encoding is {encoding}, and must be UTF8.", id="upkeep.E007"))
    if version < 140_000:
        found.append(Error("PostgreSQL 14 or newer is needed.", id="upkeep.E008"))
    return found
