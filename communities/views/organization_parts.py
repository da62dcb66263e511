"""What an organization's page is made of: a line here, a function in the noun's own file, a template.

The page sets `row.counts` (members of the last ten years) and `row.posts` (open appointments with their
leaders) before any part is asked. The overview may cost
12 queries with the frame's.
"""

from django.utils.translation import gettext_lazy as _

from communities.scope import reaches
from communities.views import authorities, inspections, management, organization_activities
from communities.views.filing_parts import filings_tab, growth, progress
from communities.views.supports import organization_support, organization_supports
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
    return {"posts": row.posts}


def reserve_list(row, _user):
    places = row.reserve_places.filter(until=None).select_related("leader__region__parent")
    return {"places": list(places.order_by("since", "id"))}


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
    Part("reserve", _("Reserve"), "communities/organization/reserve_panel.html", reserve_list, Permission.LEADER_LIST),
    Part(
        "support",
        _("Support"),
        "communities/organization/support_tab.html",
        organization_supports,
        Permission.SUPPORT_VIEW,
    ),
    Part(
        "oversight",
        _("Oversight"),
        "communities/organization/oversight_tab.html",
        authorities.oversight_tab,
        Permission.OVERSIGHT_VIEW,
    ),
    Part("filings", _("Filings"), "communities/organization/filings_tab.html", filings_tab, Permission.FILING_VIEW),
    Part(
        "activities",
        _("Activities (menu)"),
        "communities/organization/activities_tab.html",
        organization_activities.tab,
        Permission.ACTIVITY_VIEW,
    ),
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
    Part(
        "filing",
        _("Progress of filing"),
        "communities/organization/filing_panel.html",
        progress,
        Permission.FILING_VIEW,
    ),
    Part("growth", _("Growth path"), "communities/organization/growth_panel.html", growth, Permission.FILING_VIEW),
    Part("purpose", _("What it does"), "communities/organization/purpose_panel.html", nothing),
    Part(
        "support",
        _("Support"),
        "communities/organization/support_panel.html",
        organization_support,
        Permission.SUPPORT_VIEW,
    ),
    Part("leaders", _("Leaders"), "communities/organization/leaders_panel.html", led_by, Permission.LEADER_LIST),
    Part(
        "activities",
        _("Recent activities"),
        "communities/organization/activities_panel.html",
        organization_activities.panel,
        Permission.ACTIVITY_VIEW,
    ),
    Part("members", _("Members by year"), "communities/organization/members_panel.html", members, side="aside"),
    Part(
        "management",
        _("Management mode"),
        "communities/organization/management_panel.html",
        management.panel,
        Permission.MANAGEMENT_VIEW,
        side="aside",
    ),
    Part(
        "inspections",
        _("Inspections"),
        "communities/organization/inspections_panel.html",
        inspections.panel,
        Permission.OVERSIGHT_VIEW,
        side="aside",
    ),
    Part(
        "end",
        _("End registration"),
        "communities/organization/end_panel.html",
        nothing,
        Permission.ORGANIZATION_EDIT,
        side="aside",
    ),
]
