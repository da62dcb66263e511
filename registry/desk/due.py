"""What is due: the lines of the to-do list, from every part of the register. A new source is a function and a line."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Activity
from communities.scope import holds_anywhere
from leaders.models import WARNING_DAYS, Appointment
from registry.accounts.roles import Permission

EACH = 20
COUNTING = timedelta(days=3)  # within which an activity's counts are entered


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


def activities_uncounted(user):
    """Activities that are over and not counted; due three days after their end."""
    if not holds_anywhere(user, Permission.ACTIVITY_EDIT):
        return []
    rows = Activity.objects.uncounted().permitted(user, Permission.ACTIVITY_EDIT).with_names()
    return [
        Task(
            timezone.localdate(row.ends_at) + COUNTING,
            "cal",
            row.title,
            _("Counts of %(host)s") % {"host": row.host},
            _("Enter counts"),
            reverse("communities:activity-count", args=[row.pk]),
        )
        for row in rows.order_by("ends_at", "id")[:EACH]
    ]


SOURCES = [
    terms_ending,
    activities_uncounted,
]


def tasks(user):
    """Everything due for `user`, the most urgent first; at most EACH of a source."""
    return sorted((task for source in SOURCES for task in source(user)), key=lambda task: task.due_on)
