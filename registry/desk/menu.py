"""The menu of the signed-in pages: one line a noun, shown to whoever may open it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.scope import holds_anywhere
from registry.accounts.roles import Permission
from registry.desk.waiting import PERMISSIONS


class Item(NamedTuple):
    """One line of the menu: shown to whoever holds one of `permissions` anywhere (to all when empty).

    `pages` are the beginnings of the URL names on which it is the chosen one.
    """

    key: str
    permissions: tuple
    url_name: str
    icon: str
    text: str
    pages: tuple

    def opens_for(self, user):
        return not self.permissions or any(holds_anywhere(user, permission) for permission in self.permissions)

    def shown(self, count=0):
        return {"key": self.key, "url": reverse(self.url_name), "icon": self.icon, "text": self.text, "count": count}


def item(key, permission, url_name, icon, text, *pages):
    return Item(key, (permission,), url_name, icon, text, pages or (f"{key}-",))


P = Permission
HOME = Item("dashboard", (), "desk:dashboard", "home", _("My desk"), ("dashboard", "due-"))
MORE = Item("more", (), "desk:more", "menu", _("More"), ("more",))
REGISTER = [
    item(
        "leader", P.LEADER_LIST, "leaders:leader-list", "person", _("Community leaders"),
        "leader-", "appointment-", "consent-",
    ),
    item(
        "organization", P.ORGANIZATION_VIEW, "communities:organization-list", "people", _("Organizations"),
        "organization-", "member-",
    ),
    item(
        "filing", P.FILING_VIEW, "communities:filing-list", "file", _("Filings of organizations"), "filing-", "report-"
    ),
    item("vacancy", P.LEADER_LIST, "leaders:vacancy-buildings", "pin", _("Vacancies and nominating")),
    Item("review", PERMISSIONS, "desk:review-queue", "check", _("Awaiting my review"), ("review-",)),
]  # fmt: skip
CULTIVATE = [
    item(
        "stage", P.LEADER_LIST, "leaders:stage-board", "chart", _("Ranks in training (menu)"),
        "stage-", "reserve-", "succession-",
    ),
    item("nomination", P.NOMINATION_VIEW, "leaders:nomination-list", "hand", _("Nominations")),
    item("training", P.TRAINING_VIEW, "leaders:training-list", "book", _("Training"), "training-", "enrolment-"),
    item(
        "incentive", P.INCENTIVE_VIEW, "leaders:incentive-list", "medal", _("Incentives and notices"),
        "incentive-", "notice-",
    ),
    item("support", P.SUPPORT_VIEW, "communities:support-list", "hand", _("Support ledger")),
    item("activity", P.ACTIVITY_VIEW, "communities:activity-list", "cal", _("Activities (menu)")),
    item("venue", P.SUPPORT_VIEW, "communities:venue-list", "pin", _("Venues")),
]  # fmt: skip
GUIDE = [
    item("rating", P.RATING_VIEW, "communities:rating-list", "chart", _("Star ratings")),
    item("management", P.MANAGEMENT_VIEW, "communities:management-list", "gear", _("Management modes")),
    item("center", P.MANAGEMENT_VIEW, "communities:center-list", "tower", _("Service centres"), "center-", "hosting-"),
    item(
        "inspection", P.OVERSIGHT_VIEW, "communities:inspection-list", "check", _("Inspections"),
        "inspection-", "authority-",
    ),
]  # fmt: skip
MANAGE = [
    item("region", P.REGION_VIEW, "communities:region-list", "pin", _("Regions and buildings")),
    item(
        "person", P.POSTING_VIEW, "communities:person-list", "lock", _("Accounts and postings"), "person-", "posting-"
    ),
    item("rule", P.RULE_VIEW, "communities:rule-list", "gear", _("Settings of the street")),
    item("audit", P.AUDIT_VIEW, "desk:audit-list", "log", _("Operation log"), "audit-", "read-"),
]
MENU = [(_("Register"), REGISTER), (_("Cultivate"), CULTIVATE), (_("Guide"), GUIDE), (_("Manage"), MANAGE)]
BAR = 3  # beside the desk and “more”, what fits the bar at a phone's foot


def groups(user, waiting):
    """[{"title", "items"}] of what `user` may open; `waiting` is the number beside the review queue."""
    found = [{"title": "", "items": [HOME.shown()]}]
    for title, items in MENU:
        shown = [one.shown(waiting if one.key == "review" else 0) for one in items if one.opens_for(user)]
        if shown:
            found.append({"title": title, "items": shown})
    return found


def bar(user):
    """The five entries at a phone's foot."""
    held = [one for _title, items in MENU for one in items if one.opens_for(user)]
    return [HOME.shown(), *[one.shown() for one in held[:BAR]], MORE.shown()]


def chosen(url_name):
    """The key of the entry a page belongs to, or ""."""
    items = [HOME, MORE, *[one for _title, group in MENU for one in group]]
    return next((one.key for one in items if url_name.startswith(one.pages)), "")
