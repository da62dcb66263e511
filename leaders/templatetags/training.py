"""Minutes as people count them: 学时 of 45 minutes."""

from django import template

from leaders.training.models.lessons import hours, hours_missing

register = template.Library()
register.filter("hours", hours)
register.filter("hours_missing", hours_missing)
