from leaders.appointments.models.appointment import Appointment
from leaders.appointments.models.needs import Topic, usual_end

__all__ = ["Appointment", "Topic", "usual_end"]
