"""What is due: the lines of the to-do list, from every part of the register. A new source is a function and a line."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.scope import holds_anywhere
from leaders.models import WARNING_DAYS, Appointment, Nomination, StageStep, SuccessionPlan
from registry.accounts.roles import Permission

EACH = 20
ANSWER_DAYS = 3  # a person put forward, or the one who did it, should hear within these days
STEP_DAYS, PLAN_DAYS = 7, 30


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
    """Current appointments past or near their end for which no succession is planned."""
    if not holds_anywhere(user, Permission.LEADER_VIEW):
        return []
    today = timezone.localdate()
    near = Q()
    for kind, days in WARNING_DAYS.items():
        near |= Q(kind=kind, term_ends_on__lte=today + timedelta(days=days))
    rows = Appointment.objects.current().permitted(user, Permission.LEADER_VIEW).filter(near).with_names()
    rows = rows.select_related("succession_plan").exclude(succession_plan__isnull=False, succession_plan__done_at=None)
    return [
        Task(
            row.term_ends_on,
            "person",
            row.post,
            _("Term of %(leader)s") % {"leader": row.leader},
            _("Arrange succession"),
            reverse("leaders:succession-edit", args=[row.pk]),
        )
        for row in rows.order_by("term_ends_on", "id")[:EACH]
    ]


def successions_planned(user):
    """Succession plans whose day comes near."""
    if not holds_anywhere(user, Permission.LEADER_VIEW):
        return []
    near = timezone.localdate() + timedelta(days=PLAN_DAYS)
    rows = SuccessionPlan.objects.open().permitted(user, Permission.LEADER_VIEW).filter(planned_on__lte=near)
    rows = rows.filter(appointment__state="current").select_related(
        "appointment__leader", "appointment__organization", "appointment__region__parent"
    )
    return [
        Task(
            row.planned_on,
            "people",
            row.appointment.post,
            _("Succession, arranged by %(who)s") % {"who": row.arranger},
            _("See the plan"),
            row.get_absolute_url(),
        )
        for row in rows.order_by("planned_on", "id")[:EACH]
    ]


def next_steps(user):
    """Next steps agreed with people on the way."""
    if not holds_anywhere(user, Permission.LEADER_EDIT):
        return []
    near = timezone.localdate() + timedelta(days=STEP_DAYS)
    rows = StageStep.objects.newest().permitted(user, Permission.LEADER_EDIT).filter(next_step_due__lte=near)
    return [
        Task(
            row.next_step_due,
            "chart",
            row.next_step,
            _("Next step with %(leader)s") % {"leader": row.leader},
            _("Enter the step"),
            reverse("leaders:leader-stage", args=[row.leader_id]),
        )
        for row in rows.select_related("leader").order_by("next_step_due", "id")[:EACH]
    ]


def nominations_waiting(user):
    """Nominations nobody has answered for ANSWER_DAYS; due on the day after."""
    if not holds_anywhere(user, Permission.NOMINATION_EDIT):
        return []
    edge = timezone.now() - timedelta(days=ANSWER_DAYS)
    rows = Nomination.objects.permitted(user, Permission.NOMINATION_EDIT).filter(state="received", received_at__lt=edge)
    return [
        Task(
            timezone.localtime(row.received_at).date() + timedelta(days=ANSWER_DAYS),
            "hand",
            row.post,
            _("Nomination, waiting for %(days)s days") % {"days": row.days_waiting},
            _("Ask the person"),
            row.get_absolute_url(),
        )
        for row in rows.with_names().order_by("id")[:EACH]
    ]


SOURCES = [
    terms_ending,
    successions_planned,
    next_steps,
    nominations_waiting,
]


def tasks(user):
    """Everything due for `user`, the most urgent first; at most EACH of a source."""
    return sorted((task for source in SOURCES for task in source(user)), key=lambda task: task.due_on)
