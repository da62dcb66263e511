"""How long a page may keep the database busy or wait for it. Commands and daily jobs are not limited.

Without limits a few requests that wait for a lock hold all threads, and with them every page.
"""

from django.conf import settings
from django.db import connections

IDLE_SECONDS = 60
STANDBY_SECONDS = 2  # the least the library knows


def limit_requests() -> None:
    """Every connection made from now on in this process has the limits of a page."""
    for alias, database in connections.settings.items():
        options = database.setdefault("OPTIONS", {})
        if database["ENGINE"].endswith("sqlite3"):
            options["timeout"] = settings.LOCK_SECONDS
        else:
            options["options"] = f"{options.get('options', '')} {postgresql_options()}".strip()
            options["connect_timeout"] = settings.LOCK_SECONDS if alias == "default" else STANDBY_SECONDS


def postgresql_options() -> str:
    limits = {
        "lock_timeout": settings.LOCK_SECONDS,
        "statement_timeout": settings.STATEMENT_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
    }
    return " ".join(f"-c {name}={1000 * seconds}" for name, seconds in limits.items())
