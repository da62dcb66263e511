"""What every page's frame needs: where one works, what one may open, whose site it is."""

from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from communities.scope import holds_anywhere, open_postings
from registry.accounts.roles import Permission, Role
from registry.desk.waiting import QUEUES, queues_of, waiting_count

WAITING_SECONDS = 20  # a count in the menu may be this old; the queue itself never is


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


HOME = Item("dashboard", (), "desk:dashboard", "home", _("My desk"), ("dashboard", "due-"))
MORE = Item("more", (), "desk:more", "menu", _("More"), ("more",))
REVIEWS = tuple(dict.fromkeys(queue.permission for queue in QUEUES))
REGISTER = [
    Item(
        "leader",
        (Permission.LEADER_LIST,),
        "leaders:leader-list",
        "person",
        _("Community leaders"),
        ("leader-", "appointment-", "consent-"),
    ),
    Item(
        "organization",
        (Permission.ORGANIZATION_VIEW,),
        "communities:organization-list",
        "people",
        _("Organizations"),
        ("organization-", "member-"),
    ),
    Item("review", REVIEWS, "desk:review-queue", "check", _("Awaiting my review"), ("review-",)),
]
CULTIVATE = [
    Item(
        "incentive",
        (Permission.INCENTIVE_VIEW,),
        "leaders:incentive-list",
        "medal",
        _("Incentives and notices"),
        ("incentive-", "notice-"),
    ),
    Item("rating", (Permission.RATING_VIEW,), "communities:rating-list", "tower", _("Star ratings"), ("rating-",)),
]
MANAGE = [
    Item(
        "region", (Permission.REGION_VIEW,), "communities:region-list", "pin", _("Regions and buildings"), ("region-",)
    ),
    Item(
        "person",
        (Permission.POSTING_VIEW,),
        "communities:person-list",
        "lock",
        _("Accounts and postings"),
        ("person-", "posting-"),
    ),
    Item("rule", (Permission.RULE_VIEW,), "communities:rule-list", "gear", _("Settings of the street"), ("rule-",)),
    Item("audit", (Permission.AUDIT_VIEW,), "desk:audit-list", "log", _("Operation log"), ("audit-", "read-")),
]
MENU = [(_("Register"), REGISTER), (_("Cultivate"), CULTIVATE), (_("Manage"), MANAGE)]


def shell(request):
    """`shell` for the signed-in frame, `public` for the residents' one; made only when a template asks."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "public": SimpleLazyObject(_public),
        "nav": _nav(request),
    }


def _nav(request):
    name = (request.resolver_match.url_name if request.resolver_match else "") or ""
    items = [HOME, MORE, *[item for _title, group in MENU for item in group]]
    return next((item.key for item in items if name.startswith(item.pages)), "")


def _shell(request):
    user = request.user
    here = open_postings(user) if user.is_authenticated and not user.is_superuser else []
    return {
        "site_name": _("Community leader registry"),
        "scope_name": "、".join(posting.region for posting in here[:2]) or _("Whole country"),
        "scope_path": (here[0].above or "") if here else "",
        "scope_url": reverse("communities:region-detail", args=[here[0].region_id])
        if here
        else reverse("communities:region-list"),
        "role": Role(here[0].role).label if here else _("Administrator"),
        "nav": _groups(user),
        "tabs": _tabs(user),
        "search_url": reverse("desk:search"),
    }


def _groups(user):
    waiting = _waiting(user)
    groups = [{"title": "", "items": [_item(HOME)]}]
    for title, items in MENU:
        shown = [_item(item, count=waiting if item.key == "review" else 0) for item in items if _opens(user, item)]
        if shown:
            groups.append({"title": title, "items": shown})
    return groups


def _tabs(user):
    held = [item for _title, items in MENU for item in items if _opens(user, item)]
    return [_item(HOME), *[_item(item) for item in held[:3]], _item(MORE)]


def _opens(user, item):
    return any(holds_anywhere(user, permission) for permission in item.permissions)


def _item(item, count=0):
    return {"key": item.key, "url": reverse(item.url_name), "icon": item.icon, "text": item.text, "count": count}


def _waiting(user):
    """How many entries of the review queue this user may decide now."""
    if not queues_of(user):
        return 0
    return cache.get_or_set(f"waiting-{user.pk}", lambda: waiting_count(user), WAITING_SECONDS)


def _public():
    return {
        "site_name": settings.SITE_NAME or _("Community leaders and teams"),
        "host_name": "",
        "contact": None,
    }
