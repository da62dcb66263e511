from communities.models.document import Document
from communities.models.eligibility import FilingCase
from communities.models.filing import Filing
from communities.models.filing_number import FilingCounter
from communities.models.filing_reading import Shown, shown_as
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
from communities.models.yearly_report import YearlyReport

__all__ = [
    "Category",
    "Document",
    "Filing",
    "FilingCase",
    "FilingCounter",
    "Level",
    "MemberCount",
    "Moving",
    "NationalClass",
    "Organization",
    "OrganizationToken",
    "Posting",
    "Region",
    "Rule",
    "RuleName",
    "Shown",
    "YearlyReport",
    "rule",
    "shown_as",
]
