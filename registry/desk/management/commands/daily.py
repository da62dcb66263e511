from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from registry.desk.daily import JOBS
from registry.upkeep.daily import run_jobs


class Command(BaseCommand):
    """Exit code 1 when a job failed; the others ran all the same."""

    help = "Run the daily jobs now: safe twice, after a gap, and while another process runs them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--due", action="store_true", help="only what was not done today")

    def handle(self, *, dry_run: bool, due: bool, **options: Any) -> None:
        outcomes = run_jobs(JOBS, dry_run=dry_run, only_due=due)
        for outcome in outcomes:
            self.stdout.write(f"{outcome.job}: {'would be ' if dry_run else ''}{outcome.sentence}")
        failed = [outcome.job for outcome in outcomes if outcome.is_failed]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
