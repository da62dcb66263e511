import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from registry.accounts.models import User
from registry.audit.incidents import Asked, record_report, report
from registry.sheets.export import write_book
from registry.ui.display import office_language


class Command(BaseCommand):
    help = "Write a workbook that tells whose data was seen or taken away in a span of time, by which accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the workbook to write (.xlsx); nobody else may read it")
        parser.add_argument("--since", required=True, help="2026-11-20 or 2026-11-20T08:30")
        parser.add_argument("--until", help="the last day, or the moment it ended; without it, now")
        parser.add_argument("--account", action="append", default=[], help="a user name; several times")
        parser.add_argument("--address", action="append", default=[], help="an IP address; several times")
        parser.add_argument("--leader", action="append", default=[], type=int, help="a leader's number; several times")

    def handle(self, *, file: str, **options: Any) -> None:
        asked = Asked(
            since=_moment(options["since"]),
            until=_moment(options["until"], last=True) if options["until"] else timezone.now(),
            accounts=[_account(name) for name in options["account"]],
            addresses=options["address"],
            records=[("leaders.leader", number) for number in options["leader"]],
        )
        if asked.since >= asked.until:
            raise CommandError("The span ends before it begins.")
        try:
            opened = os.open(Path(file), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as wrong:
            raise CommandError(f"{file} cannot be written: {wrong.strerror}.") from wrong
        with os.fdopen(opened, "wb") as book, office_language():
            tables = report(asked)
            write_book(book, tables)
            record_report(asked)
            for label, value in tables[0].rows:
                self.stdout.write(f"{label}: {value}")
        self.stdout.write(f"{file} is written. It holds personal data: keep it where only those read it who must.")


def _moment(text: str, *, last: bool = False) -> datetime:
    """The moment typed; of a day its beginning, or where it is the `last` one its end."""
    try:
        day = parse_date(text)
        moment = parse_datetime(text)
    except ValueError:  # 2026-02-30
        day = moment = None
    if day is not None:
        moment = datetime.combine(day + timedelta(days=1 if last else 0), datetime.min.time())
    if moment is None:
        raise CommandError(f"{text} is no day and no moment: write 2026-11-20 or 2026-11-20T08:30.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _account(name: str) -> User:
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(f"No account is called {name}.") from None
