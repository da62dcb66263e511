from communities.filters.organization import OrganizationFilter
from communities.filters.region import RegionFilter

__all__ = ["OrganizationFilter", "RegionFilter"]
