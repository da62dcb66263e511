"""Who owes a yearly report, and until when."""

from datetime import date

from django.db.models import Exists, OuterRef

from communities.filings.models.filing import Filing
from communities.filings.models.report import YearlyReport, report_due, report_year
from communities.settings_of_street.models import RuleName, rule_for_each


def owing(organizations, year):
    """Of `organizations`, those on file that were filed by the end of `year` and have handed in no report of it."""
    filed = Filing.objects.filter(organization=OuterRef("pk"), valid_from__lte=date(year, 12, 31))
    handed_in = YearlyReport.objects.handed_in().filter(organization=OuterRef("pk"), year=year)
    return organizations.current().filter(Exists(filed), ~Exists(handed_in), legal_status="filed")


def with_due_days(organizations, year=None):
    """Give each row its `due_on`, by the rule of its street: one query for all."""
    year = year or report_year()
    numbers = rule_for_each(RuleName.FILING_REPORT, [row.region_path for row in organizations])
    for row in organizations:
        row.due_on = report_due(year, numbers[row.region_path])
    return organizations
