"""What is due: the lines of the to-do list, from every part of the register. A new source is a function and a line."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Filing, Organization
from communities.models.reports_owed import owing, with_due_days
from communities.models.yearly_report import report_year
from communities.scope import holds_anywhere
from communities.workdays import add_workdays
from leaders.models import WARNING_DAYS, Appointment
from registry.accounts.roles import Permission

EACH = 20


class Task(NamedTuple):
    """`source` says where it comes from, `verb` what the button does; both are read aloud together with the title."""

    due_on: date
    icon: str
    title: str
    source: str
    verb: str
    url: str

    @property
    def days_left(self):
        return (self.due_on - timezone.localdate()).days


def terms_ending(user):
    """Current appointments past or near their end."""
    if not holds_anywhere(user, Permission.LEADER_VIEW):
        return []
    today = timezone.localdate()
    near = Q()
    for kind, days in WARNING_DAYS.items():
        near |= Q(kind=kind, term_ends_on__lte=today + timedelta(days=days))
    rows = Appointment.objects.current().permitted(user, Permission.LEADER_VIEW).filter(near).with_names()
    return [
        Task(
            row.term_ends_on,
            "person",
            row.post,
            _("Term of %(leader)s") % {"leader": row.leader},
            _("Arrange succession"),
            row.get_absolute_url(),
        )
        for row in rows.order_by("term_ends_on", "id")[:EACH]
    ]


CORRECTION_DAYS = 10  # working days in which a returned filing should be back


def filings_due(user):
    """Filings to be renewed, and returned ones to be corrected: one query."""
    if not holds_anywhere(user, Permission.FILING_EDIT):
        return []
    in_hand = Filing.objects.open().filter(organization=OuterRef("organization"))
    renewable = Q(is_standing=True, renew_from__lte=timezone.localdate()) & ~Exists(in_hand)
    rows = Filing.objects.permitted(user, Permission.FILING_EDIT).filter(renewable | Q(state=Filing.State.RETURNED))
    rows = rows.filter(organization__ended_on=None).exclude(organization__legal_status="registered")
    found = rows.select_related("organization").order_by("valid_until", "id")[: EACH * 2]
    return [_correction(row) if row.state == Filing.State.RETURNED else _renewal(row) for row in found]


def _renewal(row):
    url = f"{reverse('communities:filing-create', args=[row.organization_id])}?kind=renewal"
    source = _("Filing ends %(day)s") % {"day": row.valid_until}
    return Task(row.valid_until, "file", row.organization.name, source, _("Renew filing"), url)


def _correction(row):
    due = add_workdays(timezone.localdate(row.returned_at), CORRECTION_DAYS)
    source = _("Filing returned: %(reason)s") % {"reason": row.return_reason}
    return Task(due, "file", row.organization.name, source, _("Correct filing"), row.get_absolute_url())


def reports_owed(user):
    """Yearly reports not handed in yet: one query, and one for the days of the streets."""
    if not holds_anywhere(user, Permission.FILING_EDIT):
        return []
    year = report_year()
    rows = list(owing(Organization.objects.permitted(user, Permission.FILING_EDIT), year).order_by("id")[:EACH])
    source = _("Yearly report of %(year)s") % {"year": year}
    return [
        Task(
            row.due_on,
            "file",
            row.name,
            source,
            _("Write report"),
            f"{reverse('communities:report-create', args=[row.pk])}?year={year}",
        )
        for row in (with_due_days(rows) if rows else [])
    ]


SOURCES = [
    terms_ending,
    filings_due,
    reports_owed,
]


def tasks(user):
    """Everything due for `user`, the most urgent first; at most EACH of a source."""
    return sorted((task for source in SOURCES for task in source(user)), key=lambda task: task.due_on)
