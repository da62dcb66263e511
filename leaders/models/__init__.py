from leaders.models.appointment import WARNING_DAYS, Appointment, Topic
from leaders.models.certificate import CertificateCounter
from leaders.models.consent import Consent, ConsentText
from leaders.models.incentive import Incentive
from leaders.models.leader import Expertise, Kind, Leader, LeaderToken, Stage

__all__ = [
    "WARNING_DAYS",
    "Appointment",
    "CertificateCounter",
    "Consent",
    "ConsentText",
    "Expertise",
    "Incentive",
    "Kind",
    "Leader",
    "LeaderToken",
    "Stage",
    "Topic",
]
