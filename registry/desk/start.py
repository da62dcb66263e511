"""What has to hold before anybody is served. Each refusal is one sentence that says what to do."""

import stat
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from leaders.people.models import Leader
from registry.accounts.models import FormDraft
from registry.upkeep import schema
from registry.upkeep.key import TooManyKeys, keep_canary, key_fits
from registry.upkeep.ready import database_file

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def refuse_lost_file() -> None:
    """An empty database file, or none where one was, is a loss and not a first start."""
    path = database_file()
    if path is None:
        return
    if path.exists() and path.stat().st_size == 0:
        raise ImproperlyConfigured(
            f"{path.name} is empty: put it back from a backup; only if there never was one, remove {path.name}."
        )
    if mark_of(path).exists() and not path.exists():
        raise ImproperlyConfigured(
            f"{path.name} is gone, but a registry was made here on {mark_of(path).read_text().strip()}: put it back "
            f"from a backup; only to start an empty one, remove {mark_of(path).name}."
        )


def leave_mark() -> None:
    """Note beside the file that there is a registry, so that its loss is noticed."""
    path = database_file()
    if path is not None and not mark_of(path).exists():
        mark_of(path).write_text(f"{date.today()}\n")


def mark_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.made")


def keep_private() -> list[str]:
    """Take the rights of others from the database and the secrets; return the names of what was changed."""
    path = database_file()
    files = [settings.BASE_DIR / ".env"]
    if path is not None:
        files += [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]
    changed = [file for file in files if file.exists() and file.stat().st_mode & OTHERS]
    for file in changed:
        try:
            file.chmod(file.stat().st_mode & ~OTHERS)
        except OSError as error:
            raise ImproperlyConfigured(
                f"{file.name} can be read by others, and its rights cannot be changed: chmod 600 {file.name}."
            ) from error
    return [file.name for file in changed]


def refuse_newer_tables() -> None:
    if schema.is_ahead():
        raise ImproperlyConfigured(
            "The database was used by a newer version of this program: put that version back, or its backup with this."
        )


def refuse_older_tables() -> None:
    if schema.is_behind():
        raise ImproperlyConfigured("The tables are those of an older version: run ./run setup first.")


def refuse_wrong_key() -> None:
    """PHONE_KEY must open what is sealed here; the first right one is marked in the database."""
    fits = key_fits()
    if fits is None and sealed_ones_open():
        keep_canary()
        return
    if not fits:
        raise ImproperlyConfigured(
            "PHONE_KEY is not the key of this database: put back the .env that belongs to it, "
            "else its telephone numbers stay closed. After a change of key the one before belongs into PHONE_KEYS_OLD."
        )
    try:
        keep_canary()
    except TooManyKeys as error:
        raise ImproperlyConfigured(
            "A third PHONE_KEY before the change to the second is finished: put that one back and run manage.py reseal."
        ) from error


def sealed_ones_open() -> bool:
    """For a database without a mark, one of an earlier version: does the key open what it holds?"""
    leader = Leader.objects.exclude(phone_sealed="").only("phone_sealed").first()
    draft = FormDraft.objects.first()
    try:
        return bool((leader is None or leader.open_phone()) and (draft is None or draft.values is not None))
    except (InvalidTag, ValueError):
        return False


def refuse_to_serve() -> None:
    """For servers that prepare nothing. While the database is away they start all the same, and answer 503."""
    try:
        refuse_newer_tables()
        refuse_older_tables()
        refuse_wrong_key()
    except DatabaseError:
        return
