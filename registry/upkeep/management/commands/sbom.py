import json
import tomllib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.upkeep.parts_list import parts_list


class Command(BaseCommand):
    help = "Write what the program is made of (CycloneDX 1.5, JSON) to standard output; a release carries it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        root = settings.BASE_DIR
        version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
        try:
            told = parts_list((root / "requirements.txt").read_text(encoding="utf-8"), version)
        except (OSError, ValueError) as error:
            raise CommandError(f"requirements.txt cannot be told: {error}") from None
        self.stdout.write(json.dumps(told, indent=1))
