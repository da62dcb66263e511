from django.utils import timezone

from communities.organizations.models import Organization


def expire_filings(*, dry_run=False):
    """Take the status from organizations whose filing is past its last day; return how many. Each by itself."""
    today = timezone.localdate()
    rows = Organization.objects.current().filter(legal_status=Organization.LegalStatus.FILED)
    rows = list(rows.filter(filings__is_standing=True, filings__valid_until__lt=today))
    for row in [] if dry_run else rows:
        row.follow_filing(by=None)
    return len(rows)
