"""Do the tables and the program belong together?"""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def known() -> tuple[frozenset, frozenset]:
    """The migrations this program has, and those no other one builds upon."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for migration in loader.replacements.values() for name in migration.replaces}
    return frozenset(loader.disk_migrations) | replaced, frozenset(loader.graph.leaf_nodes())


def applied() -> frozenset:
    return frozenset(MigrationRecorder(connection).applied_migrations())


def is_behind() -> bool:
    """True when the tables lack a migration of this program."""
    return bool(known()[1] - applied())


def is_ahead() -> bool:
    """True when a newer program has changed the tables. Only apps this program has are looked at."""
    names = known()[0]
    apps = {app for app, _name in names}
    return any(one not in names for one in applied() if one[0] in apps)
