from communities.filters.activity import ActivityFilter, ActivityRuleFilter
from communities.filters.organization import OrganizationFilter
from communities.filters.region import RegionFilter

__all__ = ["ActivityFilter", "ActivityRuleFilter", "OrganizationFilter", "RegionFilter"]
