"""What an organization's page is made of: a line here, a function in the noun's own file, a template.

The page sets `row.counts` (members of the last ten years) before any part is asked. The overview may cost
12 queries with the frame's.
"""

from django.utils.translation import gettext_lazy as _

from communities.views.tabs import Part
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry

HISTORY = 60


def nothing(_row, _user):
    return {}


def members(row, _user):
    counts = row.counts
    return {"members": counts, "points": [(count.year, count.members) for count in reversed(counts[:5])]}


def led_by(row, _user):
    posts = row.appointments.filter(state__in=["current", "pending"]).select_related(
        "leader", "organization", "succession_plan"
    )
    return {"posts": list(posts.order_by("started_on"))}


def reserve_list(row, _user):
    places = row.reserve_places.filter(until=None).select_related("leader__region__parent")
    return {"places": list(places.order_by("since", "id"))}


def history(row, _user):
    about = AuditEntry.objects.filter(object_type="communities.organization", object_id=row.pk)
    return {"entries": list(about.select_related("actor")[:HISTORY])}


TABS = [
    Part("overview", _("Overview"), "", nothing),
    Part("members", _("Members"), "communities/organization/members_tab.html", members),
    Part("history", _("History"), "communities/organization/history_tab.html", history),
]
PANELS = [
    Part("purpose", _("What it does"), "communities/organization/purpose_panel.html", nothing),
    Part("leaders", _("Leaders"), "communities/organization/leaders_panel.html", led_by, Permission.LEADER_LIST),
    Part("reserve", _("Reserve"), "communities/organization/reserve_panel.html", reserve_list, Permission.LEADER_LIST),
    Part("members", _("Members by year"), "communities/organization/members_panel.html", members, side="aside"),
    Part(
        "end",
        _("End registration"),
        "communities/organization/end_panel.html",
        nothing,
        Permission.ORGANIZATION_EDIT,
        side="aside",
    ),
]
