"""What the desk shows of support: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import Source, queue
from communities.support.models import Support
from communities.support.models.support import ENDING_DAYS
from registry.accounts.roles import Permission


def support_ending(user):
    """Grants whose period ends soon, or has ended, with money left."""
    soon = timezone.localdate() + timedelta(days=ENDING_DAYS)
    rows = Support.objects.permitted(user, Permission.SUPPORT_EDIT).filter(state=Support.State.GRANTED)
    return rows.filter(period_until__lte=soon, granted__gt=F("used") + F("returned"))


def describe_support_ending(group, title):
    return "purse", f"{group} {title}", _("Support, money left"), _("Settle support")


def supports_to_decide(user):
    return Support.objects.pending().permitted(user, Permission.SUPPORT_DECIDE)


def describe_support(group, title, fen):
    return f"{group} {title} {Decimal(fen).scaleb(-2)}", ""


DUE = [
    Source(
        "support",
        "",
        Permission.SUPPORT_EDIT,
        support_ending,
        "period_until",
        ("organization__name", "title"),
        describe_support_ending,
        "communities:support-detail",
    ),
]


WAITING = [
    queue(
        "support",
        gettext_lazy("Support in money"),
        Permission.SUPPORT_DECIDE,
        supports_to_decide,
        describe_support,
        ("organization__name", "title", "granted"),
        "communities:support-detail",
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
    "support.reverse": gettext_lazy("%(who)s took back the line %(what)s"),
    "support.export": gettext_lazy("%(who)s exported the support ledger"),
    "venue.create": gettext_lazy("%(who)s entered the venue %(what)s"),
    "venue.update": gettext_lazy("%(who)s changed the venue %(what)s"),
    "venue.retire": gettext_lazy("%(who)s lends the venue %(what)s no longer"),
    "venue.book": gettext_lazy("%(who)s booked the room %(what)s"),
    "venue.free": gettext_lazy("%(who)s freed the room %(what)s"),
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
    item("cultivate", "venue", Permission.SUPPORT_VIEW, "communities:venue-list", "door", gettext_lazy("Venues")),
]
