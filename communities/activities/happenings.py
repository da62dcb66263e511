"""The calendar between two days: activities, and the days of weekly rules that no row stands for yet.

Four queries whatever the number of rows, and bounded: a calendar wider than the caps names a smaller place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.activities.models import Activity, ActivityRule, RuleChange
from communities.activities.models.times import start_of

RULES_CAP = 500
ROWS_CAP = 1000
# What a calendar shows of a rule; whole rows with their organizations cost a public page twice the time.
SHOWN_OF_A_RULE = (
    "region_path", "title", "place", "joining", "open_to_residents", "is_published", "organization__name",
    "region__name", "weekdays", "starts", "ends", "starts_on", "ends_on",
)  # fmt: skip


@dataclass(frozen=True)
class Happening:
    """`source` is the Activity, or the ActivityRule whose session of the day `on` this is."""

    source: object
    starts_at: datetime
    ends_at: datetime
    place: str
    state: str = Activity.State.PLANNED
    reason: str = ""
    on: object = None
    moved: bool = False
    may_edit: bool = False  # whether the reader may enter counts: set by the page that shows it

    @property
    def kind(self):
        return Activity.Kind.SESSION if self.on else self.source.kind

    @property
    def day(self):
        return timezone.localdate(self.starts_at)

    @property
    def is_over(self):
        return self.ends_at <= timezone.now()

    @property
    def tag(self):
        """(tone, words) of the state."""
        if not self.on:
            return self.source.tag
        if self.state == Activity.State.CANCELLED:
            return "mute", _("Called off")
        return ("warn", _("Not counted yet")) if self.is_over else ("info", _("Planned"))

    @property
    def work_url(self):
        """Where a worker reads about it: its own page, or its rule's."""
        return self.source.get_absolute_url()

    @property
    def count_url(self):
        """Where a worker enters the counts, or "" when there is nothing to enter."""
        if self.state != Activity.State.PLANNED or not self.is_over:
            return ""
        if self.on:
            return reverse("communities:activity-session-count", args=[self.source.pk, self.on.isoformat()])
        return reverse("communities:activity-count", args=[self.source.pk])


def between(first, last):
    """The condition “begins on one of these days” on a column starts_at."""
    return Q(starts_at__gte=start_of(first), starts_at__lt=start_of(last + timedelta(days=1)))


def happenings(first, last, *, activities, rules):
    """[Happening] that begin in first..last, in order of time; both querysets come scoped by the caller."""
    return in_order(first, last, rows_between(first, last, activities), rules_between(first, last, rules))


def rows_between(first, last, activities):
    return activities.filter(between(first, last)).with_names().order_by("starts_at", "id")[:ROWS_CAP]


def in_order(first, last, rows, rules):
    """[Happening] of the rows and rules that were read, in order of time."""
    found = [happening_of(row) for row in rows] + _sessions(first, last, list(rules))
    return sorted(found, key=lambda one: (one.starts_at, one.source.pk))


def happening_of(row):
    return Happening(row, row.starts_at, row.ends_at, row.place, row.state, row.cancel_reason)


def rules_between(first, last, rules):
    """Those of which a session lies between two days, with their changed days around there."""
    here = Q(on__range=(first, last)) | between(first, last)
    moved_in = RuleChange.objects.filter(between(first, last)).values("rule_id")
    wanted = rules.filter(Q(starts_on__lte=last) & (Q(ends_on=None) | Q(ends_on__gte=first)) | Q(pk__in=moved_in))
    wanted = wanted.with_names().only(*SHOWN_OF_A_RULE)
    changes = Prefetch("changes", queryset=RuleChange.objects.filter(here), to_attr="changes_here")
    return wanted.prefetch_related(changes).order_by("region_path", "id")[:RULES_CAP]


def sessions(first, last, rules):
    """[Happening] of rules between two days, without those an activity stands for."""
    return _sessions(first, last, list(rules_between(first, last, rules)))


def _sessions(first, last, rules):
    counted = counted_days(rules, first, last)
    return [one for rule in rules for one in sessions_of(rule, first, last, rule.changes_here, counted)]


def counted_days(rules, first, last):
    """{(rule's key, day)} that have become activities; a moved day lies outside first..last perhaps."""
    if not rules:
        return set()
    rows = Activity.objects.filter(rule__in=rules).filter(Q(rule_date__range=(first, last)) | between(first, last))
    return set(rows.values_list("rule_id", "rule_date"))


def sessions_of(rule, first, last, changes, counted=frozenset()):
    """[Happening] of one rule that begin in first..last; `changes` are its changed days around there."""
    changed = {change.on: change for change in changes}
    found = []
    for day in rule.days(first, last):
        if (rule.pk, day) in counted:
            continue
        change = changed.get(day)
        if change is None:
            found.append(Happening(rule, *rule.times_on(day), rule.place, on=day))
        elif not change.is_moved:
            times = rule.times_on(day)
            found.append(Happening(rule, *times, rule.place, Activity.State.CANCELLED, change.reason, day))
    for change in changes:
        stands = change.is_moved and rule.hits(change.on) and (rule.pk, change.on) not in counted
        if stands and first <= timezone.localdate(change.starts_at) <= last:
            place = change.place or rule.place
            found.append(Happening(rule, *change.times, place, reason=change.reason, on=change.on, moved=True))
    return found


def by_day(found):
    """[(day, [Happening])] of the days on which something happens, in order."""
    days = {}
    for one in found:
        days.setdefault(one.day, []).append(one)
    return sorted(days.items())


def permitted(user, permission):
    """{"activities", "rules"} a user reaches, for `happenings`."""
    return {
        "activities": Activity.objects.permitted(user, permission),
        "rules": ActivityRule.objects.permitted(user, permission),
    }
