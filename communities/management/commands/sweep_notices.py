from django.core.management.base import BaseCommand

from communities.notices.retention import sweep_notices


class Command(BaseCommand):
    help = "Names notices past their end; forgets senders of opinions and old counts. Part of `daily`."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *, dry_run, **options):
        sweep = sweep_notices(dry_run=dry_run)
        for notice in sweep.late:
            self.stdout.write(f"to close: {notice.ends_on} {notice.region} {notice.title}")
        word = "would forget" if dry_run else "forgot"
        self.stdout.write(f"{len(sweep.late)} to close; {word} {sweep.senders} senders, {sweep.counts} counts")
