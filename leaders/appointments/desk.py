"""What the desk shows of appointments: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.records.dated import dated
from communities.records.lines import DueEntry, Source, WaitingEntry, correction_days, queue
from leaders.appointments.actions import end_appointments
from leaders.appointments.models import Appointment
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.daily import Job


def terms_ending(_user: User) -> QuerySet[Any]:
    """Current appointments past or near their end for which no succession is planned."""
    rows = Appointment.objects.ending_or_over()
    return rows.exclude(succession_plan__isnull=False, succession_plan__done_at=None)


def describe_term(leader: str, *post: str) -> DueEntry:
    return "person", Appointment.post_of(*post), _("Term of %(leader)s") % {"leader": leader}, _("Arrange succession")


def appointments_to_decide(_user: User) -> QuerySet[Any]:
    return Appointment.objects.pending()


def describe_appointment(leader: str, kind: str, *post: str) -> WaitingEntry:
    return f"{leader} {Appointment.post_of(kind, *post)}", kind


def posts_returned(_user: User) -> QuerySet[Any]:
    rows = Appointment.objects.filter(state=Appointment.State.RETURNED)
    return rows.annotate(returned_day=TruncDate("decided_at"))


def describe_post_returned(reason: str, leader: str, *post: str) -> DueEntry:
    said = _("Post of %(leader)s returned: %(reason)s") % {"leader": leader, "reason": reason}
    return "person", Appointment.post_of(*post), said, _("Correct post")


DUE = [
    Source(
        "term",
        "",
        Permission.LEADER_VIEW,
        terms_ending,
        "term_ends_on",
        ("leader__name", *Appointment.POST_WORDS),
        describe_term,
        "leaders:succession-edit",
    ),
    Source(
        "post_returned", "", Permission.LEADER_EDIT, posts_returned, "returned_day",
        ("return_reason", "leader__name", *Appointment.POST_WORDS), describe_post_returned,
        "leaders:appointment-detail", settle=correction_days,
    ),
]  # fmt: skip


def end_due(*, dry_run: bool) -> str:
    return f"{end_appointments(dry_run=dry_run)} appointments ended on their day"


DAILY = [Job("end_appointments", end_due)]


WAITING = [
    queue(
        "appointment",
        gettext_lazy("Appointments"),
        Permission.APPOINTMENT_DECIDE,
        appointments_to_decide,
        describe_appointment,
        ("leader__name", *Appointment.POST_WORDS),
        "leaders:appointment-detail",
        handed_by=Permission.LEADER_EDIT,
    ),
]


def terms_between(_user: User, first: date, last: date) -> QuerySet[Any]:
    return Appointment.objects.current().filter(term_ends_on__range=(first, last))


def describe_term_end(_day: date, leader: str, *post: str) -> dict[str, Any]:
    return {"title": Appointment.post_of(*post), "who": leader}


DATED = [
    dated(
        "term", gettext_lazy("Term ends"), Permission.LEADER_VIEW, terms_between, "term_ends_on",
        ("leader__name", *Appointment.POST_WORDS), describe_term_end, "leaders:appointment-detail",
    ),
]  # fmt: skip

SENTENCES = {
    "appointment.submit": gettext_lazy("%(who)s submitted the appointment %(what)s"),
    "appointment.decide": gettext_lazy("%(who)s confirmed the appointment %(what)s"),
    "appointment.return": gettext_lazy("%(who)s returned the appointment %(what)s"),
    "appointment.past": gettext_lazy("%(who)s entered into the history the past appointment %(what)s"),
    "appointment.leaving": gettext_lazy("%(who)s entered the coming end of the appointment %(what)s"),
    "appointment.current": gettext_lazy("%(who)s confirmed the appointment %(what)s"),
    "appointment.withdrawn": gettext_lazy("%(who)s withdrew the appointment %(what)s"),
    "appointment.returned": gettext_lazy("%(who)s returned the appointment %(what)s"),
    "appointment.ended": gettext_lazy("%(who)s ended the appointment %(what)s"),
    "appointment.corrected": gettext_lazy("%(who)s corrected the end of the appointment %(what)s"),
    "appointment.extend": gettext_lazy("%(who)s extended the term %(what)s"),
    "appointment.export": gettext_lazy("%(who)s exported the posts held"),
}

LISTS = [("leaders:appointment-list", gettext_lazy("Posts held"))]
