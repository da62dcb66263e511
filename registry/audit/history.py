"""The history of one record, as its page shows it."""

from registry.audit.models import AuditEntry

SHOWN = 40  # entries on a page; the log has them all


def history_of(row):
    """[AuditEntry] about `row`, the newest first, with their actors."""
    about = AuditEntry.objects.filter(object_type=row._meta.label_lower, object_id=row.pk)
    return list(about.select_related("actor")[:SHOWN])
