"""What waits for a decision: the review queue's sources. A new one is a `Queue` in QUEUES."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from communities.models import Filing, YearlyReport
from communities.scope import holds_anywhere
from leaders.models import Appointment
from registry.accounts.roles import Permission

SHOWN = 100
COUNTED = 99


class Waiting(NamedTuple):
    """One entry of the queue; `seal` is a leader's kind or empty."""

    title: str
    url: str
    who: str
    at: datetime
    seal: str = ""


class Queue(NamedTuple):
    """`rows(user)` is the queryset of what waits in reach; `submitter` its field of who handed it in."""

    key: str
    label: str
    permission: str
    rows: Callable
    entry: Callable
    submitter: str = "submitted_by"
    order: str = "submitted_at"

    def for_user(self, user):
        """What `user` may decide: nobody decides what they submitted themselves."""
        return self.rows(user).exclude(**{self.submitter: user}).order_by(self.order)

    def own(self, user):
        """What `user` handed in and somebody else decides."""
        return self.rows(user).filter(**{self.submitter: user}).order_by(self.order)


def _appointments(user):
    rows = Appointment.objects.pending().permitted(user, Permission.APPOINTMENT_DECIDE).with_names()
    return rows.select_related("submitted_by")


def _appointment(row):
    title = f"{row.leader.name} {row.post}"
    return Waiting(title, row.get_absolute_url(), str(row.submitted_by), row.submitted_at, row.kind)


def _filings(user, state, permission):
    return Filing.objects.permitted(user, permission).filter(state=state).select_related("organization", "submitted_by")


def _filings_to_review(user):
    return _filings(user, Filing.State.SUBMITTED, Permission.FILING_REVIEW)


def _filings_to_decide(user):
    """Who pre-checked one does not decide it."""
    return _filings(user, Filing.State.REVIEWED, Permission.FILING_DECIDE).exclude(reviewed_by=user)


def _filing(row):
    return Waiting(row.title, row.get_absolute_url(), str(row.submitted_by), row.submitted_at)


def _reports(user):
    rows = YearlyReport.objects.permitted(user, Permission.FILING_REVIEW).filter(state=YearlyReport.State.SUBMITTED)
    return rows.select_related("organization", "submitted_by")


def _report(row):
    return Waiting(str(row), row.get_absolute_url(), str(row.submitted_by), row.submitted_at)


QUEUES = [
    Queue("appointment", _("Appointments"), Permission.APPOINTMENT_DECIDE, _appointments, _appointment),
    Queue("filing-review", _("Filings to pre-check"), Permission.FILING_REVIEW, _filings_to_review, _filing),
    Queue("filing-decide", _("Filings to decide"), Permission.FILING_DECIDE, _filings_to_decide, _filing),
    Queue("report", _("Yearly reports"), Permission.FILING_REVIEW, _reports, _report),
]


def queues_of(user):
    """The queues in which `user` decides anywhere."""
    return [queue for queue in QUEUES if holds_anywhere(user, queue.permission)]


def waiting_count(user):
    """How many entries this user may decide now, counted to COUNTED of each queue."""
    return sum(len(queue.for_user(user).values_list("pk")[:COUNTED]) for queue in queues_of(user))
