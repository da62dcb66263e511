"""Numbers a street sets for itself, each from a day on. The nearest region's newest one in force counts."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from communities.regions.models import Region
from communities.scope import ScopedQuerySet, ancestor_paths, given_paths
from communities.text.fields import DayField, FreeCharField
from registry.audit.log import record
from registry.ui.signs import told
from registry.upkeep.written import Given, ask


class RuleName(models.TextChoices):
    FILING_MEMBERS = "filing_members", _("Fewest members for filing")
    FILING_YEARS = "filing_years", _("Years a filing is valid")
    FILING_RENEWAL = "filing_renewal", _("Days before the end in which a filing may be renewed")
    FILING_REPORT = "filing_report", _("Last day of the yearly report")
    HOURS_TEAM = "hours_team", _("Training hours a year: team leader")
    HOURS_OPINION = "hours_opinion", _("Training hours a year: opinion leader")
    HOURS_BUILDING = "hours_building", _("Training hours a year: building head")
    HOURS_ESTATE = "hours_estate", _("Training hours a year: owners' committee chair")
    NOTICE_DAYS = "notice_days", _("Working days of a public notice")
    NOMINATION_DAYS = "nomination_days", _("Days after which an unanswered nomination is deleted")
    RATING_YEARS = "rating_years", _("Years a star rating is valid")
    CASE_ACKNOWLEDGE = "case_acknowledge", _("Working days until a matter is taken up")
    CASE_REPLY = "case_reply", _("Working days until a matter is answered")
    CASE_CLOSE = "case_close", _("Working days until a matter is closed")
    CASE_EXTENSION = "case_extension", _("Most working days a matter may take longer")
    CASE_REOPEN = "case_reopen", _("Days in which a closed matter may be opened again")
    CASE_FORGET = "case_forget", _("Days after which it is forgotten who raised a closed matter")
    ERASURE_DAYS = "erasure_days", _("Working days until a request for erasure is answered")
    CONDUCT_FOUNDED = "conduct_founded", _("Days for which a founded conduct review is kept")
    CONDUCT_UNFOUNDED = "conduct_unfounded", _("Days for which an unfounded conduct review is kept")


class Meaning(NamedTuple):
    """`unit` is "day_of_year" for a month and day written as the number MMDD."""

    default: int
    least: int
    most: int
    unit: str


# domain.md names each default; the law leaves them to the street.
MEANINGS = {
    RuleName.FILING_MEMBERS: Meaning(5, 1, 100, "members"),
    RuleName.FILING_YEARS: Meaning(2, 1, 5, "years"),
    RuleName.FILING_RENEWAL: Meaning(60, 7, 180, "days"),
    RuleName.FILING_REPORT: Meaning(331, 101, 1231, "day_of_year"),
    RuleName.HOURS_TEAM: Meaning(16, 0, 200, "hours"),
    RuleName.HOURS_OPINION: Meaning(16, 0, 200, "hours"),
    RuleName.HOURS_BUILDING: Meaning(16, 0, 200, "hours"),
    RuleName.HOURS_ESTATE: Meaning(16, 0, 200, "hours"),
    RuleName.NOTICE_DAYS: Meaning(5, 5, 30, "workdays"),
    RuleName.NOMINATION_DAYS: Meaning(30, 7, 90, "days"),
    RuleName.RATING_YEARS: Meaning(2, 1, 5, "years"),
    RuleName.CASE_ACKNOWLEDGE: Meaning(1, 1, 5, "workdays"),
    RuleName.CASE_REPLY: Meaning(5, 1, 30, "workdays"),
    RuleName.CASE_CLOSE: Meaning(15, 2, 60, "workdays"),
    RuleName.CASE_EXTENSION: Meaning(10, 1, 30, "workdays"),
    RuleName.CASE_REOPEN: Meaning(30, 7, 180, "days"),
    RuleName.CASE_FORGET: Meaning(90, 30, 365, "days"),
    RuleName.ERASURE_DAYS: Meaning(15, 5, 15, "workdays"),
    RuleName.CONDUCT_FOUNDED: Meaning(730, 90, 730, "days"),
    RuleName.CONDUCT_UNFOUNDED: Meaning(30, 7, 30, "days"),
}
UNITS = {
    "members": npgettext_lazy("setting", "%(n)s member", "%(n)s members", "n"),
    "years": npgettext_lazy("setting", "%(n)s year", "%(n)s years", "n"),
    "days": npgettext_lazy("setting", "%(n)s day", "%(n)s days", "n"),
    "workdays": npgettext_lazy("setting", "%(n)s working day", "%(n)s working days", "n"),
    "hours": npgettext_lazy("setting", "%(n)s hour", "%(n)s hours", "n"),
    "day_of_year": _("each year by %(n)s"),
}


ACCEPTED = "rule.accepted"  # the act by which a street says that the usual values are meant


def accept_usual(street, *, by):
    """Say that the values in force are meant as they are: nothing changes, and nobody is reminded to look any more."""
    record(ACCEPTED, street, by=by)


def shown_value(name, value):
    """“5 members”, “1 working day”, “each year by March 31”."""
    unit = MEANINGS[name].unit
    if unit == "day_of_year":
        value = date_format(date(2000, value // 100, value % 100), "MONTH_DAY_FORMAT")
    return UNITS[unit] % {"n": value}


def rule(name, place_path, *, on=None):
    """The number in force for the place at `place_path` on a day (today): its own, else of the nearest region above."""
    places = given_paths(place_path)

    def build():
        rows = Rule.objects.in_force(Given("day")).filter(name=Given("name")).at_one_of([Given(one) for one in places])
        return rows.values_list("region__path", "effective_from", "value")

    day = (on or timezone.localdate()).isoformat()
    return _nearest(ask(("rule", len(places)), build, name=str(name), day=day, **places), name)


def rules_for(place_path, *, on=None):
    """{name: number} of every rule for one place, in one query."""
    rows = Rule.objects.in_force(on or timezone.localdate()).at_or_above(place_path)
    found = {name: [] for name in RuleName.values}
    for name, path, day, value in rows.values_list("name", "region__path", "effective_from", "value"):
        found[name].append((path, day, value))
    return {name: _nearest(rows, name) for name, rows in found.items()}


def rule_by_place(name, *, on=None):
    """A function from a place's path to the number in force there: one query, for going through many rows."""
    rows = Rule.objects.in_force(on or timezone.localdate()).filter(name=name).order_by("effective_from")
    numbers = dict(rows.values_list("region__path", "value"))
    usual = numbers.get(None, MEANINGS[name].default)
    return lambda path: next((numbers[up] for up in reversed(ancestor_paths(path)) if up in numbers), usual)


