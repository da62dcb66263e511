"""What a backup is: one tar file with a manifest, the database and the uploaded files.

The manifest says which program and which key belong to it, and what every table and file must look like again.
"""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from registry.upkeep import schema

MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media/"
FORMAT = 1
CHUNK = 1 << 20

Fingerprints = dict[str, list]  # {table: [rows, digest]}


class Cursor(Protocol):
    """What the cursors of Django, of SQLite and of PostgreSQL have in common."""

    def execute(self, sql: Any, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchmany(self, size: int, /) -> list[Any]: ...


@dataclass
class Manifest:
    """`tables` is {table: [rows, digest]}, `files` {name: digest}; `canary` is the mark of the key, sealed."""

    made_at: str
    version: str
    engine: str
    canary: str
    migrations: list
    database: str = ""
    tables: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    format: int = FORMAT

    def unknown_migrations(self) -> list[str]:
        """What a newer program has done to these tables."""
        known = schema.known()[0]
        apps = {app for app, _name in known}
        return [f"{app}.{name}" for app, name in self.migrations if app in apps and (app, name) not in known]


class BrokenArchive(Exception):
    """Says in one sentence why a file is no backup that can be trusted."""


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_names() -> list[str]:
    """The tables of this database; SQLite's own and the sessions, which change all the time, are left out."""
    names = connection.introspection.table_names()
    return sorted(name for name in names if name not in {"accounts_usersession", "django_session"})


def fingerprint(cursor: Cursor, table: str, key: str) -> tuple[int, str]:
    """How many rows a table has, and a digest over all of them in the order of their key."""
    quote = connection.ops.quote_name
    cursor.execute(f"SELECT * FROM {quote(table)} ORDER BY {key}")
    digest, count = hashlib.sha256(), 0
    while rows := cursor.fetchmany(2000):
        count += len(rows)
        for row in rows:
            digest.update(repr(row).encode())
    return count, digest.hexdigest()


def fingerprints(cursor: Cursor) -> Fingerprints:
    """{table: [rows, digest]} of what `cursor` reads."""
    keys = {}
    with connection.cursor() as asked:
        for table in table_names():
            columns = connection.introspection.get_primary_key_columns(asked, table) or ["1"]
            keys[table] = ", ".join(name if name == "1" else connection.ops.quote_name(name) for name in columns)
    return {table: list(fingerprint(cursor, table, key)) for table, key in keys.items()}


def media_files(root: Path) -> Iterator[tuple[str, Path]]:
    """(name, path) of every uploaded file, links left out."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(root).as_posix(), path


def write(target: Path, manifest: Manifest, database: Path, root: Path) -> None:
    """One file that its owner alone can read, there as a whole or not at all."""
    part = target.with_name(f"{target.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(database, DATABASE)
            for name, path in media_files(root):
                manifest.files[name] = digest_of(path)
                tar.add(path, MEDIA + name)
            text = database.with_name(MANIFEST)
            text.write_text(json.dumps(asdict(manifest), indent=1))
            tar.add(text, MANIFEST)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def unpack(source: Path, folder: Path) -> Manifest:
    """Lay the contents into `folder` and compare every digest; raises BrokenArchive."""
    try:
        with tarfile.open(source) as tar:
            _lay_down(tar, folder)
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (tarfile.TarError, OSError, ValueError, TypeError) as error:
        raise BrokenArchive(f"{source.name} is no backup of this program, or is damaged: {error}.") from error
    if manifest.format != FORMAT:
        raise BrokenArchive(f"{source.name} was made by another version: its format is {manifest.format}.")
    wrong = [name for name, digest in manifest.files.items() if not _is_sound(folder / MEDIA / name, digest)]
    if not _is_sound(folder / DATABASE, manifest.database) or wrong:
        raise BrokenArchive(f"{source.name} is damaged: {', '.join(wrong[:3]) or 'the database'} is not what it was.")
    return manifest


def _lay_down(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files below `folder`, which is all a backup holds; raises TarError for anything else.

    Not by the filters of `tarfile`: Python 3.11.2, which Debian 12 brings, has none.
    """
    for member in tar:
        path, inside = folder / member.name, tar.extractfile(member) if member.isreg() else None
        if inside is None or not path.resolve().is_relative_to(folder.resolve()):
            raise tarfile.TarError(f"“{member.name}” is no plain file below it")
        path.parent.mkdir(parents=True, exist_ok=True)
        with inside, path.open("wb") as file:
            shutil.copyfileobj(inside, file, CHUNK)
        path.chmod(member.mode & 0o644 | 0o600)


def _is_sound(path: Path, digest: str) -> bool:
    return path.is_file() and digest_of(path) == digest
