"""When the end of a term is near: for every figure, list and line the same days."""

from datetime import timedelta

from django.db.models import Q

from leaders.people.models import Kind

# An owners' committee is elected, and an election takes months to arrange.
WARNING_DAYS = {Kind.ESTATE: 150, Kind.TEAM: 60, Kind.OPINION: 60, Kind.BUILDING: 60}


def ends_soon(today):
    """A condition on appointments: the term has not ended, and its end is near for its kind."""
    near = Q(pk__in=[])
    for kind, days in WARNING_DAYS.items():
        near |= Q(kind=kind, term_ends_on__lte=today + timedelta(days=days))
    return Q(term_ends_on__gte=today) & near
