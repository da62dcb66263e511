"""What the desk shows of requests for erasure, how its acts read in the log, and what is repeated after a restore."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.records.lines import DueEntry, Source, WaitingEntry, queue
from leaders.privacy.models import Erasure
from leaders.privacy.models.ledger import consents_withdrawn, erase_again, erasures_carried_out, withdraw_again
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.repeated import Repeated


def erasures_to_decide(user: User) -> QuerySet[Any]:
    return Erasure.objects.pending().permitted(user, Permission.ERASURE_DECIDE)


def describe_erasure(person: str, asker: str, answer_by: str) -> WaitingEntry:
    day = date.fromisoformat(answer_by)
    return _("%(person)s, to be answered by %(day)s") % {"person": person, "day": day}, ""


def describe_due(person: str, asker: str) -> DueEntry:
    return "lock", person, Erasure.Asker(asker).label, _("Decide the erasure")


DUE = [
    Source(
        "erasure", "", Permission.ERASURE_DECIDE, erasures_to_decide, "answer_by", ("leader__name", "asker"),
        describe_due, "leaders:erasure-detail",
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
