from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po, without gettext's own tools. Quick when nothing changed."

    def handle(self, **options: Any) -> None:
        for source in sorted(Path(settings.LOCALE_PATHS[0]).rglob("*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            polib.pofile(str(source)).save_as_mofile(str(target))
            self.stdout.write(f"{source.parent.parent.name}: compiled")
