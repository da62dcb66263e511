from django.utils.translation import gettext_lazy as _

from communities.assessments.models import Assessment
from communities.regions.filters import FilterInReach, RegionFilter
from registry.accounts.roles import Permission


class AssessmentFilter(FilterInReach):
    region = RegionFilter(Permission.ASSESSMENT_VIEW, label=_("Region"))

    class Meta:
        model = Assessment
        fields = []
