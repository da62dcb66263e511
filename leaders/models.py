"""For Django alone: a module imports the room it needs by name."""

from leaders.appointments import models as appointments
from leaders.cases import models as cases
from leaders.conduct import models as conduct
from leaders.consents import models as consents
from leaders.cultivation import models as cultivation
from leaders.departures import models as departures
from leaders.imports import models as imports
from leaders.incentives import models as incentives
from leaders.nominations import models as nominations
from leaders.people import models as people
from leaders.privacy import models as privacy
from leaders.replies import models as replies
from leaders.topics import models as topics
from leaders.training import models as training

__all__ = [
    "appointments", "cases", "conduct", "consents", "cultivation", "departures", "imports", "incentives",
    "nominations", "people", "privacy", "replies", "topics", "training",
]  # fmt: skip
