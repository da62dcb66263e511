from django.core.management import BaseCommand

from communities.filings.actions import expire_filings


class Command(BaseCommand):
    help = "Organizations whose filing is past its last day are guided again. Once a day is enough."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, dry_run, **options):
        count = expire_filings(dry_run=dry_run)
        self.stdout.write(f"{count} organizations {'would be' if dry_run else 'are'} guided again")
