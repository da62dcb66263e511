"""Conduct reviews are deleted when their time is over: two years when found true, thirty days otherwise."""

from leaders.conduct.models import ConductReview
from registry.audit.log import record_summary


def delete_expired_reviews(*, dry_run=False):
    """How many reviews are (or would be) deleted, their steps with them."""
    rows = ConductReview.objects.expired()
    if dry_run:
        return rows.count()
    count = rows.delete()[1].get("leaders.ConductReview", 0)
    if count:
        record_summary("conduct.delete", by=None, label=str(count), object_type="leaders.conductreview")
    return count
