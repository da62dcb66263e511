"""What the desk shows of modes: what is due, what waits, how its acts read, where it stands in the menu."""

from django.utils.translation import gettext_lazy

from communities.modes.models import ManagementDecision
from communities.organizations.models import Organization
from communities.pages.menu import item
from communities.records.lines import queue
from registry.accounts.roles import Permission


def modes_to_decide(user):
    return ManagementDecision.objects.pending().permitted(user, Permission.MANAGEMENT_DECIDE)


def describe_mode(group, target):
    return f"{group} {Organization.ManagementMode(target).label}", ""


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
    ),
]

SENTENCES = {
    "management.propose": gettext_lazy("%(who)s proposed the change of mode %(what)s"),
    "management.decide": gettext_lazy("%(who)s decided the change of mode %(what)s"),
    "management.decided": gettext_lazy("%(who)s decided the change of mode %(what)s"),
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
