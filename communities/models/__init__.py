from communities.models.activity import Activity
from communities.models.activity_photo import ActivityPhoto
from communities.models.activity_rule import ActivityRule, RuleChange
from communities.models.authority import AuthorityDecision
from communities.models.document import Document
from communities.models.eligibility import FilingCase
from communities.models.filing import Filing
from communities.models.filing_number import FilingCounter
from communities.models.filing_reading import Shown, shown_as
from communities.models.management import ManagementDecision
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
from communities.models.oversight import Inspection
from communities.models.posting import Posting
from communities.models.rating import StarRating
from communities.models.rating_scheme import Indicator, RatingScheme, Score
from communities.models.region import Level, Region
from communities.models.rule import Rule, RuleName, rule
from communities.models.satisfaction import SatisfactionAnswer
from communities.models.service_center import Hosting, ServiceCenter, ServiceRecord
from communities.models.support import Support, SupportEntry
from communities.models.throttle import SendingCount
from communities.models.venue import Venue, VenueSlot, Weekday
from communities.models.yearly_report import YearlyReport

__all__ = [
    "AuthorityDecision",
    "Activity",
    "ActivityPhoto",
    "ActivityRule",
    "Category",
    "Document",
    "Hosting",
    "Inspection",
    "Filing",
    "FilingCase",
    "FilingCounter",
    "Indicator",
    "Level",
    "ManagementDecision",
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
    "Support",
    "SupportEntry",
    "Venue",
    "VenueSlot",
    "Weekday",
    "Rule",
    "RuleChange",
    "RuleName",
    "ServiceCenter",
    "ServiceRecord",
    "Shown",
    "YearlyReport",
    "SatisfactionAnswer",
    "Score",
    "SendingCount",
    "StarRating",
    "rule",
    "shown_as",
]
