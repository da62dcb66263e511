import re
from collections import Counter
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

HOLES = re.compile(r"%\(\w+\)[sd]")


class Command(BaseCommand):
    help = "Fail on an untranslated or fuzzy message, one that stands twice, and a translation whose holes differ."

    def handle(self, **options: Any) -> None:
        bad: list[str] = []
        for source in sorted(Path(settings.LOCALE_PATHS[0]).rglob("*.po")):
            catalogue = polib.pofile(str(source))
            bad += [f"{source.name}: not translated: {entry.msgid}" for entry in catalogue.untranslated_entries()]
            bad += [f"{source.name}: fuzzy: {entry.msgid}" for entry in catalogue.fuzzy_entries()]
            bad += [f"{source.name}: holes differ: {entry.msgid}" for entry in catalogue if not same_holes(entry)]
            bad += [f"{source.name}: stands there twice: {text}" for text in twice(catalogue)]
        if bad:
            raise CommandError("\n".join(bad))
        self.stdout.write("catalogues are complete")


def twice(catalogue: Any) -> list[str]:
    """Texts with two entries, of which one is shown and the other only read."""
    counted = Counter((entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete)
    return [text for (_context, text), times in counted.items() if times > 1]


def same_holes(entry: Any) -> bool:
    """True when every %(hole)s of the source stands in each translation."""
    wanted = set(HOLES.findall(entry.msgid)) | set(HOLES.findall(entry.msgid_plural or ""))
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return entry.obsolete or all(set(HOLES.findall(text)) == wanted for text in texts)
