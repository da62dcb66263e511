from communities.filters.activity import ActivityFilter, ActivityRuleFilter
from communities.filters.filing import FilingFilter, OwedFilter, ReportFilter
from communities.filters.notice import NoticeFilter, RatingFilter
from communities.filters.organization import OrganizationFilter
from communities.filters.region import RegionFilter, chosen_spans

__all__ = [
    "ActivityFilter",
    "ActivityRuleFilter",
    "FilingFilter",
    "NoticeFilter",
    "OrganizationFilter",
    "OwedFilter",
    "RatingFilter",
    "RegionFilter",
    "ReportFilter",
    "chosen_spans",
]
