"""What is due: the lines of the to-do list, from every part of the register. A new source is a function and a line."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Inspection, Support
from communities.models.support import ENDING_DAYS
from communities.scope import holds_anywhere
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


RECTIFICATION = timedelta(days=30)


def rectifications_due(user):
    """What inspections found and is not put right yet, past or near its day."""
    if not holds_anywhere(user, Permission.INSPECTION_EDIT):
        return []
    near = timezone.localdate() + RECTIFICATION
    rows = Inspection.objects.to_rectify().permitted(user, Permission.INSPECTION_EDIT).filter(due_on__lte=near)
    return [
        Task(
            row.due_on,
            "check",
            row.organization.name,
            _("To rectify: %(inspection)s") % {"inspection": row.title},
            _("Check rectification"),
            row.get_absolute_url(),
        )
        for row in rows.select_related("organization").order_by("due_on", "id")[:EACH]
    ]


def support_ending(user):
    """Grants whose period ends soon, or has ended, with money left."""
    if not holds_anywhere(user, Permission.SUPPORT_EDIT):
        return []
    soon = timezone.localdate() + timedelta(days=ENDING_DAYS)
    rows = Support.objects.permitted(user, Permission.SUPPORT_EDIT).filter(
        state=Support.State.GRANTED, period_until__lte=soon, granted__gt=F("used") + F("returned")
    )
    return [
        Task(
            row.period_until,
            "hand",
            str(row),
            _("Support, %(rest)s yuan left") % {"rest": row.remaining},
            _("Settle support"),
            row.get_absolute_url(),
        )
        for row in rows.select_related("organization").order_by("period_until", "id")[:EACH]
    ]


SOURCES = [
    support_ending,
    terms_ending,
    rectifications_due,
]


def tasks(user):
    """Everything due for `user`, the most urgent first; at most EACH of a source."""
    return sorted((task for source in SOURCES for task in source(user)), key=lambda task: task.due_on)
