from django.core.management.base import BaseCommand, CommandError

from leaders.demo.build import build, holds_real_data, is_built

FOR_ALL = "lamp-plate-seal-2026"  # the password, printed on purpose: demo data only, refused beside real data
ACCOUNTS = "worker, worker2, office, manager, overseer, admin"


class Command(BaseCommand):
    help = "Fill an empty registry with real places and invented people. Refuses when real data is there."

    def add_arguments(self, parser):
        parser.add_argument("--password", default=FOR_ALL, help="the password of all demo accounts")

    def handle(self, *, password, **options):
        if is_built():
            self.stdout.write("The demo is there already; nothing changed.")
            return
        if holds_real_data():
            raise CommandError("Accounts, leaders or organizations are there already: this is no place for a demo.")
        counts = build(password=password)
        self.stdout.write(", ".join(f"{number} {noun}" for noun, number in counts.items()))
        self.stdout.write(f"Accounts: {ACCOUNTS}; password: {password}")
