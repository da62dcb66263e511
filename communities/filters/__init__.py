from communities.filters.organization import OrganizationFilter
from communities.filters.region import RegionFilter, chosen_spans

__all__ = ["OrganizationFilter", "RegionFilter", "chosen_spans"]
