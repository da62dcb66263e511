from leaders.appointments.models.appointment import WARNING_DAYS, Appointment
from leaders.appointments.models.needs import Topic, usual_end

__all__ = ["Appointment", "Topic", "WARNING_DAYS", "usual_end"]
