"""What is read off a filing without asking the database: who is named, whether it stands, how long it holds."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.filings.models.constraints import OPEN
from communities.filings.models.eligibility import FilingCase
from communities.organizations.models import Organization
from communities.organizations.other_bodies import names_other_body
from communities.records.refusals import refuse
from communities.records.terms import last_day
from communities.scope import reaches
from communities.settings_of_street.models import RuleName, rule

# Every fact that is on file, and the column of a filing that gives it another value.
WANTED = {"name": "new_name", "region": "new_region", "category": "new_category", "purpose": "purpose"}


def _label(name):
    return _("charter") if name == "charter" else Organization._meta.get_field(name).verbose_name


class Shown(models.TextChoices):
    """The states as people read them: "filed" in four."""

    DRAFT = "draft", _("Draft of a filing")
    SUBMITTED = "submitted", _("To be pre-checked")
    REVIEWED = "reviewed", _("To be decided")
    RETURNED = "returned", _("Returned for correction")
    ENTERED = "entered", _("Paper filing to be confirmed")
    FILED = "filed", _("On file")
    RENEW = "renew", _("To be renewed")
    EXPIRED = "expired", _("Filing expired")
    REPLACED = "replaced", _("Replaced by a later filing")
    ENDED = "ended", _("Filing ended")
    DROPPED = "dropped", _("Filing given up")


TONES = {
    Shown.SUBMITTED: "info",
    Shown.REVIEWED: "info",
    Shown.RETURNED: "warn",
    Shown.ENTERED: "info",
    Shown.FILED: "ok",
    Shown.RENEW: "warn",
    Shown.EXPIRED: "bad",
}


def shown_as(shown, today=None):
    """The condition under which a row's `shown` is this one."""
    today = today or timezone.localdate()
    standing = Q(is_standing=True)
    return {
        Shown.FILED: standing & Q(valid_until__gte=today, renew_from__gt=today),
        Shown.RENEW: standing & Q(valid_until__gte=today, renew_from__lte=today),
        Shown.EXPIRED: standing & Q(valid_until__lt=today),
        Shown.REPLACED: Q(state="filed", is_standing=False),
    }.get(shown, Q(state=shown))


class FilingReading(models.Model):
    """The part of `Filing` that only reads: what it is called, whether it still holds, what comes next."""

    class Meta:
        abstract = True

    @property
    def title(self):
        """“康城柔力球队 续期”. Needs the organization selected."""
        return f"{self.organization.name} {self.get_kind_display()}"

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def may_be_edited(self):
        return self.state in ("draft", "returned")

    @property
    def takes_members_of_today(self):
        """Not handed in: the members it will bear are those that are entered then."""
        return self.may_be_edited and self.kind != "paper"

    @property
    def takes_documents(self):
        """A paper's scan may come after it was entered."""
        return self.may_be_edited or self.state == "entered"

    def documents_changed_by(self, user):
        return reaches(user, self.document_permission, self.region_path)

    @property
    def is_expired(self):
        return self.state == "filed" and self.valid_until < timezone.localdate()

    @property
    def is_in_force(self):
        return self.is_standing and not self.is_expired

    @property
    def may_be_renewed(self):
        return self.is_standing and self.renew_from <= timezone.localdate()

    @property
    def days_left(self):
        return (self.valid_until - timezone.localdate()).days

    @property
    def person_in_charge(self):
        """The name, or "". Needs the appointment's leader selected."""
        return self.appointment.leader.name if self.appointment_id else self.person_name

    @property
    def has_current_person(self):
        """A leader of this organization in office, or somebody named who is not in the register."""
        if self.appointment_id:
            post = self.appointment
            return post.state == "current" and post.organization_id == self.organization_id
        return bool(self.person_name.strip())

    @property
    def person_text(self):
        if not self.person_in_charge:
            return _("A person in charge is named")
        if self.has_current_person:
            return _("Person in charge: %(name)s") % {"name": self.person_in_charge}
        return _("Person in charge: %(name)s has left office; name the present one") % {"name": self.person_in_charge}

    @property
    def shown(self):
        """The state as people read it: the renewal window, the end of validity and later filings told apart."""
        if self.state != "filed":
            return Shown(self.state)
        if not self.is_standing:
            return Shown.REPLACED
        if self.is_expired:
            return Shown.EXPIRED
        return Shown.RENEW if self.may_be_renewed else Shown.FILED

    @property
    def tag(self):
        return TONES.get(self.shown, "mute"), self.shown.label

    @property
    def name_on_file(self):
        return self.new_name or self.organization.name

    def amendments(self):
        """{field of the organization: value} of what this filing changes; a first one fills in an empty purpose."""
        wanted = {name: getattr(self, column) for name, column in WANTED.items()}
        purpose, before = wanted["purpose"].strip(), self.previous.purpose.strip() if self.previous else ""
        is_new = bool(before) and purpose != before
        wanted["purpose"] = purpose if is_new or not self.organization.purpose.strip() else ""
        return {name: value for name, value in wanted.items() if value and value != getattr(self.organization, name)}

    def told_amendments(self):
        """[[field, what it is, what it becomes]] in words, the charter last; what is decided keeps it so."""
        if self.kind == "first":
            return []
        found = [[name, str(getattr(self.organization, name)), str(value)] for name, value in self.amendments().items()]
        return [*found, *([["charter", "", self.charter_changes]] if self.charter_changes else [])]

    @property
    def changes_shown(self):
        """[(label, what it was, what it is or becomes)] of a change of what is on file, decided or in hand."""
        rows = self.amended if self.number else self.told_amendments() if self.kind == "amend" else []
        return [(_label(name), before, after) for name, before, after in rows]

    def refuse_wrong_amendment(self):
        """Raise ValidationError "bar" when the group may not stand on file as this filing would have it."""
        if self.new_region_id and not self.new_region.is_current:
            refuse("bar", _("%(region)s is retired.") % {"region": self.new_region})
        other = names_other_body(self.organization, **self.amendments())
        if other:
            refuse("bar", other)

    def refuse_undecidable(self):
        """Raise ValidationError "bar" or "base" where no decision could put it on file, at either step."""
        FilingCase(self.organization).refuse_barred()
        self.refuse_without_base()
        self.refuse_wrong_amendment()

    def refuse_without_base(self):
        """Raise ValidationError "base" when what a renewal or a change builds on no longer stands: none can pass it."""
        before = self.previous
        lost = before is not None and not (before.is_standing if self.kind == "renewal" else before.is_in_force)
        if lost:
            said = _("The filing before it, %(number)s, no longer stands; return this one.")
            if self.state not in self.WAITING:
                said = _("The filing before it, %(number)s, no longer stands; give this one up and file anew.")
            refuse("base", said % {"number": before.number})

    def validity(self, day):
        """{valid_from, valid_until, renew_from} by the street's rules of that day; a renewal in time loses none."""
        years = rule(RuleName.FILING_YEARS, self.region_path, on=day)
        if self.kind in ("change", "amend"):
            until = self.previous.valid_until
        elif self.kind == "renewal" and self.previous.valid_until >= day:
            # By the first day of the next period: a chain begun on 1 March ends on the last of February.
            until = last_day(self.previous.valid_until + timedelta(days=1), years)
        else:
            until = last_day(day, years)
        window = rule(RuleName.FILING_RENEWAL, self.region_path, on=day)
        return {"valid_from": day, "valid_until": until, "renew_from": until - timedelta(days=window)}
