"""What the desk shows of requests for erasure, how its acts read in the log, and what is repeated after a restore."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from communities.records.lines import DueEntry, Source, WaitingEntry, queue
from leaders.privacy.models import Erasure
from leaders.privacy.models.ledger import consents_withdrawn, erase_again, erasures_carried_out, withdraw_again
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.repeated import Repeated


def erasures_to_decide(_user: User) -> QuerySet[Any]:
    return Erasure.objects.pending()


def describe_erasure(person: str, asker: str, answer_by: str) -> WaitingEntry:
    day = date.fromisoformat(answer_by)
    return _("%(person)s, to be answered by %(day)s") % {"person": person, "day": day}, ""


def describe_due(person: str, asker: str) -> DueEntry:
    return "lock", person, Erasure.Asker(asker).label, _("Decide the erasure")


def holds_over(_user: User) -> QuerySet[Any]:
    return Erasure.objects.filter(state=Erasure.State.HELD, kept__until__lt=timezone.localdate())


def describe_over(number: str) -> DueEntry:
    title = _("Kept sealed by law: LD-%(number)06d") % {"number": int(number)}
    return "lock", title, _("The time of keeping is over"), pgettext("hold", "Throw it away")


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
