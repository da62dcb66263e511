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
from registry.desk.lines import Source, gather

MOST = 200
RECTIFICATION = timedelta(days=30)


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
    today, near = timezone.localdate(), Q()
    for kind, days in WARNING_DAYS.items():
        near |= Q(kind=kind, term_ends_on__lte=today + timedelta(days=days))
    return Appointment.objects.current().permitted(user, Permission.LEADER_VIEW).filter(near)


def term(leader, *post):
    return "person", Appointment.post_of(*post), _("Term of %(leader)s") % {"leader": leader}, _("Arrange succession")


def rectifications(user):
    """What inspections found and is not put right yet, past or near its day."""
    near = timezone.localdate() + RECTIFICATION
    return Inspection.objects.to_rectify().permitted(user, Permission.INSPECTION_EDIT).filter(due_on__lte=near)


def rectification(group):
    return "check", group, _("Inspection, to be rectified"), _("Check rectification")


def support_ending(user):
    """Grants whose period ends soon, or has ended, with money left."""
    soon = timezone.localdate() + timedelta(days=ENDING_DAYS)
    rows = Support.objects.permitted(user, Permission.SUPPORT_EDIT).filter(state=Support.State.GRANTED)
    return rows.filter(period_until__lte=soon, granted__gt=F("used") + F("returned"))


def support(group, title):
    return "hand", f"{group} {title}", _("Support, money left"), _("Settle support")


# What `entry` gives: icon, title, where it comes from, what the button does.
SOURCES = [
    Source(
        "term",
        "",
        Permission.LEADER_VIEW,
        terms_ending,
        "term_ends_on",
        ("leader__name", *Appointment.POST_WORDS),
        term,
        "leaders:appointment-detail",
    ),
    Source(
        "rectify",
        "",
        Permission.INSPECTION_EDIT,
        rectifications,
        "due_on",
        ("organization__name",),
        rectification,
        "communities:inspection-detail",
    ),
    Source(
        "support",
        "",
        Permission.SUPPORT_EDIT,
        support_ending,
        "period_until",
        ("organization__name", "title"),
        support,
        "communities:support-detail",
    ),
]


def tasks(user):
    """Everything due for `user`, the most urgent first, at most MOST: one query."""
    held = {source.key: source for source in SOURCES if holds_anywhere(user, source.permission)}
    lines = gather([source.query(source.rows(user)) for source in held.values()], MOST)
    return [_task(held[line.key], line) for line in lines]


def _task(source, line):
    icon, title, where, verb = source.entry(*line.words[: len(source.words)])
    return Task(line.at, icon, title, where, verb, source.address(line.pk))
