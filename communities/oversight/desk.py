"""What the desk shows of oversight: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.oversight.models import AuthorityDecision, Inspection
from communities.pages.menu import item
from communities.records.lines import DueEntry, Source, WaitingEntry, correction_days, queue
from registry.accounts.models import User
from registry.accounts.roles import Permission


def rectifications(_user: User) -> QuerySet[Any]:
    """What inspections found and is not put right yet, past or near its day."""
    near = timezone.localdate() + RECTIFICATION
    return Inspection.objects.to_rectify().filter(due_on__lte=near)


def describe_rectification(group: str) -> DueEntry:
    return "glass", group, _("Inspection, to be rectified"), _("Check rectification")


RECTIFICATION = timedelta(days=30)


def authorities_to_confirm(_user: User) -> QuerySet[Any]:
    return AuthorityDecision.objects.entered()


def describe_authority(group: str, kind: str) -> WaitingEntry:
    return f"{group} {AuthorityDecision.Kind(kind).label}", ""


def authorities_returned(_user: User) -> QuerySet[Any]:
    rows = AuthorityDecision.objects.filter(state="returned")
    return rows.annotate(returned_day=TruncDate("checked_at"))


def describe_authority_returned(group: str, reason: str) -> DueEntry:
    return (
        "file",
        group,
        _("Decision of an authority returned: %(reason)s") % {"reason": reason},
        _("Compare and correct"),
    )


DUE = [
    Source(
        "rectify",
        "",
        Permission.INSPECTION_EDIT,
        rectifications,
        "due_on",
        ("organization__name",),
        describe_rectification,
        "communities:inspection-detail",
    ),
    Source(
        "authority_returned", "", Permission.AUTHORITY_ENTER, authorities_returned, "returned_day",
        ("organization__name", "return_reason"), describe_authority_returned, "communities:authority-detail",
        settle=correction_days,
    ),
]  # fmt: skip


WAITING = [
    queue(
        "authority",
        gettext_lazy("Decisions of authorities"),
        Permission.AUTHORITY_CONFIRM,
        authorities_to_confirm,
        describe_authority,
        ("organization__name", "kind"),
        "communities:authority-detail",
        submitter="entered_by",
        at="entered_at",
        handed_by=Permission.AUTHORITY_ENTER,
    ),
]

SENTENCES = {
    "inspection.enter": gettext_lazy("%(who)s entered the inspection %(what)s"),
    "inspection.correct": gettext_lazy("%(who)s corrected the inspection %(what)s"),
    "inspection.rectify": gettext_lazy("%(who)s entered the rectification of %(what)s"),
    "inspection.lapsed": gettext_lazy("%(what)s lapsed when %(who)s closed the group"),
    "inspection.export": gettext_lazy("%(who)s exported inspections"),
    "authority.enter": gettext_lazy("%(who)s entered the decision of an authority %(what)s"),
    "authority.decide": gettext_lazy("%(who)s confirmed the decision of an authority %(what)s"),
    "authority.confirmed": gettext_lazy("%(who)s confirmed the decision of an authority %(what)s"),
    "authority.return": gettext_lazy("%(who)s sent back the decision of an authority %(what)s"),
    "authority.returned": gettext_lazy("%(who)s sent back the decision of an authority %(what)s"),
    "authority.withdrawn": gettext_lazy("%(who)s withdrew the entry of the decision %(what)s"),
    "authority.reply": gettext_lazy("%(who)s kept the reply to the decision %(what)s"),
    "authority.export": gettext_lazy("%(who)s exported decisions of authorities"),
}

MENU = [
    item(
        "guide",
        "inspection",
        Permission.OVERSIGHT_VIEW,
        "communities:inspection-list",
        "glass",
        gettext_lazy("Inspections"),
        "inspection-",
        "authority-",
    ),
]

LISTS = [("communities:authority-list", gettext_lazy("Decisions of authorities"))]
