"""The training tab of a leader's page."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.scope import reaches
from leaders.training.models import Enrolment, TrainingSession
from leaders.training.models.asked import asked_of
from leaders.training.models.lessons import LESSON
from registry.accounts.roles import Permission

YEARS, SHOWN = 5, 50


def training(row, user):
    """Hours of the last years against the minimum, and every session the person was enrolled in."""
    this_year = timezone.localdate().year
    years = {one.year: one for one in row.training_years.filter(year__gt=this_year - YEARS)}
    (asked, due), current = asked_of(row, this_year), years.get(this_year)
    minutes = current.minutes if current else 0
    sessions = row.enrolments.exclude(state=Enrolment.State.WITHDRAWN).select_related("session__region")
    sessions = list(sessions.order_by("session__newest_first", "id")[:SHOWN])
    seen = TrainingSession.objects.permitted(user, Permission.TRAINING_VIEW)
    elsewhere = list(row.outside_hours.standing().order_by("-year", "-id")[:SHOWN])
    return {
        "elsewhere": elsewhere,
        "proofs": [year for year in sorted(years, reverse=True) if years[year].minutes],
        "may_enter": reaches(user, Permission.TRAINING_EDIT, row.region_path),
        "points": [(year, as_number(years[year].minutes) if year in years else 0) for year in span(this_year)],
        "chart_label": _("Training hours by year"),
        "year": this_year,
        "current": current,
        "minutes": minutes,
        "asked": asked,
        "due": due,
        "behind": max(due - minutes, 0),
        "left": max(asked - minutes, 0),
        "share": min(round(100 * minutes / asked), 100) if asked else 100,
        "enrolments": sessions,
        "linked": set(seen.filter(pk__in=[one.session_id for one in sessions]).values_list("pk", flat=True)),
    }


def span(this_year):
    return range(this_year - YEARS + 1, this_year + 1)


def as_number(minutes):
    """学时 rounded down to one decimal, as a number for the chart."""
    tenths = minutes * 10 // LESSON
    return tenths // 10 if tenths % 10 == 0 else tenths / 10
