"""A filing the office issued on paper before the register: entered by one, confirmed by another, then like any other.

Application, pre-check and decision were on paper and are not made up: such a row has no signature of a pre-check, its
two people are who entered it and who held it against the paper. It keeps the number it was issued with.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.filings.models.eligibility import FilingCase
from communities.filings.models.number import FilingCounter, number_on_paper, serial_on_paper
from communities.records.refusals import refuse
from communities.records.terms import last_day
from communities.regions.models import Level, Region
from communities.settings_of_street.models import RuleName, rule
from registry.audit.log import differences, record

FIRST_YEAR = 2000
LONGEST = 10  # years a paper may hold
SETTLED = ("number", "serial", "year", "street", "valid_until", "renew_from", "filed_name")


class FilingOnPaper(models.Model):
    """Mixed into `Filing`."""

    organization: Any
    number: Any
    serial: Any
    street: Any
    year: Any
    valid_from: Any
    valid_until: Any
    renew_from: Any
    filed_name: Any

    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def enter_paper(cls: Any, organization, *, by, number, valid_from, valid_until=None, **values):
        """Enter what a paper says; raises ValidationError beside its field, or "open", "taken", "bar", "restrained".

        Without a last day the street's own rule says how long it holds. `values`: who issued it, the name on it, who is
        in charge, the members.
        """
        organization.refuse_while_restrained()
        type(organization).objects.select_for_update().get(pk=organization.pk)
        filing = cls(organization=organization, kind="paper", drafted_by=by, state="entered", **values)
        filing.number, filing.valid_from, filing.valid_until = number, valid_from, valid_until
        filing.submitted_at, filing.submitted_by = timezone.now(), by
        case = FilingCase(organization)
        if case.open:
            refuse("open", _("A filing of %(name)s is in hand already.") % {"name": organization})
        case.refuse_barred()
        filing.refuse_second()
        filing.settle_paper()
        filing.save(force_insert=True)
        record("filing.enter", filing, by=by, changes=differences({}, filing))
        return filing

    def _enter_again(self: Any, *, by):
        """What was returned is handed in again, as `revise` corrected it."""
        locked = self._lock_for("entered")
        locked.refuse_second()
        locked.settle_paper()
        settled = {name: getattr(locked, name) for name in SETTLED}
        self._move(
            "entered", by=by, verb="enter", locked=locked, submitted_at=timezone.now(), submitted_by=by,
            returned_at=None, returned_by=None, return_reason="", **settled,
        )  # fmt: skip

    def _confirm_paper(self: Any, locked, *, by):
        """Part of `decide`: held against the paper by somebody else; from now on it counts."""
        now = {"decided_at": timezone.now(), "decided_by": by}
        token = secrets.token_urlsafe(24)
        self._move("filed", by=by, verb="confirm", locked=locked, token=token, is_standing=True, **now)
        locked.organization.follow_filing(by=by, note=locked.number)

    def refuse_second(self: Any):
        """Raise "taken" when another filing counts already; a renewal or a change follows it instead."""
        standing = type(self).objects.standing().filter(organization=self.organization).first()
        if standing is not None:
            said = _("%(name)s is on file already under %(number)s.")
            refuse("taken", said % {"name": self.organization, "number": standing.number})

    def settle_paper(self: Any):
        """Street, series and last day, from what was typed; raises ValidationError beside the field that is wrong."""
        self.street = Region.objects.above(self.organization.region_path, Level.STREET) or self.organization.region
        self._settle_number()
        self._settle_days()
        self.filed_name = self.filed_name or self.organization.name

    def _settle_number(self: Any):
        try:
            self.number = number_on_paper(self.number)
        except ValidationError as refused:
            raise ValidationError({"number": refused}) from None
        year, self.serial = serial_on_paper(self.number, self.street)
        self.year = year or self.valid_from.year
        if self.serial:  # of the register's own series: nobody issues the same one meanwhile
            FilingCounter.objects.get_or_create(street=self.street, year=year)
            FilingCounter.objects.select_for_update().get(street=self.street, year=year)
        same = Q(number=self.number) | Q(serial=self.serial, year=self.year, serial__isnull=False)
        others = type(self).objects.filter(same, street=self.street).exclude(state="dropped")
        taken = others.exclude(pk=self.pk).select_related("organization").first()
        if taken is not None:
            said = _("The number %(number)s is that of %(name)s.") % {"number": self.number, "name": taken.organization}
            refuse("number", said, field="number")

    def _settle_days(self: Any):
        path, first = self.organization.region_path, self.valid_from
        refuse_days(first, self.valid_until)
        if self.valid_until is None:
            self.valid_until = last_day(first, rule(RuleName.FILING_YEARS, path, on=first))
        self.renew_from = self.valid_until - timedelta(days=rule(RuleName.FILING_RENEWAL, path))


def refuse_days(first, last):
    """Raise beside its field when a paper cannot hold from `first` to `last` (None: as the street's rule says)."""
    if first > timezone.localdate():
        refuse("day", _("The paper has not been issued yet."), field="valid_from")
    if first.year < FIRST_YEAR:
        refuse("day", _("A day from %(year)s on.") % {"year": FIRST_YEAR}, field="valid_from")
    if last is not None and last < first:
        refuse("day", _("The last day lies before the first."), field="valid_until")
    if last is not None and last > last_day(first, LONGEST):
        refuse("day", _("A filing holds at most %(years)s years.") % {"years": LONGEST}, field="valid_until")
