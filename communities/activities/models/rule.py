"""Weekly sessions: the rule is kept, its days are computed, and only what differs or is counted becomes a row."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.activities.models.announced import Announced, AnnouncedQuerySet
from communities.activities.models.times import start_of, uses_between
from communities.records.endings import Ending
from communities.text.fields import DayField, FreeCharField
from communities.venues.occupancy import Use, minutes
from registry.audit.log import differences, record, snapshot
from registry.ui.days import WEEKDAYS, listed
from registry.ui.signs import comma
from registry.upkeep.constraints import Check

# What fixes the days: not to be changed once they have begun, or days already held would lose their rule.
TIMES = ("weekdays", "starts", "ends", "starts_on")


def weekday_sets():
    """Every choice of weekdays as (bits, “Tue, Thu”); Monday is bit 0."""
    return [(bits, listed(WEEKDAYS[day] for day in days_of(bits))) for bits in range(1, 128)]


def days_of(bits):
    return [day for day in range(7) if bits >> day & 1]


class ActivityRuleQuerySet(AnnouncedQuerySet):
    def current(self):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))

    def ended(self):
        return self.filter(ends_on__lt=timezone.localdate())


class ActivityRule(Announced):
    on_closing = Ending(
        _("Weekly sessions"), _("take place no longer"),
        lambda: Q(ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())),
    )  # fmt: skip
    noun = "activity_rule"
    revised = (
        "organization", "title", "description", "place", "venue", "joining", "open_to_residents", "ends_on", *TIMES,
    )  # fmt: skip

    weekdays = models.PositiveSmallIntegerField(_("weekdays"), choices=weekday_sets)
    starts = models.TimeField(_("from (hour)"))
    ends = models.TimeField(_("until (hour)"))
    starts_on = DayField(_("first day"))
    ends_on = DayField(_("last day"), null=True, blank=True)
    end_note = FreeCharField(_("why it ended"), max_length=100, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("ended by"),
    )

    objects = ActivityRuleQuerySet.as_manager()
    unlogged_fields = ("version", "created_at", "created_by", "ended_at", "ended_by")

    class Meta:
        verbose_name = _("weekly rule")
        verbose_name_plural = _("weekly rules")
        default_related_name = "activity_rules"
        constraints = [
            Check(name="activity_rule_has_weekdays", condition=Q(weekdays__gte=1, weekdays__lte=127)),
            Check(
                name="activity_rule_ends_after_it_begins",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            # A rule that is ended before its first day never takes place.
            Check(
                name="activity_rule_last_day_after_first",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")) | Q(ended_at__isnull=False),
                violation_error_message=_("The last day lies before the first."),
            ),
            Check(
                name="activity_rule_ended_iff_signed",
                condition=Q(ended_at=None, ended_by=None, end_note="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False, ends_on__isnull=False) & ~Q(end_note="")),
            ),
        ]
        indexes = [models.Index(name="activity_rule_in_place", fields=["region_path", "id"])]

    def get_absolute_url(self):
        return reverse("communities:activity-rule-detail", args=[self.pk])

    @property
    def is_current(self):
        return self.ends_on is None or self.ends_on >= timezone.localdate()

    @property
    def has_begun(self):
        return self.starts_on <= timezone.localdate()

    def hits(self, day):
        """True when the rule itself names this day, whatever was changed about it."""
        inside = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return inside and bool(self.weekdays >> day.weekday() & 1)

    def days(self, first, last):
        """The days the rule names between two days, both included."""
        first = max(first, self.starts_on)
        last = min(last, self.ends_on) if self.ends_on else last
        span = range(max((last - first).days + 1, 0))
        return [day for step in span if self.hits(day := first + timedelta(days=step))]

    def times_on(self, day):
        """(begins, ends) of that day's session as the rule has it."""
        zone = timezone.get_default_timezone()
        return datetime.combine(day, self.starts, tzinfo=zone), datetime.combine(day, self.ends, tzinfo=zone)

    @staticmethod
    def room_uses(rows, first):
        """The weekly hours without the changed days, and the hours of the days that were moved within the room."""
        moved = RuleChange.objects.filter(ends_at__gte=start_of(first)).values("rule_id")
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=first) | Q(pk__in=moved))
        changes = models.Prefetch("changes", to_attr="changed_days")
        found = []
        for rule in rows.with_names().prefetch_related(changes):
            found += [use for use in rule.uses_with(rule.changed_days) if use.last is None or use.last >= first]
        return found

    @property
    def own_uses(self):
        return self.uses_with(list(self.changes.all()) if self.pk else [])

    def uses_with(self, changes):
        """[Use] of a room: one each weekday, and one of each day that was moved and stays in the room."""
        without = frozenset(change.on for change in changes)
        found = []
        if self.ends_on is None or self.ends_on >= self.starts_on:
            hours = minutes(self.starts), minutes(self.ends)
            days = days_of(self.weekdays)
            found = [Use(self, day, *hours, self.starts_on, self.ends_on, without) for day in days]
        for change in changes:
            if change.is_moved and not change.place and self.hits(change.on):
                found += uses_between(self, *change.times)
        return found

    @transaction.atomic
    def enter(self, *, by):
        self._enter(by=by)

    @transaction.atomic
    def change(self, *, on, by, reason, starts_at=None, ends_at=None, place=""):
        """Skip one day, or move it to another time; a second change of the day replaces the first."""
        locked = self._lock()
        if starts_at and not (ends_at and ends_at > starts_at):
            raise ValidationError({"finishes": _("The end lies before the beginning.")}, code="times")
        if not locked.hits(on):
            raise ValidationError({"on": _("The rule names no session on this day.")}, code="no_session")
        if locked.activities.filter(rule_date=on).exists():
            raise ValidationError({"on": _("This day is counted already.")}, code="counted")
        values = {"starts_at": starts_at, "ends_at": ends_at, "place": place if starts_at else ""}
        values |= {"reason": reason, "entered_by": by}
        changed, _new = locked.changes.update_or_create(on=on, defaults=values)
        if changed.is_moved and not changed.place:
            locked.take_again(uses_between(locked, starts_at, ends_at))
        self._lift(locked)
        verb = "activity_rule.move" if changed.is_moved else "activity_rule.skip"
        record(verb, locked, by=by, note=f"{changed.days_text}{comma()}{reason}")
        return changed

    @transaction.atomic
    def restore(self, *, on, by):
        """Take a change back: the session takes place as the rule has it."""
        locked = self._lock()
        if locked.activities.filter(rule_date=on).exists():
            raise ValidationError(_("This day is counted already."), code="counted")
        if not locked.changes.filter(on=on).delete()[0]:
            raise ValidationError(_("Nothing is changed on this day any more."), code="stale")
        locked.take_again([Use(locked, on.weekday(), minutes(locked.starts), minutes(locked.ends), on, on)])
        self._lift(locked)
        record("activity_rule.restore", locked, by=by, note=str(on))

    def take_again(self, uses):
        """Take the room, if it has one, at other hours than the weekly ones."""
        if self.venue_id:
            self.venue.take(self, uses)

    @transaction.atomic
    def end(self, *, by, last_day, note):
        """No sessions after `last_day`; what was held stays."""
        locked = self._lock()
        if locked.ended_at is not None or not locked.is_current:
            raise ValidationError(_("This weekly rule has ended already."), code="stale")
        if locked.activities.filter(rule_date__gt=last_day).exists():
            raise ValidationError({"last_day": _("A later session is counted already.")}, code="counted")
        if locked.ends_on and last_day > locked.ends_on:
            raise ValidationError({"last_day": _("The rule ends before that day anyhow.")}, code="later")
        before = snapshot(locked)
        locked.ends_on, locked.end_note = last_day, note
        locked.ended_at, locked.ended_by = timezone.now(), by
        locked.version += 1
        locked.save(update_fields=["ends_on", "end_note", "ended_at", "ended_by", "version"])
        self.refresh_from_db()
        record("activity_rule.end", locked, by=by, changes=differences(before, locked), note=note)

    def let_go(self, *, by, note):
        """Its organization is closed: no session from today on, unless today's is counted already."""
        today = timezone.localdate()
        is_counted = self.activities.filter(rule_date=today).exists()
        self.end(by=by, last_day=today if is_counted else today - timedelta(days=1), note=note[:100])

    @transaction.atomic
    def hold(self, *, on, by, **counts):
        """Count the session of one day: it becomes an activity, once."""
        locked = self._lock()
        changed = locked.changes.filter(on=on).first()
        if not locked.hits(on) or (changed and not changed.is_moved):
            raise ValidationError(_("The rule names no session on this day."), code="no_session")
        activities = locked.activities
        if activities.filter(rule_date=on).exists():
            raise ValidationError(_("This day is counted already."), code="stale")
        starts_at, ends_at = changed.times if changed else locked.times_on(on)
        same = ("organization", "title", "description", "joining", "open_to_residents", "is_published")
        session = activities.model(
            rule=locked,
            rule_date=on,
            kind="session",
            region=locked.region,
            place=(changed and changed.place) or locked.place,
            venue=None if changed and changed.place else locked.venue,
            starts_at=starts_at,
            ends_at=ends_at,
            created_by=by,
            **{name: getattr(locked, name) for name in same},
        )
        session.save(force_insert=True)
        session.hold(by=by, **counts)
        return session

    def _lift(self, locked):
        """A changed day is a change of the rule: subscribed calendars look at the number."""
        locked.version += 1
        locked.save(update_fields=["version"])
        self.version = locked.version

    def revision_refused(self, wanted):
        if self.ended_at is not None:
            raise ValidationError(_("This weekly rule has ended already."), code="stale")
        if self.has_begun and any(getattr(self, name) != getattr(wanted, name) for name in TIMES):
            raise ValidationError(_("Sessions have begun: end this rule and copy it with the new times."), code="begun")
        if wanted.ends_on and self.activities.filter(rule_date__gt=wanted.ends_on).exists():
            raise ValidationError({"ends_on": _("A later session is counted already.")}, code="counted")


class RuleChange(models.Model):
    """One day of a rule that is skipped (no times) or moved to other times, with a word of reason."""

    rule = models.ForeignKey(ActivityRule, models.CASCADE, related_name="changes", verbose_name=_("weekly rule"))
    on = DayField(_("day of the rule"))
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = FreeCharField(_("place"), max_length=100, blank=True)
    reason = FreeCharField(_("reason"), max_length=100)
    entered_at = models.DateTimeField(_("entered at"), auto_now=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("changed day of a rule")
        verbose_name_plural = _("changed days of a rule")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(name="rule_changed_once_a_day", fields=["rule", "on"]),
            Check(
                name="rule_change_moves_or_skips",
                condition=Q(starts_at=None, ends_at=None, place="")
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
            Check(name="rule_change_has_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(name="rule_change_moved_to", fields=["starts_at"])]

    def __str__(self):
        return f"{self.rule.title} {self.on}"

    @property
    def is_moved(self):
        return self.starts_at is not None

    @property
    def times(self):
        return self.starts_at, self.ends_at

    @property
    def days_text(self):
        """“2026-12-02 → 2026-12-03 19:00”, or the skipped day alone."""
        if not self.is_moved:
            return str(self.on)
        return f"{self.on} → {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"
