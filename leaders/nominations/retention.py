"""What is kept only for a while: nominations. Each street says for how many days (`NOMINATION_DAYS`)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communities.settings_of_street.models import MEANINGS, RuleName, rule_by_place
from leaders.nominations.models import Nomination
from registry.audit.log import record_summary

BATCH = 500
PERSONAL = {"reason": "", "nominator": ""}


@dataclass
class Report:
    """How many rows: unanswered and declined ones are deleted, accepted ones lose what is personal."""

    unanswered: int = 0
    declined: int = 0
    emptied: int = 0
    is_capped: bool = False

    @property
    def total(self):
        return self.unanswered + self.declined + self.emptied


def delete_stale_nominations(*, dry_run=False, limit=None):
    """Delete unanswered and declined nominations after the street's days, and empty accepted ones; return a Report.

    At most `limit` rows, the oldest first. With `dry_run` nothing is written.
    """
    now, report = timezone.now(), Report()
    days_at = rule_by_place(RuleName.NOMINATION_DAYS)
    due = [row for row in _old_enough(now) if _since(row) <= now - timedelta(days=days_at(row.region_path))]
    if limit is not None and len(due) > limit:
        due, report.is_capped = due[:limit], True
    for start in range(0, len(due), BATCH):
        _clear(due[start : start + BATCH], report, dry_run=dry_run)
    if report.total and not dry_run:
        _write_down(report)
    return report


def _old_enough(now):
    """Rows that may be due under the shortest time any street can set."""
    edge = now - timedelta(days=MEANINGS[RuleName.NOMINATION_DAYS].least)
    old = Q(state__in=Nomination.OPEN, received_at__lte=edge) | Q(state="declined", answered_at__lte=edge)
    old |= Q(state="accepted", answered_at__lte=edge) & ~Q(**PERSONAL)
    rows = Nomination.objects.filter(old).only("state", "received_at", "answered_at", "region_path")
    return rows.order_by("id").iterator(chunk_size=BATCH)


def _since(row):
    return row.answered_at or row.received_at


@transaction.atomic
def _clear(rows, report, *, dry_run):
    """One batch. The state stands in the condition: a row answered this very moment is left alone."""
    for states, count_as in [(Nomination.OPEN, "unanswered"), (["declined"], "declined"), (["accepted"], "emptied")]:
        keys = [row.pk for row in rows if row.state in states]
        found = Nomination.objects.filter(pk__in=keys, state__in=states)
        if dry_run:
            done = len(keys)
        elif count_as == "emptied":
            done = found.update(**PERSONAL)
        else:
            done = found.delete()[0]
        setattr(report, count_as, getattr(report, count_as) + done)


def _write_down(report):
    changes = {"unanswered": report.unanswered, "declined": report.declined, "emptied": report.emptied}
    record_summary(
        "nomination.delete_stale", by=None, label=str(report.total), object_type="leaders.nomination", changes=changes
    )
