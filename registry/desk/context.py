"""What every page's frame needs: where one works, what one may open, whose site it is."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.records.lines import waiting_key
from communities.scope import open_postings
from registry.accounts.models import User
from registry.accounts.requests import StaffRequest
from registry.accounts.roles import Role
from registry.desk import menu
from registry.desk.review import panel
from registry.desk.waiting import queues_of, waiting_count
from registry.ui.signs import between_names

# A count in the menu may be this old where others decide; one's own decision and the queue itself make it new at once.
WAITING_SECONDS = 20


def shell(request: StaffRequest) -> dict[str, Any]:
    """`shell` for the signed-in frame, `public` for the residents' one; made only when a template asks."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "public": SimpleLazyObject(_public),
        "nav": _chosen(request),
    }


def _shell(request: StaffRequest) -> dict[str, Any]:
    user = request.user
    queue = panel(request, WAITING_SECONDS)  # first: the badge then counts what stands beside the page
    roles, language, chosen = menu.roles_of(user), get_language(), _chosen(request)
    here = open_postings(user) if user.is_authenticated and not user.is_superuser else []
    return {
        "site_name": _("Community leader registry"),
        "scope_name": between_names().join(posting.region for posting in here[:2]) or _("Whole country"),
        "scope_path": (here[0].above or "") if here else "",
        "scope_url": reverse("communities:region-detail", args=[here[0].region_id])
        if here
        else reverse("communities:region-list"),
        "role": Role(here[0].role).label if here else _("Administrator"),
        "queue": queue,
        "side": menu.side(roles, language, chosen, waiting_for(user)),
        "foot": menu.foot(roles, language, chosen),
        "search_url": reverse("desk:search"),
        "lists": menu.LISTS,
        "seconds_left": request.session.seconds_left(),
    }


def _chosen(request: HttpRequest) -> str:
    return menu.chosen((request.resolver_match and request.resolver_match.url_name) or "")


def waiting_for(user: User) -> int:
    """How many entries of the review queue this user may decide now."""
    if not queues_of(user):
        return 0
    return cache.get_or_set(waiting_key(user), lambda: waiting_count(user), WAITING_SECONDS) or 0


def _public() -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME or _("Community leaders and teams"),
        "host_name": "",
        "contact": None,
    }
