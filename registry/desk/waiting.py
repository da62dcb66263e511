"""What waits for a decision: the review queue's sources. A new one is a `Queue` in QUEUES."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from communities.models import AuthorityDecision, ManagementDecision, Support
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


def _management(user):
    return ManagementDecision.objects.pending().permitted(user, Permission.MANAGEMENT_DECIDE).with_names()


def _management_change(row):
    return Waiting(str(row), row.get_absolute_url(), str(row.proposed_by), row.proposed_at)


def _authorities(user):
    return AuthorityDecision.objects.entered().permitted(user, Permission.AUTHORITY_CONFIRM).with_names()


def _authority_decision(row):
    return Waiting(str(row), row.get_absolute_url(), str(row.entered_by), row.entered_at)


def _supports(user):
    rows = Support.objects.pending().permitted(user, Permission.SUPPORT_DECIDE)
    return rows.select_related("organization", "submitted_by")


def _support(row):
    return Waiting(f"{row} {row.granted}", row.get_absolute_url(), str(row.submitted_by), row.submitted_at)


QUEUES = [
    Queue("support", _("Support in money"), Permission.SUPPORT_DECIDE, _supports, _support),
    Queue("appointment", _("Appointments"), Permission.APPOINTMENT_DECIDE, _appointments, _appointment),
    Queue(
        "management",
        _("Management modes"),
        Permission.MANAGEMENT_DECIDE,
        _management,
        _management_change,
        submitter="proposed_by",
        order="proposed_at",
    ),
    Queue(
        "authority",
        _("Decisions of authorities"),
        Permission.AUTHORITY_CONFIRM,
        _authorities,
        _authority_decision,
        submitter="entered_by",
        order="entered_at",
    ),
]


def queues_of(user):
    """The queues in which `user` decides anywhere."""
    return [queue for queue in QUEUES if holds_anywhere(user, queue.permission)]


def waiting_count(user):
    """How many entries this user may decide now, counted to COUNTED: one question, however many queues there are."""
    found = [queue.for_user(user).order_by().values_list("pk") for queue in queues_of(user)]
    return found[0].union(*found[1:], all=True)[:COUNTED].count() if found else 0
