"""The page of one organization, composed of what each subject tells of it."""

from django.views.generic import DetailView

from communities.centers.models import with_center
from communities.closings.views import with_closing
from communities.merging.views import LeadsOn
from communities.organizations.models import MemberCount, Organization
from communities.oversight.views.authorities import standing_of
from communities.pages.base import FoundMixin
from communities.pages.tabs import TabbedDetail
from communities.record_page.parts import PANELS, TABS
from communities.scope import reaches_row
from registry.accounts.roles import Permission
from registry.upkeep.written import Given, ask


def _counts():
    return MemberCount.objects.filter(organization=Given("organization"))[:10]


def _posts():
    posts = Organization._meta.get_field("appointments").related_model.objects
    posts = posts.filter(organization=Given("organization"), state__in=["current", "pending"])
    return posts.select_related("leader", "organization", "succession_plan").order_by("started_on")


class OrganizationDetail(LeadsOn, TabbedDetail, FoundMixin, DetailView):
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
        row.counts = ask("members of an organization", _counts, organization=row.pk)
        row.posts = ask("posts of an organization", _posts, organization=row.pk)
        context = {
            "members": row.counts,
            "head": next((post for post in row.posts if post.state == "current"), None),
            "sees_people": reaches_row(user, Permission.LEADER_VIEW, row),
            "standing": standing_of(row),
            "may_edit": reaches_row(user, Permission.ORGANIZATION_EDIT, row) and row.is_current,
        }
        return super().get_context_data(**kwargs) | context | self.tabbed(row)
