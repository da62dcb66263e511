from django.core.management.base import BaseCommand

from leaders.nominations.retention import delete_stale_nominations


class Command(BaseCommand):
    help = "Delete unanswered and declined nominations after the street's days; run it once a day."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")
        parser.add_argument("--limit", type=int, default=None, help="at most so many rows")

    def handle(self, *, dry_run, limit, **options):
        report = delete_stale_nominations(dry_run=dry_run, limit=limit)
        said = "Would delete" if dry_run else "Deleted"
        more = " More are due: run it again." if report.is_capped else ""
        self.stdout.write(
            f"{said} {report.unanswered} unanswered and {report.declined} declined nominations; "
            f"{'would empty' if dry_run else 'emptied'} {report.emptied} accepted ones.{more}"
        )
