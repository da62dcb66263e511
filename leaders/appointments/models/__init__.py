from leaders.appointments.models.appointment import WARNING_DAYS, Appointment
from leaders.appointments.models.needs import Topic

__all__ = ["Appointment", "Topic", "WARNING_DAYS"]
