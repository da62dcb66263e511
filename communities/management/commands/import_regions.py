from django.core.management.base import BaseCommand, CommandError, no_translations

from communities.regions.region_import import BadFile, import_file, import_shipped


class Command(BaseCommand):
    help = "Load regions from FILE (csv or csv.gz), or what ships with the registry when no FILE is given."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="header: code,name,level,parent_code,parent_name")
        parser.add_argument("--dry-run", action="store_true", help="check and count, change nothing")

    @no_translations
    def handle(self, *, file, dry_run, **options):
        try:
            if file:
                counts = import_file(file, dry_run=dry_run, progress=self.stdout.write)
            else:
                counts = import_shipped(dry_run=dry_run, progress=self.stdout.write)
        except BadFile as bad:
            raise CommandError(f"{bad}") from None
        except OSError as missing:
            raise CommandError(str(missing)) from None
        said = ", ".join(f"{number} {name}" for name, number in counts.items())
        self.stdout.write(f"{said}{' (dry run: nothing was changed)' if dry_run else ''}")
