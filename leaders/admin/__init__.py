"""For superusers. Telephone numbers are shown masked and found by nothing; states move by actions."""

from leaders.admin import cultivation, incentives, people, training

__all__ = ["cultivation", "incentives", "people", "training"]
