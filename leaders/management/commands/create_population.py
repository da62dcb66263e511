from django.core.management.base import BaseCommand, CommandError

from communities.regions.models import Region
from leaders.demo.population import populate


class Command(BaseCommand):
    help = (
        "Fill an empty database with N provinces of 20,113 regions and matters and 100,565 leaders each, for measuring."
    )

    def add_arguments(self, parser):
        parser.add_argument("--provinces", type=int, default=1, help="1 (S), 3 (M) or 10 (L)")

    def handle(self, *, provinces, **options):
        if Region.objects.exists():
            raise CommandError("Regions are there already; measuring wants an empty database of its own.")
        counts = populate(provinces=provinces, progress=self.stdout.write)
        self.stdout.write(", ".join(f"{number} {noun}" for noun, number in counts.items()))
