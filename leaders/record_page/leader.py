"""The page of one person and its printed form."""

from collections import Counter

from django.utils import timezone
from django.views.generic import DetailView

from communities.merging.views import LeadsOn
from communities.pages.base import FoundMixin
from communities.pages.tabs import TabbedDetail
from communities.scope import reaches_row
from leaders.appointments.models import Appointment
from leaders.departures.views import panel as departure_of
from leaders.departures.views import with_departure
from leaders.people.models import Leader
from leaders.record_page.parts import PANELS, TABS, consents
from leaders.record_page.whole import whole, with_figures
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.upkeep.written import Given, ask


def _posts():
    return Appointment.objects.filter(leader=Given("leader")).with_names().select_related("submitted_by")


def alike(posts):
    """[(kind, tone, state, how many)]: twelve groups led in the same state are one line of the head."""
    states = ((post.kind, post.tag[0], str(post.tag[1])) for post in posts)
    return [(*state, times) for state, times in Counter(states).items()]


class LeaderDetail(LeadsOn, TabbedDetail, FoundMixin, DetailView):
    """One person's whole record, in the parts of `leader_parts`. Each look is written to the read log."""

    model = Leader
    merged_as = "leader"
    permission = Permission.LEADER_VIEW
    template_name = "leaders/record_page/leader_detail.html"
    parts, panels = TABS, PANELS

    def get_queryset(self):
        rows = with_departure(super().get_queryset().with_stage_story())
        rows = rows.select_related("region__parent", "created_by")
        return rows.select_related("newest_step__mentor", "newest_step__mentor_user")

    def get_context_data(self, **kwargs):
        leader, user = self.object, self.request.user
        record_read("leader.view", leader, by=user)
        leader.posts = posts = ask("posts of a person", _posts, leader=leader.pk)
        current = [row for row in posts if row.state == Appointment.State.CURRENT]
        context = {
            "appointments": posts,
            "pending": [row for row in posts if row.state == Appointment.State.PENDING],
            "current": current,
            "held": alike(current),
            "departure": departure_of(leader, user)["departure"],
            "may_edit": leader.erased_on is None and reaches_row(user, Permission.LEADER_EDIT, leader),
            "may_reveal": leader.erased_on is None and reaches_row(user, Permission.LEADER_REVEAL, leader),
        }
        return super().get_context_data(**kwargs) | context | self.parts_of(leader)

    def parts_of(self, leader):
        return self.tabbed(leader)


class LeaderPrint(LeaderDetail):
    template_name = "leaders/record_page/leader_print.html"

    def get_queryset(self):
        return with_figures(super().get_queryset())

    def parts_of(self, leader):
        return (
            {
                "expertise": list(leader.expertise.all()),
                "steps": list(leader.stage_steps.with_mentors().order_by("on", "id")),
                "today": timezone.localdate(),
            }
            | consents(leader, self.request.user)
            | whole(leader, self.request.user)
        )
