"""What the desk shows of training: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractHour, ExtractMinute, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.activities.happenings import between
from communities.pages.menu import item
from communities.records.dated import dated
from communities.records.lines import DueEntry, Source, WaitingEntry, correction_days, queue
from leaders.training.models import OutsideHours, TrainingSession
from registry.accounts.models import User
from registry.accounts.roles import Permission


def training_to_complete(_user: User) -> QuerySet[Any]:
    """Sessions whose day has come: the roll is to be called, or to be completed."""
    rows = TrainingSession.objects.unfinished()
    rows = rows.annotate(held_on=TruncDate("starts_at"))
    return rows.filter(held_on__lte=timezone.localdate())


def describe_training(title: str, place: str) -> DueEntry:
    return "book", title, _("Training, %(place)s") % {"place": place}, _("Call the roll")


def hours_returned(_user: User) -> QuerySet[Any]:
    rows = OutsideHours.objects.filter(state=OutsideHours.State.RETURNED)
    return rows.annotate(returned_day=TruncDate("decided_at"))


def describe_hours_returned(person: str, title: str, reason: str) -> DueEntry:
    return "book", f"{person} {title}", _("Hours returned: %(reason)s") % {"reason": reason}, _("Correct hours")


def hours_to_confirm(_user: User) -> QuerySet[Any]:
    return OutsideHours.objects.pending()


def describe_hours(person: str, title: str, organizer: str, year: str) -> WaitingEntry:
    return f"{person} {title} {organizer} {year}", ""


DUE = [
    Source(
        "training",
        "",
        Permission.TRAINING_EDIT,
        training_to_complete,
        "held_on",
        ("title", "place"),
        describe_training,
        "leaders:training-roll",
    ),
    Source(
        "hours_returned",
        "",
        Permission.TRAINING_EDIT,
        hours_returned,
        "returned_day",
        ("leader__name", "title", "reason"),
        describe_hours_returned,
        "leaders:training-outside-detail",
        settle=correction_days,
    ),
]

WAITING = [
    queue(
        "outside_hours",
        gettext_lazy("Hours earned elsewhere"),
        Permission.HOURS_CONFIRM,
        hours_to_confirm,
        describe_hours,
        ("leader__name", "title", "organizer", "year"),
        "leaders:training-outside-detail",
        verb="decide",
        handed_by=Permission.TRAINING_EDIT,
    ),
]


def sessions_between(_user: User, first: date, last: date) -> QuerySet[Any]:
    rows = TrainingSession.objects.filter(between(first, last))
    minute = ExtractHour("starts_at") * 60 + ExtractMinute("starts_at")
    return rows.annotate(held_on=TruncDate("starts_at"), minute_of_day=minute)


def describe_session(day: date, title: str, place: str, minute: str, lasts: str, state: str) -> dict[str, Any]:
    midnight = datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
    starts_at = midnight + timedelta(minutes=int(minute))
    return {
        "title": title,
        "place": place,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=int(lasts)),
        "is_off": state == TrainingSession.State.CANCELLED,
    }


DATED = [
    dated(
        "training", pgettext_lazy("calendar", "Training"), Permission.TRAINING_VIEW, sessions_between, "held_on",
        ("title", "place", "minute_of_day", "minutes", "state"), describe_session, "leaders:training-detail",
    ),
]  # fmt: skip

SENTENCES = {
    "training.create": gettext_lazy("%(who)s announced the training session %(what)s"),
    "training.update": gettext_lazy("%(who)s changed the training session %(what)s"),
    "training.closed": gettext_lazy("%(who)s closed enrolment for the training session %(what)s"),
    "training.reopen": gettext_lazy("%(who)s opened enrolment for the training session %(what)s again"),
    "training.done": gettext_lazy("%(who)s completed the training session %(what)s"),
    "training.resume": gettext_lazy("%(who)s took up the roll of the training session %(what)s again"),
    "training.cancelled": gettext_lazy("%(who)s cancelled the training session %(what)s"),
    "training.sheet": gettext_lazy("%(who)s printed the sign-in sheet of %(what)s"),
    "training.certificate": gettext_lazy("%(who)s printed training certificates of %(what)s"),
    "training.export": gettext_lazy("%(who)s exported who is short of training hours"),
    "training_hours.export": gettext_lazy("%(who)s exported the training hours credited"),
    "outside_hours.submit": gettext_lazy("%(who)s entered hours earned elsewhere: %(what)s"),
    "outside_hours.confirmed": gettext_lazy("%(who)s confirmed hours earned elsewhere: %(what)s"),
    "outside_hours.returned": gettext_lazy("%(who)s returned hours earned elsewhere: %(what)s"),
    "outside_hours.withdrawn": gettext_lazy("%(who)s withdrew hours earned elsewhere: %(what)s"),
    "outside_hours.revoked": gettext_lazy("%(who)s took off hours earned elsewhere: %(what)s"),
    "outside_hours.export": gettext_lazy("%(who)s exported hours earned elsewhere"),
    "enrolment.enrol": gettext_lazy("%(who)s enrolled %(what)s"),
    "enrolment.again": gettext_lazy("%(who)s enrolled again %(what)s"),
    "enrolment.wait": gettext_lazy("%(who)s put on the waiting list %(what)s"),
    "enrolment.promote": gettext_lazy("%(what)s moved up from the waiting list, by an act of %(who)s"),
    "enrolment.seat": gettext_lazy("%(who)s gave a free place to %(what)s, who came from the waiting list"),
    "enrolment.withdrawn": gettext_lazy("%(who)s withdrew the enrolment %(what)s"),
    "enrolment.link": gettext_lazy("%(what)s: enrolled by the person's own link, given by %(who)s"),
    "enrolment.link_back": gettext_lazy("%(what)s: withdrawn by the person's own link, given by %(who)s"),
    "enrolment.mark": gettext_lazy("%(who)s marked the attendance of %(what)s"),
    "enrolment.door": gettext_lazy("%(what)s signed in at the door, by the code of %(who)s"),
    "training_year.proof": gettext_lazy("%(who)s printed a proof of hours of %(what)s"),
    "training.link_end": gettext_lazy("%(who)s withdrew the personal link of %(what)s"),
    "training.links": gettext_lazy("%(who)s opened personal links for the enrolment in %(what)s"),
    "training.reminder": gettext_lazy("%(who)s opened the list to remind by of %(what)s"),
    "enrolment.present": gettext_lazy("%(who)s marked as present, with all the others, %(what)s"),
    "enrolment.correct": gettext_lazy("%(who)s corrected the attendance of %(what)s"),
}

MENU = [
    item(
        "cultivate",
        "training",
        Permission.TRAINING_VIEW,
        "leaders:training-list",
        "book",
        gettext_lazy("Training"),
        "training-",
        "enrolment-",
    ),
]

LISTS = [
    ("leaders:training-outside-list", gettext_lazy("Hours earned elsewhere")),
    ("leaders:training-hours", gettext_lazy("Hours credited")),
]
