from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from registry.upkeep.key import TooManyKeys, end_other_keys, keep_canary, key_fits
from registry.upkeep.rotation import seal_anew


class Command(BaseCommand):
    """Safe to break off, to run twice, and while the site is in use."""

    help = "Seal anew with PHONE_KEY what was sealed with one of PHONE_KEYS_OLD, which can then go."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what is left")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if key_fits() is False:
            raise CommandError(
                "Nothing was done: PHONE_KEY and PHONE_KEYS_OLD do not open what lies here. The key of before belongs "
                "into PHONE_KEYS_OLD."
            )
        if not dry_run:
            self.mark()
        closed = 0
        for done in seal_anew(dry_run=dry_run):
            closed += done.closed
            self.stdout.write(f"{done.model}: {done.renewed} {'left' if dry_run else 'sealed anew'}")
        if dry_run:
            return
        if closed:
            raise CommandError(f"{closed} rows are opened by no key in use. Keep PHONE_KEYS_OLD; their key is missing.")
        if left := sum(done.renewed for done in seal_anew(dry_run=True)):
            raise CommandError(
                f"{left} rows were sealed with the old key meanwhile: start all servers with the new PHONE_KEY, "
                "then run this again."
            )
        end_other_keys()
        self.stdout.write("Everything is sealed with PHONE_KEY.")

    def mark(self) -> None:
        try:
            keep_canary()
        except TooManyKeys as error:
            raise CommandError(
                "Nothing was done: two other keys are in use here. Finish with the newer of them first."
            ) from error
