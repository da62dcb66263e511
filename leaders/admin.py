"""For superusers, as in communities.admin."""

from leaders.appointments import admin as appointments
from leaders.cases import admin as cases
from leaders.consents import admin as consents
from leaders.cultivation import admin as cultivation
from leaders.departures import admin as departures
from leaders.incentives import admin as incentives
from leaders.nominations import admin as nominations
from leaders.people import admin as people
from leaders.privacy import admin as privacy
from leaders.replies import admin as replies
from leaders.topics import admin as topics
from leaders.training import admin as training

__all__ = [
    "appointments",
    "cases",
    "consents",
    "cultivation",
    "departures",
    "incentives",
    "nominations",
    "people",
    "privacy",
    "replies",
    "topics",
    "training",
]
