"""The subjects of the register, once. Their order is that of the menu's lines and of the filters of the queue.

Each module may declare DUE, DATED, WAITING, SENTENCES, MENU, LISTS (what lists that are not in the menu are called in
the crumbs of their pages) and DAILY; what it leaves out it has none of.
"""

from typing import Any

from communities.activities import desk as activities
from communities.centers import desk as centers
from communities.closings import desk as closings
from communities.documents import desk as documents
from communities.filings import desk as filings
from communities.merging import desk as merging
from communities.modes import desk as modes
from communities.notices import desk as notices
from communities.organizations import desk as organizations
from communities.oversight import desk as oversight
from communities.postings import desk as postings
from communities.ratings import desk as ratings
from communities.regions import desk as regions
from communities.settings_of_street import desk as settings_of_street
from communities.support import desk as support
from communities.venues import desk as venues
from leaders.appointments import desk as appointments
from leaders.cases import desk as cases
from leaders.conduct import desk as conduct
from leaders.consents import desk as consents
from leaders.cultivation import desk as cultivation
from leaders.departures import desk as departures
from leaders.imports import desk as imports
from leaders.incentives import desk as incentives
from leaders.nominations import desk as nominations
from leaders.people import desk as people
from leaders.privacy import desk as privacy
from leaders.replies import desk as replies
from leaders.topics import desk as topics
from leaders.training import desk as training

SUBJECTS = [
    people, organizations, merging, appointments, consents, filings, cultivation, nominations, training, incentives,
    notices, cases, replies, topics, support, venues, activities, ratings, modes, closings, centers, oversight,
    documents, regions, postings, imports, settings_of_street, conduct, departures,
    privacy,
]  # fmt: skip


def declared(name: str) -> list[Any]:
    """What all subjects declare under `name`, in their order."""
    return [entry for subject in SUBJECTS for entry in getattr(subject, name, [])]


SENTENCES = {verb: text for subject in SUBJECTS for verb, text in getattr(subject, "SENTENCES", {}).items()}
