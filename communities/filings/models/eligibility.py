"""What an organization still lacks for a filing, point by point: on the page, at submission, at the decision."""

from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from communities.filings.models.report import report_year
from communities.organizations.other_bodies import names_other_body
from communities.settings_of_street.models import RuleName, rule
from registry.upkeep.written import Given, ask

ROWS = 12  # filings of one organization looked at: a renewal every two years makes 24 years


def _filings():
    filings: Any = apps.get_model("communities.Filing").objects  # below its own model
    return filings.filter(organization=Given("organization")).with_papers().with_people()[:ROWS]


class Check(NamedTuple):
    """One condition. An unmet one with a `bar`, the reason in a sentence, forbids a filing; others can be put right.

    `way` is the address of the page that does, where a page shows it.
    """

    key: str
    text: str
    is_met: bool
    bar: str = ""
    way: str = ""


class FilingCase:
    """The filings of one organization and what each lacks. At most three queries; what a page has already, it gives."""

    def __init__(self, organization, *, counts=None):
        self.organization = organization
        self._counts = counts

    @cached_property
    def rows(self):
        """The newest filings first, each with `has_charter`, `has_roster`, `has_choice` and `has_report`."""
        rows = ask("filings of an organization", _filings, organization=self.organization.pk)
        for row in rows:
            row.organization = self.organization
        return rows

    @cached_property
    def standing(self):
        """The last one decided and not ended: in force or expired; None without one."""
        return next((row for row in self.rows if row.is_standing), None)

    @cached_property
    def ended(self):
        """The last one that ended; None without one."""
        return next((row for row in self.rows if row.state == "ended"), None)

    @cached_property
    def open(self):
        """The one being prepared or decided; None without one."""
        return next((row for row in self.rows if row.is_open), None)

    @cached_property
    def least_members(self):
        return rule(RuleName.FILING_MEMBERS, self.organization.region_path)

    @cached_property
    def count(self):
        """The members of this year or, without them, of the last; None when neither is entered."""
        year = timezone.localdate().year
        counts = self._counts if self._counts is not None else self.organization.member_counts.all()[:3]
        return next((count for count in counts if count.year in (year, year - 1)), None)

    @property
    def kind_due(self):
        """What is to be begun now: "first", "renewal" once the window is open, or ""."""
        if self.open or self.bars:
            return ""
        if self.standing is None:
            return "first"
        return "renewal" if self.standing.may_be_renewed else ""

    @property
    def may_change_person(self):
        return not self.open and not self.bars and self.standing is not None and self.standing.is_in_force

    @property
    def bars(self):
        return [check for check in self.organization_checks if check.bar and not check.is_met]

    @cached_property
    def organization_checks(self):
        """What must be true of the organization itself, before and besides any document."""
        organization, other = self.organization, names_other_body(self.organization)
        least, count = self.least_members, self.count
        members = (
            _("%(members)s members in %(year)s, at least %(least)s are needed")
            % {"members": count.members, "year": count.year, "least": least}
            if count
            else _("Members of this or the last year are entered, at least %(least)s") % {"least": least}
        )
        return [
            Check("kind", _("A community social organization by its category"), not other, other),
            Check(
                "ended", _("Its registration has not ended"), organization.is_current, _("Its registration has ended.")
            ),
            Check(
                "restraint",
                _("No decision of an authority stands against it"),
                not organization.restraint,
                _("A decision of an authority stands: %(restraint)s.")
                % {"restraint": organization.get_restraint_display()},
            ),
            Check(
                "status",
                _("Not registered with civil affairs"),
                not organization.is_registered,
                _("It is registered with civil affairs; the registration takes the place of a filing."),
            ),
            Check(
                "region",
                _("Its region is not retired"),
                organization.region.is_current,
                _("%(region)s is retired.") % {"region": organization.region},
            ),
            Check("members", members, bool(count) and count.members >= least),
            Check("place", _("A meeting place is entered"), bool(organization.meeting_place.strip())),
        ]

    def filing_checks(self, filing):
        """What the draft itself must hold, by its kind. `filing` is one of `rows`."""
        if filing.kind == "paper":
            return []  # what it asked for was looked at when the paper was issued
        checks = [
            Check("person", filing.person_text, filing.has_current_person),
            Check("purpose", _("Purpose and charter are summed up"), bool(filing.purpose.strip())),
            self._charter_check(filing),
        ]
        if filing.kind == "amend":
            said = _("It says what changes: the name, the place, the category, the purpose or the charter")
            checks.append(Check("amendment", said, bool(filing.told_amendments())))
        elif filing.kind == "change":
            checks.append(Check("choice", _("The record of how the person was chosen is attached"), filing.has_choice))
        else:
            checks.append(Check("roster", _("The roster count sheet is attached"), filing.has_roster))
        if filing.kind == "renewal":
            checks.append(self._report_check(filing))
        return checks

    def checks_ahead(self):
        """What can be said before the next step: of the draft in hand, or of the renewal that is due."""
        if self.open:
            return self.checks(self.open) if self.open.may_be_edited else []
        checks = self.organization_checks
        return [*checks, self._report_check(self.standing)] if self.kind_due == "renewal" else checks

    def checks(self, filing):
        own = [] if filing.kind == "paper" else self.organization_checks
        return [*own, *self.filing_checks(filing)]

    def refuse_start(self, kind):
        """Raise ValidationError "open", "bar" or "kind" when a filing of this kind cannot be begun now."""
        if self.open:
            raise ValidationError(
                _("A filing of %(name)s is open already: %(state)s.")
                % {"name": self.organization, "state": self.open.get_state_display()},
                code="open",
            )
        self.refuse_barred()
        if kind == "change" and not self.may_change_person:
            raise ValidationError(_("Only a filing in force can change its person in charge."), code="kind")
        if kind == "amend" and not self.may_change_person:
            raise ValidationError(_("Only a filing in force can be changed."), code="kind")
        if kind not in ("change", "amend") and kind != self.kind_due:
            if self.standing is None:
                raise ValidationError(_("There is no filing to renew; begin a first one."), code="kind")
            raise ValidationError(
                _("Filed until %(until)s; a renewal is taken from %(day)s on.")
                % {"until": self.standing.valid_until, "day": self.standing.renew_from},
                code="kind",
            )

    def refuse_barred(self):
        """Raise ValidationError "bar" with every reason that forbids filing this organization at all."""
        if self.bars:
            reasons = " ".join(str(check.bar) for check in self.bars)
            raise ValidationError(
                _("%(name)s cannot be filed. %(reasons)s") % {"name": self.organization, "reasons": reasons}, code="bar"
            )

    def refuse_incomplete(self, filing):
        """Raise ValidationError "missing" that names everything the filing still lacks."""
        missing = [str(check.text) for check in self.checks(filing) if not check.is_met]
        if missing:
            raise ValidationError(_("Still missing: %(what)s.") % {"what": str(_("; ")).join(missing)}, code="missing")

    def _report_check(self, filing):
        text = _("The yearly report of %(year)s is handed in") % {"year": report_year()}
        return Check("report", text, filing.has_report or self._began_this_year())

    def _charter_check(self, filing):
        if filing.charter_changes:
            return Check("charter", _("The changed charter is attached to this filing"), filing.has_charter)
        text = _("The charter is attached, here or to an earlier filing")
        decided = ("filed", "ended")
        is_there = filing.has_charter or any(row.has_charter for row in self.rows if row.state in decided)
        return Check("charter", text, is_there)

    def _began_this_year(self):
        """Filed for the first time after the year to be reported."""
        first = min((row.valid_from for row in self.rows if row.valid_from), default=None)
        return first is None or first.year > report_year()
