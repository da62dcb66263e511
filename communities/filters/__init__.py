from communities.filters.filing import FilingFilter, OwedFilter, ReportFilter
from communities.filters.organization import OrganizationFilter
from communities.filters.region import RegionFilter, chosen_spans

__all__ = ["FilingFilter", "OrganizationFilter", "OwedFilter", "RegionFilter", "ReportFilter", "chosen_spans"]
