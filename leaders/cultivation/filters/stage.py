import django_filters as filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.regions.filters import FilterInReach, RegionFilter
from leaders.cultivation.models import StageStep
from leaders.people.models import Leader
from registry.accounts.roles import Permission


class StageFilter(FilterInReach):
    """What narrows the board of stages."""

    region = RegionFilter(Permission.LEADER_LIST, label=_("Region"))
    step = filters.ChoiceFilter(
        method="filter_step",
        label=_("Next step"),
        empty_label=_("All next steps"),
        choices=[
            ("late", _("Overdue")),
            ("none", _("None arranged")),
            ("alone", _("Without a mentor")),
        ],
    )

    class Meta:
        model = Leader
        fields = []

    def filter_step(self, queryset, _name, step):
        newest = StageStep.objects.newest().filter(leader=OuterRef("pk"))
        if step == "late":
            return queryset.filter(Exists(newest.filter(next_step_due__lt=timezone.localdate())))
        if step == "none":
            return queryset.exclude(Exists(newest.exclude(next_step="")))
        return queryset.exclude(Exists(newest.filter(Q(mentor__isnull=False) | Q(mentor_user__isnull=False))))
