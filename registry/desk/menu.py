"""The menu of the signed-in pages: what the subjects declare in MENU, shown to whoever may open it."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from communities.pages.menu import Item, item
from communities.scope import open_postings
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.desk.subjects import declared
from registry.desk.waiting import PERMISSIONS, told_count

HOME = Item("", "dashboard", (), "desk:dashboard", "home", _("My desk"), ("dashboard", "due-"))
CALENDAR = Item("", "calendar", (), "desk:calendar", "cal", _("Calendar"), ("calendar",))
MORE = Item("", "more", (), "desk:more", "menu", _("More"), ("more",))
ROOF = [
    Item("register", "review", PERMISSIONS, "desk:review-queue", "check", _("Awaiting my review"), ("review-",)),
    item("manage", "statistics", Permission.STATISTICS_VIEW, "desk:statistics", "chart", _("Statistics"), "statistics"),
    item(
        "manage", "audit", Permission.AUDIT_VIEW, "desk:audit-list", "log", _("Operation log"),
        "audit-", "read-", "self-audit",
    ),
]  # fmt: skip
SECTIONS = [
    ("register", _("Register")),
    ("cultivate", _("Cultivate")),
    ("answer", _("Answer residents")),
    ("guide", _("Guide")),
    ("manage", _("Manage")),
]
ITEMS = declared("MENU") + ROOF
MENU = [(title, [one for one in ITEMS if one.section == section]) for section, title in SECTIONS]
Roles = frozenset[str] | None  # None: an administrator
LISTS = {one.url_name: one.text for _title, items in MENU for one in items} | dict(declared("LISTS"))
KEPT = 512  # menus a process keeps, about 8 KB each
AT_FOOT = ["leader", "organization", "case"]  # what a phone's bar holds beside the desk and “more”, where it opens


def roles_of(user: User) -> Roles:
    """The roles the account has anywhere today; None for an administrator."""
    return None if user.is_superuser else frozenset(posting.role for posting in open_postings(user))


@lru_cache(maxsize=KEPT)
def side(roles: Roles, _language: str | None, key: str, waiting: int) -> SafeString:
    """The menu beside a page as HTML, with the entry `key` as the chosen one.

    It depends on nothing but what it is given, and drawing it costs a third of a small page: so each is drawn once.
    """
    return render_to_string("desk/_side.html", {"groups": groups(roles, waiting), "nav": key})


@lru_cache(maxsize=KEPT)
def foot(roles: Roles, _language: str | None, key: str) -> SafeString:
    """The bar at a phone's foot as HTML, in the same way."""
    return render_to_string("desk/_foot.html", {"items": bar(roles), "nav": key})


def groups(roles: Roles, waiting: int) -> list[dict[str, Any]]:
    """[{"title", "items"}] of what `roles` may open; `waiting` is the number beside the review queue."""
    found: list[dict[str, Any]] = [{"title": "", "items": [HOME.shown(), CALENDAR.shown()]}]
    for title, items in MENU:
        shown = [
            one.shown(told_count(waiting) if one.key == "review" and waiting else "")
            for one in items
            if one.opens_for(roles)
        ]
        if shown:
            found.append({"title": title, "items": shown})
    return found


def bar(roles: Roles) -> list[dict[str, Any]]:
    """The five entries at a phone's foot."""
    held = [one for _title, items in MENU for one in items if one.opens_for(roles)]
    held.sort(key=lambda one: one.key not in AT_FOOT)  # whoever does not open one of the three has the next instead
    return [HOME.shown(), *[one.shown() for one in held[: len(AT_FOOT)]], MORE.shown()]


def chosen(url_name: str) -> str:
    """The key of the entry a page belongs to, or ""."""
    items = [HOME, CALENDAR, MORE, *[one for _title, group in MENU for one in group]]
    return next((one.key for one in items if url_name.startswith(one.pages)), "")
