from communities.filters.notice import NoticeFilter, RatingFilter
from communities.filters.organization import OrganizationFilter
from communities.filters.region import RegionFilter

__all__ = ["NoticeFilter", "OrganizationFilter", "RatingFilter", "RegionFilter"]
