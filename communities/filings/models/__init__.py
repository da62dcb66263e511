from communities.filings.models.eligibility import FilingCase
from communities.filings.models.filing import Filing
from communities.filings.models.number import FilingCounter
from communities.filings.models.reading import Shown, shown_as
from communities.filings.models.report import YearlyReport

__all__ = ["Filing", "FilingCase", "FilingCounter", "Shown", "YearlyReport", "shown_as"]
