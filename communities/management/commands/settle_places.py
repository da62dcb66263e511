from django.core.management.base import BaseCommand

from communities.records.placed import mend, strays


class Command(BaseCommand):
    help = "Finds records that lie elsewhere than what they belong to, and moves them there; once after an upgrade."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *, dry_run, **options):
        if dry_run:
            found = {model: rows.count() for model, rows in strays()}
        else:
            found = mend()
        for model, count in found.items():
            self.stdout.write(f"{count} {model._meta.label}")
        word = "would be moved" if dry_run else "were moved"
        self.stdout.write(f"{sum(found.values())} records {word}")
