"""Daily: name the notices that wait for their result, forget senders of opinions, drop old counts of sendings.

Nothing is closed here: the result of a notice is somebody's decision.
"""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from communities.notices.models import Notice, Opinion
from communities.records.throttle import SendingCount

SENDER_DAYS = 60  # after the end of the notice: time for a late answer by telephone
COUNT_DAYS = 31


class Command(BaseCommand):
    help = "Names notices past their end; forgets senders of opinions and old counts."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args, dry_run=False, **options):
        late = Notice.objects.past_their_end().select_related("region").order_by("ends_on", "id")
        for notice in late:
            self.stdout.write(f"to close: {notice.ends_on} {notice.region} {notice.title}")
        now = timezone.now()
        senders = Opinion.objects.identified().filter(notice__ended_at__lt=now - timedelta(days=SENDER_DAYS))
        counts = SendingCount.objects.filter(starts_at__lt=now - timedelta(days=COUNT_DAYS))
        word = "would forget" if dry_run else "forgot"
        self.stdout.write(f"{late.count()} to close; {word} {senders.count()} senders, {counts.count()} counts")
        if dry_run:
            return
        for opinion in senders.iterator():
            opinion.forget_sender()
        counts.delete()
