"""For Django alone: a module imports the room it needs by name."""

from communities.activities import models as activities
from communities.centers import models as centers
from communities.closings import models as closings
from communities.documents import models as documents
from communities.filings import models as filings
from communities.merging import models as merging
from communities.modes import models as modes
from communities.notices import models as notices
from communities.organizations import models as organizations
from communities.oversight import models as oversight
from communities.postings import models as postings
from communities.ratings import models as ratings
from communities.records import throttle as records
from communities.regions import models as regions
from communities.satisfaction import models as satisfaction
from communities.settings_of_street import models as settings_of_street
from communities.support import models as support
from communities.venues import models as venues

__all__ = [
    "activities",
    "centers",
    "closings",
    "documents",
    "filings",
    "merging",
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
