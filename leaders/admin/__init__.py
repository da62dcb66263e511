"""For superusers. Telephone numbers are shown masked and found by nothing; states move by actions."""

from leaders.admin import people

__all__ = ["people"]
