"""What the desk shows of support: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Source, WaitingEntry, correction_days, queue
from communities.support.models import Support
from communities.support.models.support import ENDING_DAYS
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.ui.money import in_yuan


def support_ending(_user: User) -> QuerySet[Any]:
    """Grants whose period ends soon, or has ended, with money left."""
    soon = timezone.localdate() + timedelta(days=ENDING_DAYS)
    rows = Support.objects.filter(state=Support.State.GRANTED)
    has_left, is_over = Q(granted__gt=F("used") + F("returned")), Q(period_until__lt=timezone.localdate())
    return rows.filter(has_left | is_over, period_until__lte=soon)


def describe_support_ending(group: str, title: str, granted: str, used: str, returned: str) -> DueEntry:
    left = int(granted) - int(used) - int(returned)
    said = _("Support, money left") if left else _("Support, period over")
    return "purse", f"{group} {title}", said, _("Settle support")


def supports_returned(_user: User) -> QuerySet[Any]:
    rows = Support.objects.filter(state=Support.State.RETURNED)
    return rows.annotate(returned_day=TruncDate("decided_at"))


def describe_support_returned(group: str, title: str, reason: str) -> DueEntry:
    return "purse", f"{group} {title}", _("Support returned: %(reason)s") % {"reason": reason}, _("Correct support")


def supports_to_decide(_user: User) -> QuerySet[Any]:
    return Support.objects.pending()


def describe_support(group: str, title: str, fen: str) -> WaitingEntry:
    return f"{group} {title} {in_yuan(Decimal(fen).scaleb(-2))}", ""


DUE = [
    Source(
        "support",
        "",
        Permission.SUPPORT_EDIT,
        support_ending,
        "period_until",
        ("organization__name", "title", "granted", "used", "returned"),
        describe_support_ending,
        "communities:support-detail",
    ),
    Source(
        "support_returned", "", Permission.SUPPORT_EDIT, supports_returned, "returned_day",
        ("organization__name", "title", "return_reason"), describe_support_returned, "communities:support-detail",
        settle=correction_days,
    ),
]  # fmt: skip


WAITING = [
    queue(
        "support",
        gettext_lazy("Support in money"),
        Permission.SUPPORT_DECIDE,
        supports_to_decide,
        describe_support,
        ("organization__name", "title", "granted"),
        "communities:support-detail",
        handed_by=Permission.SUPPORT_EDIT,
    ),
]

SENTENCES = {
    "support.enter": gettext_lazy("%(who)s entered the support %(what)s"),
    "support.update": gettext_lazy("%(who)s changed the support %(what)s"),
    "support.submit": gettext_lazy("%(who)s handed in the support %(what)s again"),
    "support.grant": gettext_lazy("%(who)s granted the support %(what)s"),
    "support.decide": gettext_lazy("%(who)s granted the support %(what)s"),
    "support.confirm": gettext_lazy("%(who)s confirmed the support %(what)s"),
    "support.return": gettext_lazy("%(who)s returned the support %(what)s"),
    "support.close": gettext_lazy("%(who)s settled the support %(what)s"),
    "support.cancel": gettext_lazy("%(who)s withdrew the support %(what)s"),
    "support.book": gettext_lazy("%(who)s booked %(what)s"),
    "support.withdraw": gettext_lazy("%(who)s took back the support %(what)s while it waited"),
    "support.reverse": gettext_lazy("%(who)s took back the line %(what)s"),
    "support.export": gettext_lazy("%(who)s exported the support ledger"),
}

MENU = [
    item(
        "cultivate",
        "support",
        Permission.SUPPORT_VIEW,
        "communities:support-list",
        "purse",
        gettext_lazy("Support ledger"),
    ),
]
