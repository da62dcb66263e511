"""What the desk shows of filings: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.filings.actions import expire_filings
from communities.filings.models import Filing, YearlyReport
from communities.filings.models.owed import owing
from communities.filings.models.report import report_due, report_year
from communities.filings.models.staffing import going_nowhere
from communities.organizations.models import Organization
from communities.pages.menu import item
from communities.postings.free import beside, free_to
from communities.records.dated import dated
from communities.records.lines import DueEntry, Line, Source, WaitingEntry, correction_days, queue
from communities.records.moves import handed_in_by_barred
from communities.settings_of_street.models import MEANINGS, RuleName, rule_for_each
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.daily import Job


def renewals(_user: User) -> QuerySet[Any]:
    """Filings inside their renewal window, or past it, with nothing in hand."""
    in_hand = Filing.objects.open().filter(organization=OuterRef("organization"))
    rows = Filing.objects.standing().filter(renew_from__lte=timezone.localdate())
    rows = rows.filter(~Exists(in_hand), organization__ended_on=None)
    return rows.exclude(organization__legal_status="registered")


def describe_renewal(group: str, _number: str) -> DueEntry:
    return "file", group, _("Filing about to end"), _("Renew filing")


def renewal_page(line: Line) -> str:
    return f"{reverse('communities:filing-create', args=[line.words[1]])}?kind=renewal"


def persons_left(_user: User) -> QuerySet[Any]:
    """Filings in force whose person in charge has left office, with nothing in hand."""
    in_hand = Filing.objects.open().filter(organization=OuterRef("organization"))
    rows = Filing.objects.in_force().filter(appointment__state="ended")
    rows = rows.filter(~Exists(in_hand), organization__ended_on=None)
    return rows.exclude(organization__legal_status="registered").annotate(left_day=F("appointment__ended_on"))


def describe_person_left(group: str, _number: str) -> DueEntry:
    return "file", group, _("The person in charge of the filing has left office"), _("Change person in charge")


def change_page(line: Line) -> str:
    return f"{reverse('communities:filing-create', args=[line.words[1]])}?kind=change"


def corrections(_user: User) -> QuerySet[Any]:
    """Returned filings; they should be back within CORRECTION_DAYS working days."""
    rows = Filing.objects.filter(state=Filing.State.RETURNED)
    return rows.filter(organization__ended_on=None).annotate(returned_day=TruncDate("returned_at"))


def describe_correction(group: str, reason: str) -> DueEntry:
    return "file", group, _("Filing returned: %(reason)s") % {"reason": reason}, _("Correct filing")


def drafts(_user: User) -> QuerySet[Any]:
    """Filings begun and not handed in."""
    rows = Filing.objects.filter(state=Filing.State.DRAFT)
    return rows.annotate(drafted_day=TruncDate("drafted_at"))


def describe_draft(group: str, kind: str) -> DueEntry:
    return "file", group, _("%(kind)s, not submitted yet") % {"kind": Filing.Kind(kind).label}, _("Complete and submit")


def filings_stuck(user: User) -> QuerySet[Any]:
    """Handed in so that no account of today can carry them to their end: in nobody's queue but an administrator's."""
    rows = Filing.objects.filter(organization__ended_on=None)
    rows = rows.annotate(submitted_day=TruncDate("submitted_at"))
    return rows.none() if user.is_superuser else rows.filter(going_nowhere())


def describe_stuck(group: str, kind: str) -> DueEntry:
    said = _("%(kind)s, handed in, and nobody is left to decide it") % {"kind": Filing.Kind(kind).label}
    return "file", group, said, _("See who could")


def reports_returned(_user: User) -> QuerySet[Any]:
    rows = YearlyReport.objects.filter(state=YearlyReport.State.RETURNED)
    return rows.annotate(returned_day=TruncDate("decided_at"))


def describe_report_returned(group: str, year: str, reason: str) -> DueEntry:
    said = _("Report of %(year)s returned: %(reason)s") % {"year": year, "reason": reason}
    return "file", group, said, _("Correct report")


def reports_owed(_user: User) -> QuerySet[Any]:
    """Organizations on file that have not handed in the report of last year."""
    rows = owing(Organization.objects.all(), report_year())
    return rows.annotate(report_day=Value(report_due(report_year(), MEANINGS[RuleName.FILING_REPORT].default)))


def describe_report_owed(group: str, _path: str) -> DueEntry:
    return "file", group, _("Yearly report of %(year)s") % {"year": report_year()}, _("Write report")


def report_days(lines: list[Line]) -> dict[int, date]:
    """By the rule of each street: one query for all."""
    numbers = rule_for_each(RuleName.FILING_REPORT, [line.words[1] for line in lines])
    return {line.pk: report_due(report_year(), numbers[line.words[1]]) for line in lines}


def report_page(line: Line) -> str:
    return f"{reverse('communities:report-create', args=[line.pk])}?year={report_year()}"


def expire(*, dry_run: bool) -> str:
    """Pages tell an expired filing from its date; this makes the status of the organization follow."""
    return f"{expire_filings(dry_run=dry_run)} organizations guided again"


def filings_to_review(user: User) -> QuerySet[Any]:
    """Those that somebody else can decide once this user has pre-checked them; the rest is `filings_stuck`."""
    rows = Filing.objects.filter(state=Filing.State.SUBMITTED)
    if user.is_superuser:
        return rows
    return rows.filter(Exists(beside(free_to(Permission.FILING_DECIDE, "submitted_by"), Value(user.pk))))


def filings_to_decide(user: User) -> QuerySet[Any]:
    """Who pre-checked one does not decide it. Papers entered by hand or from a table are among them."""
    rows = Filing.objects.filter(state__in=[Filing.State.REVIEWED, Filing.State.ENTERED])
    return rows.exclude(handed_in_by_barred("reviewed_by", user))


def describe_filing(group: str, kind: str) -> WaitingEntry:
    return f"{group} {Filing.Kind(kind).label}", ""


def reports_to_accept(_user: User) -> QuerySet[Any]:
    return YearlyReport.objects.filter(state=YearlyReport.State.SUBMITTED)


def describe_report(group: str, year: str) -> WaitingEntry:
    return _("%(organization)s, report of %(year)s") % {"organization": group, "year": year}, ""


DUE = [
    Source(
        "renewal",
        "",
        Permission.FILING_EDIT,
        renewals,
        "valid_until",
        ("organization__name", "organization_id"),
        describe_renewal,
        renewal_page,
    ),
    Source(
        "person_left", "", Permission.FILING_EDIT, persons_left, "left_day",
        ("organization__name", "organization_id"), describe_person_left, change_page,
    ),
    Source(
        "correction",
        "",
        Permission.FILING_EDIT,
        corrections,
        "returned_day",
        ("organization__name", "return_reason"),
        describe_correction,
        "communities:filing-detail",
        settle=correction_days,
    ),
    Source(
        "report",
        "",
        Permission.FILING_EDIT,
        reports_owed,
        "report_day",
        ("name", "region_path"),
        describe_report_owed,
        report_page,
        settle=report_days,
    ),
    Source(
        "filing_draft", "", Permission.FILING_EDIT, drafts, "drafted_day", ("organization__name", "kind"),
        describe_draft, "communities:filing-detail",
    ),
    Source(
        "filing_stuck", "", Permission.FILING_EDIT, filings_stuck, "submitted_day", ("organization__name", "kind"),
        describe_stuck, "communities:filing-detail",
    ),
    Source(
        "report_returned", "", Permission.FILING_EDIT, reports_returned, "returned_day",
        ("organization__name", "year", "return_reason"), describe_report_returned, "communities:report-detail",
        settle=correction_days,
    ),
]  # fmt: skip


WAITING = [
    queue(
        "filing-review",
        gettext_lazy("Filings to pre-check"),
        Permission.FILING_REVIEW,
        filings_to_review,
        describe_filing,
        ("organization__name", "kind"),
        "communities:filing-detail",
    ),
    queue(
        "filing-decide",
        gettext_lazy("Filings to decide"),
        Permission.FILING_DECIDE,
        filings_to_decide,
        describe_filing,
        ("organization__name", "kind"),
        "communities:filing-detail",
    ),
    queue(
        "report",
        gettext_lazy("Yearly reports"),
        Permission.FILING_REVIEW,
        reports_to_accept,
        describe_report,
        ("organization__name", "year"),
        "communities:report-detail",
        verb="decide",
        handed_by=Permission.FILING_EDIT,
    ),
]

SENTENCES = {
    "filing.draft": gettext_lazy("%(who)s began the filing %(what)s"),
    "filing.enter": gettext_lazy("%(who)s entered the paper filing %(what)s"),
    "filing.entered": gettext_lazy("%(who)s entered the paper filing %(what)s"),
    "filing.confirm": gettext_lazy("%(who)s held the paper filing %(what)s against its paper"),
    "filing.revise": gettext_lazy("%(who)s corrected the filing %(what)s"),
    "filing.submit": gettext_lazy("%(who)s submitted the filing %(what)s"),
    "filing.submitted": gettext_lazy("%(who)s submitted the filing %(what)s"),
    "filing.withdraw": gettext_lazy("%(who)s withdrew the filing %(what)s"),
    "filing.drop": gettext_lazy("%(who)s gave up the filing %(what)s"),
    "filing.dropped": gettext_lazy("%(who)s gave up the filing %(what)s"),
    "filing.review": gettext_lazy("%(who)s pre-checked the filing %(what)s"),
    "filing.reviewed": gettext_lazy("%(who)s pre-checked the filing %(what)s"),
    "filing.return": gettext_lazy("%(who)s returned the filing %(what)s"),
    "filing.returned": gettext_lazy("%(who)s returned the filing %(what)s"),
    "filing.decide": gettext_lazy("%(who)s put %(what)s on file"),
    "filing.filed": gettext_lazy("%(who)s put %(what)s on file"),
    "filing.end": gettext_lazy("%(who)s ended the filing %(what)s"),
    "filing.ended": gettext_lazy("%(who)s ended the filing %(what)s"),
    "filing.export": gettext_lazy("%(who)s exported filings"),
    "report.submit": gettext_lazy("%(who)s submitted %(what)s"),
    "report.decide": gettext_lazy("%(who)s accepted %(what)s"),
    "report.accepted": gettext_lazy("%(who)s accepted %(what)s"),
    "report.return": gettext_lazy("%(who)s returned %(what)s"),
    "report.returned": gettext_lazy("%(who)s returned %(what)s"),
    "report.dropped": gettext_lazy("%(who)s gave up %(what)s"),
    "report_owed.export": gettext_lazy("%(who)s exported who owes a yearly report"),
    "report.export": gettext_lazy("%(who)s exported yearly reports"),
}


def filings_ending(_user: User, first: date, last: date) -> QuerySet[Any]:
    return Filing.objects.standing().filter(valid_until__range=(first, last))


def describe_ending(_day: date, group: str) -> dict[str, Any]:
    return {"title": group}


DATED = [
    dated(
        "filing", gettext_lazy("Filing ends"), Permission.FILING_VIEW, filings_ending, "valid_until",
        ("organization__name",), describe_ending, "communities:filing-detail",
    ),
]  # fmt: skip

MENU = [
    item(
        "register",
        "filing",
        Permission.FILING_VIEW,
        "communities:filing-list",
        "file",
        gettext_lazy("Filings of organizations"),
        "filing-",
        "report-",
    ),
]

LISTS = [
    ("communities:report-list", gettext_lazy("Yearly reports")),
    ("communities:report-owed-list", gettext_lazy("Yearly reports")),
]

DAILY = [Job("expire_filings", expire)]
