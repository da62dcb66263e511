"""Guided, filed, registered: how an organization's legal status moves, and what each step leaves on it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.credit_code import credit_code, normalised
from communities.organizations.other_bodies import names_other_body
from communities.records.refusals import refuse
from communities.text.fields import DayField, FreeCharField
from registry.audit.log import differences, record, snapshot
from registry.ui.display import office_language
from registry.upkeep.constraints import Check


class LegalStanding(models.Model):
    """Mixed into `Organization`. The status follows the filing's verbs; only a registration is recorded by itself."""

    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, editable=False, validators=[credit_code]
    )
    registered_on = DayField(_("registered with civil affairs on"), null=True, blank=True, editable=False)
    registered_with = FreeCharField(_("registering authority"), max_length=60, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_registered(self):
        return self.legal_status == self.LegalStatus.REGISTERED

    @transaction.atomic
    def register_with_civil_affairs(self, *, by, code, on, authority):
        """Record what civil affairs did; raises ValidationError by field for a wrong code, day or authority.

        Raises "bar" for a body that is no social organization, "restrained" while an authority's decision stands.
        """
        locked = self.lock_current()
        locked.refuse_while_restrained()
        other = names_other_body(locked)
        if other:
            refuse("bar", _("%(name)s cannot be registered. %(reason)s") % {"name": self, "reason": other})
        code = normalised(code)
        self._refuse_wrong_registration(code, on, authority)
        if locked.is_registered:
            raise ValidationError(_("%(name)s is registered already.") % {"name": self}, code="stale")
        taken = type(self).objects.filter(credit_code=code).exclude(pk=self.pk).exists()
        if taken:
            raise ValidationError({"code": _("This credit code belongs to another organization in the register.")})
        values = {"credit_code": code, "registered_on": on, "registered_with": authority}
        with office_language():
            why = str(_("Registered with civil affairs"))
        for row in self.filings.open().with_names():  # it takes the place of a filing, and none could be decided
            row.let_go(by=by, note=why)
        self._stand_as(locked, self.LegalStatus.REGISTERED, "organization.registration", by=by, **values)

    @transaction.atomic
    def end_civil_registration(self, *, by, note):
        """Record that the registration is no more: back to what the filing says today."""
        if not note.strip():
            raise ValidationError({"note": _("Say why the registration is no more.")}, code="reason")
        locked = self.lock_current()
        if not locked.is_registered:
            raise ValidationError(_("%(name)s is not registered with civil affairs.") % {"name": self}, code="stale")
        status = self.LegalStatus.FILED if self.filings.in_force().exists() else self.LegalStatus.GUIDED
        values = {"credit_code": "", "registered_on": None, "registered_with": ""}
        self._stand_as(locked, status, "organization.registration_end", by=by, note=note, **values)

    @transaction.atomic
    def follow_filing(self, *, by, note=""):
        """Guided or filed, as the filings say today; a registration stays. Called after what changes a filing."""
        locked = self._lock()
        status = self.LegalStatus.FILED if self.filings.in_force().exists() else self.LegalStatus.GUIDED
        if locked.is_registered or locked.legal_status == status:
            return
        self._stand_as(locked, status, f"organization.{status}", by=by, note=note)

    def lock_current(self):
        """The locked row; raises ValidationError "ended" after the end of the registration."""
        locked = self._lock()
        if locked.ended_on is not None:
            raise ValidationError(_("The registration of %(name)s has ended.") % {"name": self}, code="ended")
        return locked

    def _refuse_wrong_registration(self, code, on, authority):
        errors = {}
        try:
            credit_code(code)
        except ValidationError as refused:
            errors["code"] = refused
        if on > timezone.localdate():
            errors["on"] = _("The day of registration lies in the future.")
        elif self.founded_on and on < self.founded_on:
            errors["on"] = _("The day of registration lies before the founding on %(day)s.") % {"day": self.founded_on}
        if not authority.strip():
            errors["authority"] = _("Name the registering authority.")
        if errors:
            raise ValidationError(errors)

    def _stand_as(self, locked, status, verb, *, by, note="", **values):
        before = snapshot(locked)
        values |= {"legal_status": status, "version": locked.version + 1}
        for name, value in values.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        locked.save(update_fields=list(values))
        record(verb, locked, by=by, changes=differences(before, locked), note=note)


# Named here and listed in Organization.Meta: an abstract model's own constraints would not reach a Meta that has some.
LEGAL_CONSTRAINTS = [
    Check(
        name="organization_registered_iff_coded",
        condition=(
            Q(legal_status="registered", registered_on__isnull=False) & ~Q(credit_code="") & ~Q(registered_with="")
        )
        | (~Q(legal_status="registered") & Q(registered_on=None, credit_code="", registered_with="")),
    ),
    models.UniqueConstraint(name="organization_credit_code_once", fields=["credit_code"], condition=~Q(credit_code="")),
]
