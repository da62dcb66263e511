"""What an organization's page is made of: a line here, a function in the noun's own file, a template.

The page sets `row.counts` (members of the last ten years) before any part is asked. The overview may cost
12 queries with the frame's.
"""

from django.utils.translation import gettext_lazy as _

from communities.scope import reaches
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
    posts = row.appointments.filter(state__in=["current", "pending"]).select_related("leader", "organization")
    return {"posts": list(posts.order_by("started_on"))}


def history(row, _user):
    about = AuditEntry.objects.filter(object_type="communities.organization", object_id=row.pk)
    return {"entries": list(about.select_related("actor")[:HISTORY])}


def incentives(row, user):
    rows = row.incentives.permitted(user, Permission.INCENTIVE_VIEW)
    may_propose = reaches(user, Permission.INCENTIVE_PROPOSE, row.region_path) and row.is_current
    return {"incentives": list(rows.order_by("-id")[:HISTORY]), "may_propose": may_propose}


def ratings(row, user):
    may_rate = reaches(user, Permission.RATING_EDIT, row.region_path) and row.is_current
    return {"ratings": list(row.ratings.with_names()[:HISTORY]), "may_rate": may_rate}


TABS = [
    Part("overview", _("Overview"), "", nothing),
    Part("members", _("Members"), "communities/organization/members_tab.html", members),
    Part(
        "incentives",
        _("Incentives"),
        "communities/organization/incentives_tab.html",
        incentives,
        Permission.INCENTIVE_VIEW,
    ),
    Part("ratings", _("Star ratings"), "communities/organization/ratings_tab.html", ratings, Permission.RATING_VIEW),
    Part("history", _("History"), "communities/organization/history_tab.html", history),
]
PANELS = [
    Part("purpose", _("What it does"), "communities/organization/purpose_panel.html", nothing),
    Part("leaders", _("Leaders"), "communities/organization/leaders_panel.html", led_by, Permission.LEADER_LIST),
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
