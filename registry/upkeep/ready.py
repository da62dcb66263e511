"""Can this process do its work? For the machine that watches it, and for the proxy that asks before it sends people."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from registry.upkeep import schema
from registry.upkeep.daily import last_done
from registry.upkeep.key import key_fits

LEAST_FREE = 64 * 1024 * 1024
KEY_WORDS = {True: "ok", False: "wrong", None: "unknown"}


def readiness() -> dict[str, str]:
    """{what: "ok" or what is wrong}; `daily` is told and never a reason to send people away."""
    found = {"disk": disk(), "database": "ok", "tables": "unknown", "key": "unknown", "daily": "never"}
    try:
        found["database"] = writable()
        found["tables"] = "behind" if schema.is_behind() else "ok"
        found["key"] = KEY_WORDS[key_fits()]
        done = last_done()
        found["daily"] = done.isoformat(timespec="seconds") if done else "never"
    except (DatabaseError, InterfaceError) as error:
        if found["tables"] == "unknown":
            found["database"] = "unreachable"
        found["problem"] = type(error).__name__
    return found


def is_ready(found: dict[str, str]) -> bool:
    return all(found[name] == "ok" for name in ("disk", "database", "tables", "key"))


def writable() -> str:
    """Whether the database takes writes; nothing is written, so that no writer is waited for."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool")
            return "read-only" if cursor.fetchone()[0] else "ok"
        cursor.execute("PRAGMA query_only")
        is_only_read = bool(cursor.fetchone()[0])
    path = database_file()
    return "ok" if not is_only_read and (path is None or os.access(path, os.W_OK)) else "read-only"


def database_file() -> Path | None:
    """SQLite's file; None for PostgreSQL and for a database in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(name.removeprefix("file:").partition("?")[0])


def disk() -> str:
    """ "full" when one of the places written to has less than LEAST_FREE left."""
    places = [Path(settings.MEDIA_ROOT)]
    if (path := database_file()) is not None:
        places.append(path.parent)
    free = [shutil.disk_usage(existing(place)).free for place in places]
    return "full" if min(free) < LEAST_FREE else "ok"


def existing(place: Path) -> Path:
    """The place, or the nearest folder above that exists already."""
    return next(folder for folder in [place, *place.absolute().parents] if folder.exists())
