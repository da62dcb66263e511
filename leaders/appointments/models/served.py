"""How long a post is held, in whole years by the day it began: the groups of the statistics and of their list."""

from datetime import date
from typing import Any

from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.terms import years_later

YEARS = (1, 3, 6)  # at which the next group begins
GROUPS = (_("Less than 1 year"), _("1 to 3 years"), _("3 to 6 years"), _("6 years and longer"))


def group_served() -> Case:
    """An expression: the number of the group, an index into GROUPS."""
    found = [When(started_on__gt=begun, then=group) for group, begun in enumerate(_begun())]
    return Case(*found, default=len(YEARS))


def served_for(group: int) -> Q:
    """The posts of one group."""
    begun = _begun()
    latest: Any = {} if group == 0 else {"started_on__lte": begun[group - 1]}
    earliest: Any = {} if group == len(YEARS) else {"started_on__gt": begun[group]}
    return Q(**latest, **earliest)


def _begun() -> list[date]:
    """[the day on which a post would have to begin to reach YEARS today]."""
    return [years_later(timezone.localdate(), -years) for years in YEARS]
