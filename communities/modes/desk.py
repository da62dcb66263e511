"""What the desk shows of modes: what is due, what waits, how its acts read, where it stands in the menu."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.modes.models import ManagementDecision
from communities.organizations.models import Organization
from communities.pages.menu import item
from communities.records.lines import DueEntry, Source, WaitingEntry, correction_days, queue
from registry.accounts.models import User
from registry.accounts.roles import Permission


def modes_to_decide(_user: User) -> QuerySet[Any]:
    return ManagementDecision.objects.pending()


def describe_mode(group: str, target: str) -> WaitingEntry:
    return f"{group} {Organization.ManagementMode(target).label}", ""


def modes_returned(_user: User) -> QuerySet[Any]:
    rows = ManagementDecision.objects.filter(state="returned")
    return rows.annotate(returned_day=TruncDate("decided_at"))


def describe_mode_returned(group: str, reason: str) -> DueEntry:
    return "gear", group, _("Change of mode returned: %(reason)s") % {"reason": reason}, _("Correct the proposal")


DUE = [
    Source(
        "management_returned", "", Permission.MANAGEMENT_PROPOSE, modes_returned, "returned_day",
        ("organization__name", "return_reason"), describe_mode_returned, "communities:management-detail",
        settle=correction_days,
    ),
]  # fmt: skip

WAITING = [
    queue(
        "management",
        gettext_lazy("Management modes"),
        Permission.MANAGEMENT_DECIDE,
        modes_to_decide,
        describe_mode,
        ("organization__name", "to_mode"),
        "communities:management-detail",
        submitter="proposed_by",
        at="proposed_at",
        handed_by=Permission.MANAGEMENT_PROPOSE,
    ),
]

SENTENCES = {
    "proposal.export": gettext_lazy("%(who)s exported changes of management mode"),
    "management.propose": gettext_lazy("%(who)s proposed the change of mode %(what)s"),
    "management.decide": gettext_lazy("%(who)s decided the change of mode %(what)s"),
    "management.decided": gettext_lazy("%(who)s decided the change of mode %(what)s"),
    "management.withdrawn": gettext_lazy("%(who)s withdrew the change of mode %(what)s"),
    "management.return": gettext_lazy("%(who)s returned the change of mode %(what)s"),
    "management.returned": gettext_lazy("%(who)s returned the change of mode %(what)s"),
}

MENU = [
    item(
        "guide",
        "management",
        Permission.MANAGEMENT_VIEW,
        "communities:management-list",
        "layers",
        gettext_lazy("Management modes"),
    ),
]
