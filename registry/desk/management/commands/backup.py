from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import DatabaseError

from registry.desk.start import refuse_wrong_key
from registry.upkeep.backup import Refused, make_backup
from registry.upkeep.engines import EngineFailed


class Command(BaseCommand):
    help = "Write database and uploaded files into one file; the site may be in use. PHONE_KEY is not in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.BASE_DIR / "backups"), help="default: backups/")

    def handle(self, *, folder: str, **options: Any) -> None:
        try:
            refuse_wrong_key()
            target, manifest = make_backup(Path(folder))
        except (Refused, EngineFailed, OSError, DatabaseError) as refused:
            raise CommandError(f"No backup was made. {refused}") from refused
        rows = sum(count for count, _digest in manifest.tables.values())
        self.stdout.write(f"{target}: {rows} rows in {len(manifest.tables)} tables, {len(manifest.files)} files")
