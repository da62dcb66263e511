"""How somebody stands in the roll of a session, and what is credited for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from leaders.training.models.lessons import LESSON


class Attendance(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Came late")
    LEAVE = "leave", _("On leave")
    ABSENT = "absent", _("Absent")


def usual_minutes(attendance, length):
    """Present: all. Late: one 学时 less, but at least half. Otherwise none."""
    if attendance == Attendance.PRESENT:
        return length
    return max(length - LESSON, length // 2) if attendance == Attendance.LATE else 0
