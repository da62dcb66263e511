from leaders.models.appointment import WARNING_DAYS, Appointment, Topic
from leaders.models.consent import Consent, ConsentText
from leaders.models.leader import Expertise, Kind, Leader, LeaderToken, Stage

__all__ = [
    "WARNING_DAYS",
    "Appointment",
    "Consent",
    "ConsentText",
    "Expertise",
    "Kind",
    "Leader",
    "LeaderToken",
    "Stage",
    "Topic",
]
