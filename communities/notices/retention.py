"""What is kept only for a while: who sent an opinion, and the counts against floods."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from communities.notices.models import Notice, Opinion
from communities.records.throttle import SendingCount

SENDER_DAYS = 60  # after the end of the notice: time for a late answer by telephone
COUNT_DAYS = 31


class Sweep(NamedTuple):
    """`late` are the notices that wait for their result: nothing is closed here, that is somebody's decision."""

    late: list
    senders: int
    counts: int


def sweep_notices(*, dry_run=False):
    """Forget senders of opinions and old counts; return a Sweep. With `dry_run` nothing is written."""
    now = timezone.now()
    late = list(Notice.objects.past_their_end().select_related("region").order_by("ends_on", "id"))
    senders = Opinion.objects.identified().filter(notice__ended_at__lt=now - timedelta(days=SENDER_DAYS))
    counts = SendingCount.objects.filter(starts_at__lt=now - timedelta(days=COUNT_DAYS))
    sweep = Sweep(late, senders.count(), counts.count())
    if not dry_run:
        for opinion in senders.iterator():
            opinion.forget_sender()
        counts.delete()
    return sweep


def sweep_daily(*, dry_run):
    sweep = sweep_notices(dry_run=dry_run)
    return f"{len(sweep.late)} to close, {sweep.senders} senders, {sweep.counts} counts"
