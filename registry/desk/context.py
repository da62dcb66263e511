"""What every page's frame needs: where one works, what one may open, whose site it is."""

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from communities.scope import holds_anywhere, open_postings
from leaders.models import Appointment
from registry.accounts.roles import Permission, Role

WAITING_SECONDS = 20  # a count in the menu may be this old; the queue itself never is
HOME = ("dashboard", None, "desk:dashboard", "home", _("My desk"))
MENU = [  # group, [(key, permission, url name, icon, text)]
    (
        _("Register"),
        [
            ("leader", Permission.LEADER_LIST, "leaders:leader-list", "person", _("Community leaders")),
            (
                "organization",
                Permission.ORGANIZATION_VIEW,
                "communities:organization-list",
                "people",
                _("Organizations"),
            ),
            ("review", Permission.APPOINTMENT_DECIDE, "desk:review-queue", "check", _("Awaiting my review")),
        ],
    ),
    (
        _("Manage"),
        [
            ("region", Permission.REGION_VIEW, "communities:region-list", "pin", _("Regions and buildings")),
            (
                "person",
                Permission.POSTING_VIEW,
                "communities:person-list",
                "lock",
                _("Accounts and postings"),
            ),
            ("audit", Permission.AUDIT_VIEW, "desk:audit-list", "log", _("Operation log")),
        ],
    ),
]
MORE = ("more", None, "desk:more", "menu", _("More"))
# The page one is on, by the beginning of its URL name.
PAGES_OF = {
    "leader": ("leader-", "appointment-", "consent-"),
    "person": ("person-", "posting-"),
    "audit": ("audit-", "read-"),
}


def shell(request):
    """`shell` for the signed-in frame, `public` for the residents' one; made only when a template asks."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "public": SimpleLazyObject(_public),
        "nav": _nav(request),
    }


def _nav(request):
    name = request.resolver_match.url_name if request.resolver_match else ""
    for key in ("dashboard", "leader", "organization", "region", "person", "audit", "review", "more"):
        if name and name.startswith(PAGES_OF.get(key, (key,))):
            return key
    return ""


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
    for title, entries in MENU:
        items = [
            _item(entry, count=waiting if entry[0] == "review" else 0)
            for entry in entries
            if holds_anywhere(user, entry[1])
        ]
        if items:
            groups.append({"title": title, "items": items})
    return groups


def _tabs(user):
    held = [entry for _title, entries in MENU for entry in entries if holds_anywhere(user, entry[1])]
    return [_item(HOME), *[_item(entry) for entry in held[:3]], _item(MORE)]


def _item(entry, count=0):
    key, _permission, url_name, icon, text = entry
    return {"key": key, "url": reverse(url_name), "icon": icon, "text": text, "count": count}


def _waiting(user):
    """How many appointments this user may decide now."""
    if not holds_anywhere(user, Permission.APPOINTMENT_DECIDE):
        return 0
    pending = Appointment.objects.pending().permitted(user, Permission.APPOINTMENT_DECIDE).exclude(submitted_by=user)
    return cache.get_or_set(f"waiting-{user.pk}", lambda: pending.capped_count(cap=99), WAITING_SECONDS)


def _public():
    return {
        "site_name": settings.SITE_NAME or _("Community leaders and teams"),
        "host_name": "",
        "contact": None,
    }
