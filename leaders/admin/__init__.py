"""For superusers. Telephone numbers are shown masked and found by nothing; states move by actions."""

from leaders.admin import people, training

__all__ = ["people", "training"]
