import json
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from registry.desk.subjects import declared
from registry.upkeep.repeated import repeat
from registry.upkeep.schema import is_behind


class Command(BaseCommand):
    help = "Erase and withdraw again what a restored backup brought back; restore names the file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *, file: str, **options: Any) -> None:
        if is_behind():
            raise CommandError("The tables are older than this program: run ./run setup first.")
        path = Path(file)
        try:
            done = repeat(declared("REPEATED"), path)
        except (OSError, json.JSONDecodeError, KeyError, AttributeError) as wrong:
            raise CommandError(f"{path} is no file that restore wrote: {wrong}") from wrong
        path.unlink()
        self.stdout.write("Done again: " + ", ".join(f"{name} {number}" for name, number in done.items()) + ".")
