from communities.filters.activity import ActivityFilter, ActivityRuleFilter
from communities.filters.filing import FilingFilter, OwedFilter, ReportFilter
from communities.filters.organization import OrganizationFilter
from communities.filters.region import RegionFilter, chosen_spans

__all__ = [
    "ActivityFilter",
    "ActivityRuleFilter",
    "FilingFilter",
    "OrganizationFilter",
    "OwedFilter",
    "RegionFilter",
    "ReportFilter",
    "chosen_spans",
]
