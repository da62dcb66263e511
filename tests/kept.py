"""A world made once in a process and laid down again by plain inserts for every later test that asks for it.

One of everything takes a second of verbs; its rows are written again in a small part of that, with their keys, moments
and files. What a test gets are copies of its own, so none meets what another one changed.
"""

from copy import deepcopy
from datetime import time, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone, translation

from communities.regions.models import Region
from registry.desk import streets
from tests.clock import NOW

SOON = timedelta(minutes=1)  # a test that moved the clock further makes a world of its own
# Tables that the laying down of a world neither reads nor writes.
OTHERS = ("django_migrations", "sqlite_sequence")

_made = {}  # (name, language) → Kept


class Kept(NamedTuple):
    """What a build returned, {table: (columns, rows)} it wrote, {path: bytes} it stored, when it was done."""

    answer: object
    rows: dict
    files: dict
    done: object


def kept(name, build, clock):
    """What `build()` returns, its rows and files being there; the clock stands where it stood when they were done."""
    if Region.objects.exists() or not NOW <= timezone.now() < NOW + SOON:
        return build()
    key = name, settings.LANGUAGE_CODE
    if key not in _made:
        _made[key] = _build(build)
    one = _made[key]
    _lay(one)
    if timezone.now() < one.done:
        clock.move_to(one.done, tick=True)
    return deepcopy(one.answer)


def _build(build):
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        rows, files = _written(), _stored()
        answer = build()
        new = {table: (columns, _added(table, rows[table][1], now)) for table, (columns, now) in _written().items()}
        more = {path: (Path(settings.MEDIA_ROOT) / path).read_bytes() for path in _stored() - files}
        transaction.set_rollback(True)
    for cache in caches.all():
        cache.clear()
    streets.forget()
    return Kept(answer, {table: found for table, found in new.items() if found[1]}, more, timezone.now())


def _written():
    """{table: (columns, rows)} of everything in the database."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in OTHERS:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = [column[0] for column in cursor.description], [*map(_typed, cursor.fetchall())]
    return found


def _typed(row):
    """A row as it may be inserted again: SQLite reads a time of day, and takes none."""
    return tuple(str(value) if isinstance(value, time) else value for value in row)


def _added(table, before, now):
    """The rows of `now` that were not there before, in their order; nothing that was there may have changed."""
    lost = [row for row in before if row not in now]
    assert not lost, f"the world changes or removes rows of {table} that every database has: {lost}"
    return [row for row in now if row not in before]


def _stored():
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root) for path in root.rglob("*") if path.is_file()}


def _lay(one):
    name = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in one.rows.items():
            places = ", ".join(["%s"] * len(columns))
            into = f"INSERT INTO {name(table)} ({', '.join(map(name, columns))}) VALUES ({places})"
            cursor.executemany(into, rows)
    for path, content in one.files.items():
        file = Path(settings.MEDIA_ROOT) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
