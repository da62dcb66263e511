from leaders.models.appointment import WARNING_DAYS, Appointment
from leaders.models.certificate import CertificateCounter
from leaders.models.consent import Consent, ConsentText
from leaders.models.enrolment import Attendance, Enrolment
from leaders.models.incentive import Incentive
from leaders.models.leader import Expertise, Kind, Leader, LeaderToken, Stage
from leaders.models.needs import Topic
from leaders.models.nomination import Nomination
from leaders.models.public_post import PublicPost
from leaders.models.reserve import ReservePlace
from leaders.models.stage import StageStep
from leaders.models.succession import SuccessionCandidate, SuccessionPlan
from leaders.models.training import ContentArea, TrainingSession
from leaders.models.training_feedback import FeedbackTry, TrainingFeedback
from leaders.models.training_year import TrainingYear

__all__ = [
    "WARNING_DAYS",
    "Appointment",
    "Attendance",
    "CertificateCounter",
    "Consent",
    "ConsentText",
    "ContentArea",
    "Enrolment",
    "Expertise",
    "FeedbackTry",
    "Incentive",
    "Kind",
    "Leader",
    "LeaderToken",
    "Nomination",
    "PublicPost",
    "ReservePlace",
    "Stage",
    "StageStep",
    "SuccessionCandidate",
    "SuccessionPlan",
    "Topic",
    "TrainingFeedback",
    "TrainingSession",
    "TrainingYear",
]
