from communities.models.organization import (
    Category,
    MemberCount,
    NationalClass,
    Organization,
    OrganizationToken,
)
from communities.models.posting import Posting
from communities.models.region import Level, Region

__all__ = [
    "Category",
    "Level",
    "MemberCount",
    "NationalClass",
    "Organization",
    "OrganizationToken",
    "Posting",
    "Region",
]
