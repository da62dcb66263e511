from leaders.training.models.enrolment import Attendance, Enrolment
from leaders.training.models.feedback import TrainingFeedback
from leaders.training.models.outside import OutsideHours
from leaders.training.models.session import ContentArea, TrainingSession
from leaders.training.models.year import TrainingYear

__all__ = [
    "Attendance",
    "ContentArea",
    "Enrolment",
    "OutsideHours",
    "TrainingFeedback",
    "TrainingSession",
    "TrainingYear",
]
