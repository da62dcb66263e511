from leaders.models.appointment import WARNING_DAYS, Appointment, Topic
from leaders.models.consent import Consent, ConsentText
from leaders.models.enrolment import Attendance, Enrolment
from leaders.models.leader import Expertise, Kind, Leader, LeaderToken, Stage
from leaders.models.training import ContentArea, TrainingSession
from leaders.models.training_feedback import FeedbackTry, TrainingFeedback
from leaders.models.training_year import TrainingYear

__all__ = [
    "WARNING_DAYS",
    "Appointment",
    "Attendance",
    "Consent",
    "ConsentText",
    "ContentArea",
    "Enrolment",
    "Expertise",
    "FeedbackTry",
    "Kind",
    "Leader",
    "LeaderToken",
    "Stage",
    "Topic",
    "TrainingFeedback",
    "TrainingSession",
    "TrainingYear",
]
