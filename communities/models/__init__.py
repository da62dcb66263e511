from communities.models.document import Document
from communities.models.moves import Moving
from communities.models.notice import Notice, OnNotice
from communities.models.opinion import Opinion
from communities.models.organization import (
    Category,
    MemberCount,
    NationalClass,
    Organization,
    OrganizationToken,
)
from communities.models.posting import Posting
from communities.models.rating import StarRating
from communities.models.rating_scheme import Indicator, RatingScheme, Score
from communities.models.region import Level, Region
from communities.models.rule import Rule, RuleName, rule
from communities.models.satisfaction import SatisfactionAnswer
from communities.models.throttle import SendingCount

__all__ = [
    "Category",
    "Document",
    "Indicator",
    "Level",
    "MemberCount",
    "Moving",
    "NationalClass",
    "Notice",
    "OnNotice",
    "Opinion",
    "Organization",
    "OrganizationToken",
    "Posting",
    "RatingScheme",
    "Region",
    "Rule",
    "RuleName",
    "SatisfactionAnswer",
    "Score",
    "SendingCount",
    "StarRating",
    "rule",
]
