"""The page of one organization, composed of what each subject tells of it."""

from django.views.generic import DetailView

from communities.centers.models import with_center
from communities.closings.views import with_closing
from communities.merging.views import LeadsOn
from communities.organizations.models import Organization
from communities.oversight.views.authorities import standing_of
from communities.pages.base import ScopedMixin
from communities.pages.tabs import TabbedDetail
from communities.record_page.parts import PANELS, TABS
from communities.scope import reaches_row
from registry.accounts.roles import Permission


class OrganizationDetail(LeadsOn, TabbedDetail, ScopedMixin, DetailView):
    """One organization; its tabs and sheets are listed in `organization_parts`."""

    model = Organization
    merged_as = "organization"
    permission = Permission.ORGANIZATION_VIEW
    template_name = "communities/record_page/organization_detail.html"
    parts, panels = TABS, PANELS

    def get_queryset(self):
        rows = super().get_queryset().select_related("region__parent", "category__parent", "created_by")
        return with_closing(with_center(rows))

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        row.counts = list(row.member_counts.all()[:10])
        posts = row.appointments.filter(state__in=["current", "pending"]).select_related(
            "leader", "organization", "succession_plan"
        )
        row.posts = list(posts.order_by("started_on"))
        context = {
            "members": row.counts,
            "head": next((post for post in row.posts if post.state == "current"), None),
            "sees_people": reaches_row(user, Permission.LEADER_VIEW, row),
            "standing": standing_of(row),
            "may_edit": reaches_row(user, Permission.ORGANIZATION_EDIT, row) and row.is_current,
        }
        return super().get_context_data(**kwargs) | context | self.tabbed(row)
