from communities.organizations.models.organization import (
    Category,
    MemberCount,
    NationalClass,
    Organization,
    OrganizationToken,
)

__all__ = ["Category", "MemberCount", "NationalClass", "Organization", "OrganizationToken"]
