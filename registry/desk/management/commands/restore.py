from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import DatabaseError, connection

from registry.accounts.models import UserSession
from registry.desk.start import keep_private, leave_mark
from registry.upkeep.archive import BrokenArchive
from registry.upkeep.backup import Refused, restore
from registry.upkeep.engines import EngineFailed

REMIND = "Repeat the erasures and withdrawals of consent that were made after the backup, then run ./run setup."


class Command(BaseCommand):
    help = "Put a backup in the place of database and uploaded files. Stop the service first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true", help="also where a database is already; it is set aside")

    def handle(self, *, file: str, replace: bool, **options: Any) -> None:
        try:
            manifest = restore(Path(file), replace=replace)
        except (Refused, BrokenArchive, EngineFailed, OSError, DatabaseError) as refused:
            raise CommandError(f"Nothing was restored. {refused}") from refused
        if UserSession._meta.db_table in connection.introspection.table_names():
            UserSession.objects.all().delete()  # whoever was signed in then is not by that signed in now
        leave_mark()
        keep_private()
        rows = sum(count for count, _digest in manifest.tables.values())
        self.stdout.write(
            f"Restored the state of {manifest.made_at}: {rows} rows, {len(manifest.files)} files. {REMIND}"
        )
