from decimal import Decimal

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.forms.field import OrganizationChoice
from communities.pages.refusing import RefusableForm
from communities.records.money import NOTHING
from communities.support.models import Support, SupportEntry
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section

KIND_HINTS = {
    Support.Kind.VENUE: _("a room with its times; book the weekly slot at the venue"),
    Support.Kind.STAFF: _("somebody paid who looks after the group"),
    Support.Kind.FUNDS: _("needs an amount, a source and a second person"),
    Support.Kind.EQUIPMENT: _("things lent or given"),
    Support.Kind.COMPETITION: _("entry, clothes and transport for competitions"),
    Support.Kind.SERVICE: _("needs an amount, a source and a second person"),
}


class SupportForm(RegistryForm, forms.ModelForm):
    """A grant."""

    choice_hints = {"kind": KIND_HINTS}

    organization = OrganizationChoice(Permission.SUPPORT_EDIT, gives=True, label=_("Organization"))

    class Meta:
        model = Support
        fields = [
            "organization", "kind", "title", "applied", "granted", "budget_source", "year", "document_number",
            "period_from", "period_until", "contact",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "period_from": forms.DateInput, "period_until": forms.DateInput}

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].current = self.instance.organization_id
        self.fields["organization"].set_user(user)
        self.fields["kind"].choices = Support.Kind.choices
        self.fields["applied"].help_text = _("What the group asks for; left empty it is the amount granted.")
        self.fields["granted"].help_text = _("0 where no money is given")
        for name in ("title", "budget_source", "document_number", "contact"):
            self.fields[name].validators.append(refuse_text)
        self.helper.layout = Layout(
            Section(_("1. What is given to whom"), "organization", "kind", "title"),
            Section(_("2. Money"), "applied", "granted", "budget_source", "year", "document_number"),
            Section(_("3. Time and contact"), "period_from", "period_until", "contact"),
            FormBar(_("Save support"), cancel_url=cancel_url),
        )

    def clean_applied(self):
        return self.cleaned_data["applied"] or NOTHING


class EntryForm(RefusableForm):
    """One line of the ledger."""

    kind = forms.ChoiceField(
        label=_("Kind of line"), choices=SupportEntry.Kind.choices, widget=forms.RadioSelect, initial="used"
    )
    amount = forms.DecimalField(label=_("Amount (yuan)"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    on = DayField(label=_("Day"), widget=forms.DateInput, initial=timezone.localdate)
    what_for = forms.CharField(label=_("What for"), max_length=80)

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class TakeBackForm(RefusableForm):
    """Why a line of the ledger is taken back."""

    what_for = forms.CharField(label=_("Why it is taken back"), max_length=80)
