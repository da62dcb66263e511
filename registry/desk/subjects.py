"""The subjects of the register, once. Their order is that of the menu's lines and of the filters of the queue.

Each module may declare DUE, DATED, WAITING, SENTENCES, MENU, LISTS (what lists that are not in the menu are called in
the crumbs of their pages), DAILY and CHECKED (lines of the yearly self-audit); what it leaves out it has none of.
"""

from importlib import import_module
from typing import Any

ROOMS = (
    "leaders.people",
    "communities.organizations",
    "communities.merging",
    "leaders.appointments",
    "leaders.consents",
    "communities.filings",
    "leaders.cultivation",
    "leaders.nominations",
    "leaders.training",
    "leaders.incentives",
    "communities.notices",
    "leaders.cases",
    "leaders.replies",
    "leaders.topics",
    "communities.support",
    "communities.venues",
    "communities.activities",
    "communities.ratings",
    "communities.modes",
    "communities.closings",
    "communities.centers",
    "communities.oversight",
    "communities.documents",
    "communities.regions",
    "communities.postings",
    "leaders.imports",
    "communities.settings_of_street",
    "communities.assessments",
    "leaders.conduct",
    "leaders.departures",
    "leaders.privacy",
)
SUBJECTS = [import_module(f"{room}.desk") for room in ROOMS]


def declared(name: str) -> list[Any]:
    """What all subjects declare under `name`, in their order."""
    return [entry for subject in SUBJECTS for entry in getattr(subject, name, [])]


SENTENCES = {verb: text for subject in SUBJECTS for verb, text in getattr(subject, "SENTENCES", {}).items()}
