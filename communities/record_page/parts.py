"""What an organization's page is made of: a line here, a function in the subject's own room, a template.

The page sets `row.counts` (members of the last ten years) and `row.posts` (open appointments with their
leaders) before any part is asked. The overview may cost
12 queries with the frame's.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.activities.views import parts as organization_activities
from communities.closings import views as closings
from communities.filings.views.parts import filings_tab, growth, progress
from communities.modes import views as management
from communities.oversight.views import inspections
from communities.pages.tabs import Part
from communities.record_page.oversight import oversight_tab
from communities.satisfaction.models import satisfaction_figures
from communities.scope import reaches
from communities.support.views.support import organization_support, organization_supports
from registry.accounts.roles import Permission
from registry.audit.history import history_of

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
    return {"entries": history_of(row)}


def incentives(row, user):
    rows = row.incentives.permitted(user, Permission.INCENTIVE_VIEW)
    may_propose = reaches(user, Permission.INCENTIVE_PROPOSE, row.region_path) and row.is_current
    return {"incentives": list(rows.order_by("-id")[:HISTORY]), "may_propose": may_propose}


def satisfaction(row, user):
    return {
        "sees_satisfaction": True,
        "figure": satisfaction_figures(organizations=[row]).get(row),
        "replies": list(row.satisfaction_replies.with_names()[:HISTORY]),
        "may_enter": reaches(user, Permission.CASE_EDIT, row.region_path) and row.is_current,
    }


def ratings(row, user):
    """The stars, and to whoever sees matters how residents find the service with what was replied."""
    may_rate = reaches(user, Permission.RATING_EDIT, row.region_path) and row.is_current
    found = {"ratings": list(row.ratings.with_names()[:HISTORY]), "may_rate": may_rate}
    return found | satisfaction(row, user) if reaches(user, Permission.CASE_VIEW, row.region_path) else found


TABS = [
    Part("overview", _("Overview"), "", nothing),
    Part("members", _("Members"), "communities/organizations/members_tab.html", members),
    Part("reserve", _("Reserve"), "communities/record_page/reserve_panel.html", reserve_list, Permission.LEADER_LIST),
    Part(
        "support",
        _("Support"),
        "communities/support/organization_tab.html",
        organization_supports,
        Permission.SUPPORT_VIEW,
    ),
    Part(
        "oversight",
        _("Oversight"),
        "communities/oversight/organization_tab.html",
        oversight_tab,
        Permission.OVERSIGHT_VIEW,
    ),
    Part("filings", _("Filings"), "communities/filings/organization_tab.html", filings_tab, Permission.FILING_VIEW),
    Part(
        "activities",
        pgettext_lazy("menu", "Activities"),
        "communities/activities/organization_tab.html",
        organization_activities.tab,
        Permission.ACTIVITY_VIEW,
    ),
    Part(
        "incentives",
        _("Incentives"),
        "communities/record_page/incentives_tab.html",
        incentives,
        Permission.INCENTIVE_VIEW,
    ),
    Part(
        "ratings",
        pgettext_lazy("tab", "Ratings"),
        "communities/ratings/organization_tab.html",
        ratings,
        Permission.RATING_VIEW,
    ),
    Part("history", _("History"), "communities/record_page/history_tab.html", history),
]
PANELS = [
    Part(
        "filing",
        _("Progress of filing"),
        "communities/filings/organization_panel.html",
        progress,
        Permission.FILING_VIEW,
    ),
    Part("growth", _("Growth path"), "communities/filings/growth_panel.html", growth, Permission.FILING_VIEW),
    Part("purpose", _("What it does"), "communities/organizations/purpose_panel.html", nothing),
    Part(
        "support",
        _("Support"),
        "communities/support/organization_panel.html",
        organization_support,
        Permission.SUPPORT_VIEW,
    ),
    Part("leaders", _("Leaders"), "communities/record_page/leaders_panel.html", led_by, Permission.LEADER_LIST),
    Part(
        "activities",
        _("Recent activities"),
        "communities/activities/organization_panel.html",
        organization_activities.panel,
        Permission.ACTIVITY_VIEW,
    ),
    Part("members", _("Members by year"), "communities/organizations/members_panel.html", members, side="aside"),
    Part(
        "management",
        _("Management mode"),
        "communities/modes/organization_panel.html",
        management.panel,
        Permission.MANAGEMENT_VIEW,
        side="aside",
    ),
    Part(
        "inspections",
        _("Inspections"),
        "communities/oversight/organization_panel.html",
        inspections.panel,
        Permission.OVERSIGHT_VIEW,
        side="aside",
    ),
    Part(
        "end",
        _("End registration"),
        "communities/closings/end_panel.html",
        closings.panel,
        Permission.ORGANIZATION_EDIT,
        side="aside",
    ),
]
