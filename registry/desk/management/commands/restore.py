from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import DatabaseError, connection

from registry.accounts.models import UserSession
from registry.desk.start import keep_private, leave_mark
from registry.desk.subjects import declared
from registry.upkeep.archive import BrokenArchive
from registry.upkeep.backup import Refused, restore
from registry.upkeep.engines import EngineFailed
from registry.upkeep.repeated import keep, repeat
from registry.upkeep.schema import is_behind

BY_HAND = (
    "The database that was here could not tell what was erased or withdrawn since: repeat the erasures and withdrawals "
    "of consent that were made after the backup by hand."
)


class Command(BaseCommand):
    help = "Put a backup in the place of database and uploaded files. Stop the service first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true", help="also where a database is already; it is set aside")

    def handle(self, *, file: str, replace: bool, **options: Any) -> None:
        source = Path(file)
        repeats, told = source.with_name(f"repeat-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"), None
        try:
            told = read(repeats) if replace and source.is_file() else None
            manifest = restore(source, replace=replace)
        except (Refused, BrokenArchive, EngineFailed, OSError, DatabaseError) as refused:
            repeats.unlink(missing_ok=True)
            raise CommandError(f"Nothing was restored. {refused}") from refused
        if UserSession._meta.db_table in connection.introspection.table_names():
            UserSession.objects.all().delete()  # whoever was signed in then is not by that signed in now
        leave_mark()
        keep_private()
        rows = sum(count for count, _digest in manifest.tables.values())
        self.stdout.write(
            f"Restored the state of {manifest.made_at}: {rows} rows, {len(manifest.files)} files. "
            f"{after(repeats, told, replace=replace)}"
        )


def read(repeats: Path) -> bool | None:
    """Keep in `repeats` what may not come back; whether there is any, None where the database here cannot tell."""
    try:
        return None if is_behind() else keep(declared("REPEATED"), repeats)
    except DatabaseError:
        return None


def after(repeats: Path, told: bool | None, *, replace: bool) -> str:
    """What was erased since the backup is erased again, or how that is done; then what comes next."""
    if told is None:
        return f"{BY_HAND} Then run ./run setup." if replace else "Now run ./run setup."
    if not told:
        return "Nothing had been erased or withdrawn. Now run ./run setup."
    if is_behind():
        return f"Run ./run setup, then manage.py repeat {repeats}: what was erased or withdrawn is so again only then."
    done = repeat(declared("REPEATED"), repeats)
    repeats.unlink()
    said = ", ".join(f"{name} {number}" for name, number in done.items())
    return f"Done again since the backup: {said}. Now run ./run setup."
