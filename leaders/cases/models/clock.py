"""The clock of a matter: which day each step is due, in working days and by the street's own numbers."""

from communities.settings_of_street.models import RuleName, rules_for
from communities.workdays import add_workdays, workdays_between

STEPS = {
    "acknowledge_by": RuleName.CASE_ACKNOWLEDGE,
    "reply_by": RuleName.CASE_REPLY,
    "close_by": RuleName.CASE_CLOSE,
}


def due_days(region_path, day):
    """{"acknowledge_by", "reply_by", "close_by"}: the last day of each step of a matter that came on `day`."""
    numbers = rules_for(region_path, on=day)
    return {name: add_workdays(day, numbers[number]) for name, number in STEPS.items()}


def workdays_taken(first, last):
    """How many working days lay between; 0 on the same day."""
    return max(workdays_between(first, last) - 1, 0)
