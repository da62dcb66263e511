"""The jobs of the day: each runs once a day, by nobody twice at the same time, and again after it failed.

A job is safe to run twice and after a gap: it looks for what is due now and never counts days it missed.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Min, Q
from django.utils import timezone

from registry.upkeep.models import DailyRun

LEASE = timedelta(minutes=30)  # after a crash the job is free again
FORGOTTEN_AFTER = timedelta(days=30)  # a job that an upgrade took away
PAUSE_AFTER_FAILURE = timedelta(hours=1)

log = logging.getLogger("registry.daily")


class Job(NamedTuple):
    """`run(dry_run=…)` does the work (or only counts) and returns one sentence for the log."""

    name: str
    run: Callable[..., str]


class Outcome(NamedTuple):
    job: str
    sentence: str
    is_failed: bool = False


def run_jobs(jobs: list[Job], *, dry_run: bool = False, only_due: bool = False) -> list[Outcome]:
    """Run the jobs one after the other; one that fails does not keep the next from running."""
    if dry_run:
        return [Outcome(job.name, job.run(dry_run=True)) for job in jobs]
    DailyRun.objects.bulk_create([DailyRun(job=job.name) for job in jobs], ignore_conflicts=True)
    found = [_run(job, only_due=only_due) for job in jobs]
    return [outcome for outcome in found if outcome is not None]


def last_done() -> datetime | None:
    """The moment since which every job of the last days was done at least once; None before the first time."""
    recent = DailyRun.objects.filter(started_at__gt=timezone.now() - FORGOTTEN_AFTER, done_at__isnull=False)
    return recent.aggregate(at=Min("done_at"))["at"]


def _run(job: Job, *, only_due: bool) -> Outcome | None:
    holder, now = secrets.token_hex(16), timezone.now()
    free = DailyRun.objects.filter(Q(held_until=None) | Q(held_until__lt=now), job=job.name)
    if only_due:
        free = free.filter(_is_due(now))
    if not free.update(holder=holder, held_until=now + LEASE, started_at=now):
        return None if only_due else Outcome(job.name, "not now: another process runs it")
    try:
        sentence, is_failed = job.run(dry_run=False), False
    except Exception as error:
        log.exception("daily job %s failed", job.name)
        sentence, is_failed = f"failed: {type(error).__name__}", True
    _write_down(job, holder, sentence, is_failed)
    return Outcome(job.name, sentence, is_failed)


def _is_due(now: datetime) -> Q:
    """Not done since midnight, and not just failed."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    is_old = Q(done_at=None) | Q(done_at__lt=midnight)
    return is_old & (Q(is_failed=False) | Q(started_at__lt=now - PAUSE_AFTER_FAILURE))


def _write_down(job: Job, holder: str, sentence: str, is_failed: bool) -> None:
    """What was held longer than the lease belongs to somebody else by now."""
    done = {} if is_failed else {"done_at": timezone.now()}
    mine = DailyRun.objects.filter(job=job.name, holder=holder)
    mine.update(holder="", held_until=None, outcome=sentence[:300], is_failed=is_failed, **done)
    log.info("daily job %s: %s", job.name, sentence)


def lift_limits() -> None:
    """A job may take longer than a page: for this connection no statement is cut short."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
