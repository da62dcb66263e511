"""Making a backup and putting one back: whole or not at all, and never with a key that does not belong to it."""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from registry.upkeep import archive, engines
from registry.upkeep.archive import BrokenArchive, Manifest
from registry.upkeep.key import opens
from registry.upkeep.models import KeyCanary
from registry.upkeep.ready import database_file, existing


class Refused(Exception):
    """Says in one sentence why nothing was done."""


def make_backup(folder: Path) -> tuple[Path, Manifest]:
    """Write registry-TIME.tar into `folder`; the database may be in use meanwhile."""
    root = Path(settings.MEDIA_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_little_room(folder, _size(root) + _database_size() * 2)
    now = timezone.now()
    target = folder / f"registry-{now:%Y%m%dT%H%M%SZ}.tar"
    manifest = Manifest(
        made_at=now.isoformat(timespec="seconds"),
        version=program_version(),
        engine=connection.vendor,
        canary=KeyCanary.objects.get().sealed,
        migrations=sorted(map(list, MigrationRecorder(connection).applied_migrations())),
    )
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as work:
        database = Path(work) / archive.DATABASE
        manifest.tables = engines.copy_out(database)
        manifest.database = archive.digest_of(database)
        archive.write(target, manifest, database, root)
    return target, manifest


def restore(source: Path, *, replace: bool) -> Manifest:
    """Put a backup in the place of what is here. Everything is looked at before anything is touched."""
    root = Path(settings.MEDIA_ROOT)
    place = existing(root.parent)
    _refuse_little_room(place, 2 * source.stat().st_size)
    with tempfile.TemporaryDirectory(dir=place, prefix=".restore-") as work:
        manifest = archive.unpack(source, Path(work))
        refuse_unfit(manifest)
        if not replace and connection.introspection.table_names():
            raise Refused("There is a database here already; --replace puts the backup in its place.")
        with engines.copied_in(Path(work) / archive.DATABASE):
            if differ := different_tables(manifest):
                raise BrokenArchive(f"After the restore these tables are not what they were: {', '.join(differ)}.")
            _files_in(Path(work) / archive.MEDIA, root)
    return manifest


def refuse_unfit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise Refused(f"The backup is of {manifest.engine}, and DATABASE_URL names {connection.vendor}.")
    if not opens(manifest.canary):
        raise Refused(
            "PHONE_KEY is not the key of this backup: put back the .env that belongs to it first, "
            "or name that key in PHONE_KEYS_OLD."
        )
    if unknown := manifest.unknown_migrations():
        raise Refused(
            f"The backup was made by version {manifest.version}, which is newer than this program "
            f"({unknown[0]}): put that version in place first."
        )


def different_tables(manifest: Manifest) -> list[str]:
    with engines.plain_cursor() as cursor:
        found = archive.fingerprints(cursor)
    return sorted(name for name, seen in manifest.tables.items() if found.get(name) != seen)


def program_version() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def _files_in(unpacked: Path, root: Path) -> None:
    """The old folder is set aside; where it cannot be moved (a mounted disk), files are laid beside the old ones."""
    unpacked.mkdir(exist_ok=True)
    with _set_aside(root):
        shutil.copytree(unpacked, root, dirs_exist_ok=True)


@contextmanager
def _set_aside(root: Path) -> Iterator[None]:
    aside = root.with_name(f"{root.name}.replaced-{timezone.now():%Y%m%dT%H%M%SZ}")
    kept: Path | None = aside
    try:
        if root.exists():
            root.rename(aside)
    except OSError:
        kept = None
    try:
        yield
    except BaseException:
        if kept is not None:
            shutil.rmtree(root, ignore_errors=True)
            if kept.exists():
                kept.rename(root)
        raise


def _size(root: Path) -> int:
    return sum(path.stat().st_size for _name, path in archive.media_files(root)) if root.exists() else 0


def _database_size() -> int:
    path = database_file()
    if path is not None:
        return path.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def _refuse_little_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(f"{folder} has {free >> 20} MB left, and {needed >> 20} MB are needed.")
