"""What the desk shows of closings: what waits, how its acts read."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from communities.closings.models import Closing
from communities.records.lines import WaitingEntry, queue
from registry.accounts.models import User
from registry.accounts.roles import Permission


def closings_to_decide(_user: User) -> QuerySet[Any]:
    return Closing.objects.proposed()


def describe_closing(name: str) -> WaitingEntry:
    return name, ""


WAITING = [
    queue(
        "closing",
        gettext_lazy("Closings of organizations"),
        Permission.FILING_DECIDE,
        closings_to_decide,
        describe_closing,
        ("organization__name",),
        "communities:closing-detail",
        handed_by=Permission.ORGANIZATION_EDIT,
    ),
]

SENTENCES = {
    "closing.propose": gettext_lazy("%(who)s proposed to close %(what)s"),
    "closing.close": gettext_lazy("%(who)s closed %(what)s"),
    "closing.return": gettext_lazy("%(who)s did not agree to close %(what)s"),
    "closing.withdrawn": gettext_lazy("%(who)s withdrew the proposal to close %(what)s"),
    "closing.take_back": gettext_lazy("%(who)s took back the closing of %(what)s"),
    "closing.take_up": gettext_lazy("%(who)s put %(what)s back as it was before the closing"),
}
