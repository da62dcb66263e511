"""Who raised a matter is forgotten some days after it was closed or passed on; each street says how many."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from communities.settings_of_street.models import MEANINGS, RuleName, rule_by_place
from leaders.cases.models import Case
from registry.audit.log import record_summary

BATCH = 500


@dataclass
class Report:
    forgotten: int = 0
    is_capped: bool = False


def forget_reporters(*, dry_run=False, limit=None):
    """Empty the sealed names and contacts that are due; return a Report. With `dry_run` nothing is written."""
    now = timezone.now()
    days_at = rule_by_place(RuleName.CASE_FORGET)
    edge = now - timedelta(days=MEANINGS[RuleName.CASE_FORGET].least)
    sealed = ~Q(name_sealed="") | ~Q(contact_sealed="")
    rows = Case.objects.filter(sealed, settled_at__lte=edge).order_by("settled_at", "id")
    due = [
        pk
        for pk, path, settled_at in rows.values_list("pk", "region_path", "settled_at").iterator(chunk_size=BATCH)
        if settled_at <= now - timedelta(days=days_at(path))
    ]
    report = Report(is_capped=limit is not None and len(due) > limit)
    due = due[:limit]
    report.forgotten = len(due)
    if dry_run:
        return report
    for start in range(0, len(due), BATCH):
        # Still settled in this very moment: one opened again keeps its contact.
        found = Case.objects.filter(pk__in=due[start : start + BATCH], settled_at__isnull=False)
        found.update(name_sealed="", contact_sealed="")
    if due:
        changes = {"forgotten": report.forgotten}
        record_summary(
            "case.forget", by=None, label=str(report.forgotten), object_type="leaders.case", changes=changes
        )  # fmt: skip
    return report
