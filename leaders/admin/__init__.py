"""For superusers. Telephone numbers are shown masked and found by nothing; states move by actions."""

from leaders.admin import incentives, people

__all__ = ["incentives", "people"]
