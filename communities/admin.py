"""For superusers. Nothing here writes around a verb; what has a state is moved by actions."""

from communities.activities import admin as activities
from communities.centers import admin as centers
from communities.closings import admin as closings
from communities.documents import admin as documents
from communities.filings import admin as filings
from communities.modes import admin as modes
from communities.notices import admin as notices
from communities.organizations import admin as organizations
from communities.oversight import admin as oversight
from communities.postings import admin as postings
from communities.ratings import admin as ratings
from communities.records import admin as records
from communities.regions import admin as regions
from communities.satisfaction import admin as satisfaction
from communities.settings_of_street import admin as settings_of_street
from communities.support import admin as support
from communities.venues import admin as venues

__all__ = [
    "activities",
    "centers",
    "closings",
    "documents",
    "filings",
    "modes",
    "notices",
    "organizations",
    "oversight",
    "postings",
    "ratings",
    "records",
    "regions",
    "satisfaction",
    "settings_of_street",
    "support",
    "venues",
]
