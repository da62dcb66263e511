"""What is due: the lines of the to-do list, from every part of the register. A new source is a function and a line."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.scope import holds_anywhere
from leaders.models import WARNING_DAYS, Appointment, TrainingSession
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


def training_to_complete(user):
    """Sessions whose day has come: the roll is to be called, or to be completed."""
    if not holds_anywhere(user, Permission.TRAINING_EDIT):
        return []
    night = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time()))
    rows = TrainingSession.objects.permitted(user, Permission.TRAINING_EDIT).unfinished().filter(starts_at__lt=night)
    return [
        Task(
            row.day,
            "book",
            row.title,
            _("Training, %(place)s") % {"place": row.place},
            _("Call the roll"),
            reverse("leaders:training-roll", args=[row.pk]),
        )
        for row in rows.order_by("starts_at", "id")[:EACH]
    ]


SOURCES = [
    terms_ending,
    training_to_complete,
]


def tasks(user):
    """Everything due for `user`, the most urgent first; at most EACH of a source."""
    return sorted((task for source in SOURCES for task in source(user)), key=lambda task: task.due_on)
