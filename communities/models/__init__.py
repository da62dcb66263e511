from communities.models.activity import Activity
from communities.models.activity_photo import ActivityPhoto
from communities.models.activity_rule import ActivityRule, RuleChange
from communities.models.document import Document
from communities.models.moves import Moving
from communities.models.organization import (
    Category,
    MemberCount,
    NationalClass,
    Organization,
    OrganizationToken,
)
from communities.models.posting import Posting
from communities.models.region import Level, Region
from communities.models.rule import Rule, RuleName, rule

__all__ = [
    "Activity",
    "ActivityPhoto",
    "ActivityRule",
    "Category",
    "Document",
    "Level",
    "MemberCount",
    "Moving",
    "NationalClass",
    "Organization",
    "OrganizationToken",
    "Posting",
    "Region",
    "Rule",
    "RuleChange",
    "RuleName",
    "rule",
]
