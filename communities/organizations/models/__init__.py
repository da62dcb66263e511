from communities.organizations.models.organization import (
    PUBLISHED,
    Category,
    MemberCount,
    NationalClass,
    Organization,
    OrganizationToken,
)

__all__ = ["PUBLISHED", "Category", "MemberCount", "NationalClass", "Organization", "OrganizationToken"]