def rule_for_each(name, place_paths):
    """{path: number} of one rule for several places today, in one query."""
    number = rule_by_place(name)
    return {path: number(path) for path in set(place_paths)}


def _nearest(rows, name):
    ordered = sorted(rows, key=lambda row: (len(row[0] or ""), row[1]))
    return ordered[-1][2] if ordered else MEANINGS[name].default


class RuleQuerySet(ScopedQuerySet):
    path_field = "region__path"

    def in_force(self, day):
        return self.filter(effective_from__lte=day)

    def at_or_above(self, path):
        return self.at_one_of(ancestor_paths(path))

    def at_one_of(self, paths):
        """Those of one of the places at `paths`, or of the whole country."""
        return self.filter(models.Q(region=None) | models.Q(region__path__in=paths))


class Rule(models.Model):
    """One number from one day on, for a region and all below it (for the whole country without one)."""

    stays_with_place = ("region",)  # when the place is merged into another, which has its own

    name = models.CharField(_("setting"), max_length=20, choices=RuleName)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("region")
    )
    value = models.PositiveIntegerField(_("value"))
    effective_from = DayField(_("from"))
    note = FreeCharField(_("reason or document number"), max_length=200)
    set_at = models.DateTimeField(_("set at"), auto_now_add=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("set by")
    )

    objects = RuleQuerySet.as_manager()
    unlogged_fields = ("set_at", "set_by")

    class Meta:
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        ordering = ["name", "-effective_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="rule_once_a_day",
                fields=["name", "region", "effective_from"],
                violation_error_message=_("This setting changes on that day already."),
            ),
            models.UniqueConstraint(
                name="rule_nationwide_once_a_day", fields=["name", "effective_from"], condition=models.Q(region=None)
            ),
        ]

    def __str__(self):
        return told(self.get_name_display(), self.shown)

    def get_absolute_url(self):
        return reverse("communities:rule-list")

    @property
    def region_path(self):
        return self.region.path if self.region_id else ""

    @property
    def shown(self):
        return shown_value(self.name, self.value)

    def clean(self):
        meaning = MEANINGS.get(self.name)
        if meaning and self.value is not None and not meaning.least <= self.value <= meaning.most:
            raise ValidationError(
                {
                    "value": _("Between %(least)s and %(most)s; now it is %(value)s.")
                    % {"least": meaning.least, "most": meaning.most, "value": self.value}
                }
            )
        if meaning and meaning.unit == "day_of_year" and self.value and not _is_day(self.value):
            raise ValidationError({"value": _("Month and day as four digits, such as 0331.")})
        if self.effective_from and self.effective_from < timezone.localdate():
            raise ValidationError({"effective_from": _("A setting changes from today on, never backwards.")})

    @transaction.atomic
    def set(self, *, by):
        """Write it; earlier days keep the number they had."""
        self.set_by = by
        mistyped = self._of_that_day()
        if mistyped is not None:
            mistyped.correct(by=by, value=self.value, note=self.note)
            self.pk = mistyped.pk
            return
        self.full_clean(exclude=["set_by"])
        self.save(force_insert=True)
        changes = {"value": [None, str(self.value)], "effective_from": [None, str(self.effective_from)]}
        record("rule.set", self, by=by, changes=changes, note=self.note)

    @transaction.atomic
    def correct(self, *, by, value, note):
        """Write another number over one that was set today or has not begun: nothing rested on it yet."""
        was = {"value": str(self.value), "note": self.note}
        self.value, self.note, self.set_by = value, note, by
        self.full_clean(exclude=["set_by"])
        self.save(update_fields=["value", "note", "set_by"])
        changes = {"value": [was["value"], str(value)], "note": [was["note"], note]}
        record("rule.correct", self, by=by, changes=changes, note=note)

    def _of_that_day(self):
        """The same setting of the same place from the same day on, as long as it may be corrected; or None."""
        same = Rule.objects.select_for_update().filter(
            name=self.name, region=self.region, effective_from=self.effective_from
        )
        row = same.first()
        today = timezone.localdate()
        return row if row and (row.effective_from > today or timezone.localdate(row.set_at) == today) else None


def _is_day(value):
    try:
        date(2024, value // 100, value % 100)
    except ValueError:
        return False
    return True
