"""What the desk shows of requests for erasure, how its acts read in the log, and what is repeated after a restore."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from communities.records.checked import Checked, Part, Rows
from communities.records.lines import DueEntry, Source, WaitingEntry, queue
from leaders.privacy.models import Erasure
from leaders.privacy.models.ledger import consents_withdrawn, erase_again, erasures_carried_out, withdraw_again
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.models import ReadLog
from registry.upkeep.repeated import Repeated


def erasures_to_decide(_user: User) -> QuerySet[Any]:
    return Erasure.objects.pending()


def describe_erasure(person: str, asker: str, answer_by: str) -> WaitingEntry:
    day = date.fromisoformat(answer_by)
    return _("%(person)s, to be answered by %(day)s") % {"person": person, "day": day}, ""


def describe_due(person: str, asker: str) -> DueEntry:
    return "lock", person, Erasure.Asker(asker).label, _("Decide the erasure")


def holds_over(_asked: object) -> QuerySet[Any]:
    return Erasure.objects.held().filter(kept__until__lt=timezone.localdate())


def describe_over(number: str) -> DueEntry:
    title = _("Kept sealed by law: LD-%(number)06d") % {"number": int(number)}
    return "lock", title, _("The time of keeping is over"), pgettext("hold", "Throw it away")


def copies(year: int) -> QuerySet[Any]:
    return ReadLog.objects.filter(verb="personal_copy.export", at__year=year)


def asked(year: int) -> QuerySet[Any]:
    return Erasure.objects.filter(asked_on__year=year)


def decided_as(*states: str) -> Rows:
    """The requests decided so in the year; what was kept sealed first and thrown away later was carried out."""
    return lambda year: Erasure.objects.filter(state__in=states, decided_at__year=year)


def answered_late(year: int) -> QuerySet[Any]:
    return Erasure.objects.filter(decided_at__year=year, decided_at__date__gt=F("answer_by"))


def overdue(_year: int) -> QuerySet[Any]:
    return Erasure.objects.pending().filter(answer_by__lt=timezone.localdate())


DUE = [
    Source(
        "erasure", "", Permission.ERASURE_DECIDE, erasures_to_decide, "answer_by", ("leader__name", "asker"),
        describe_due, "leaders:erasure-detail",
    ),
    Source(
        "hold_over", "", Permission.HOLD_OPEN, holds_over, "kept__until", ("leader",),
        describe_over, "leaders:hold-end",
    ),
]  # fmt: skip

WAITING = [
    queue(
        "erasure", gettext_lazy("Requests for erasure"), Permission.ERASURE_DECIDE, erasures_to_decide,
        describe_erasure, ("leader__name", "asker", "answer_by"), "leaders:erasure-detail",
        handed_by=Permission.LEADER_EDIT,
    ),
]  # fmt: skip

SENTENCES = {
    "erasure.enter": gettext_lazy("%(who)s entered a request for erasure: %(what)s"),
    "erasure.done": gettext_lazy("%(who)s erased the personal data of %(what)s"),
    "erasure.held": gettext_lazy("%(who)s took the personal data of %(what)s out, to be kept sealed by law"),
    "erasure.end_hold": gettext_lazy("%(who)s threw away what was kept sealed of %(what)s"),
    "hold.reveal": gettext_lazy("%(who)s opened what is kept sealed of %(what)s"),
    "erasure.refused": gettext_lazy("%(who)s refused the erasure of %(what)s"),
    "erasure.withdrawn": gettext_lazy("%(who)s withdrew the request for erasure of %(what)s"),
    "erasure.again": gettext_lazy("%(who)s erased the personal data of %(what)s again after a restore"),
    "erasure.view": gettext_lazy("%(who)s looked at a request for erasure: %(what)s"),
    "erasure.export": gettext_lazy("%(who)s exported requests for erasure"),
    "personal_copy.export": gettext_lazy("%(who)s made a copy of all data about %(what)s"),
}

LISTS = [("leaders:erasure-list", gettext_lazy("Requests for erasure"))]
# In this order: the consents of an erased person are withdrawn with the rest.
REPEATED = [
    Repeated("erasures", erasures_carried_out, erase_again),
    Repeated("withdrawals", consents_withdrawn, withdraw_again),
]

LOOK = ("leaders:erasure-list", Permission.ERASURE_DECIDE)
DONE = decided_as(Erasure.State.DONE, Erasure.State.HELD)
CHECKED = [
    Checked("copies", Part.ASKED, gettext_lazy("Copies of all data about one person, made in the year"), copies),
    Checked("erasures", Part.ASKED, gettext_lazy("Erasures asked for in the year"), asked),
    Checked("erasures_done", Part.ASKED, gettext_lazy("Erasures carried out in the year"), DONE),
    Checked(
        "erasures_refused", Part.ASKED, gettext_lazy("Erasures refused in the year, with the reason"),
        decided_as(Erasure.State.REFUSED),
    ),
    Checked(
        "erasures_late", Part.ASKED, gettext_lazy("Requests answered in the year after their day"), answered_late,
        is_fault=True, look=LOOK,
    ),
    Checked(
        "erasures_overdue", Part.ASKED, gettext_lazy("Requests not answered though their day is over"), overdue,
        is_fault=True, look=LOOK,
    ),
    Checked(
        "holds_over", Part.KEPT, gettext_lazy("Records kept sealed though their time is over"),
        holds_over, is_fault=True, look=LOOK,
    ),
]  # fmt: skip
