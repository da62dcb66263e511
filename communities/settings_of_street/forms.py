from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.settings_of_street.models import RuleName
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section


class RuleForm(RegistryForm, forms.Form):
    """One setting of one street; a superuser may leave the street out."""

    name = forms.ChoiceField(label=_("Setting"), choices=RuleName)
    region = RegionField(Permission.RULE_EDIT, levels=(Level.STREET,), is_own=True, label=_("Street"))
    value = forms.IntegerField(
        label=_("Value"), min_value=0, max_value=9999, help_text=_("A day of the year as month and day, such as 0331")
    )
    effective_from = DayField(label=_("In force from"), widget=forms.DateInput)
    note = forms.CharField(label=_("Reason or document number"), max_length=200, validators=[refuse_text])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        if user.is_superuser:
            self.fields["region"].required = False
            self.fields["region"].help_text = _("Without one it holds for the whole country.")
        self.helper.layout = Layout(
            Section(_("Change a setting"), "name", "region", "value", "effective_from", "note"),
            FormBar(_("Save setting"), cancel_url=reverse_lazy("communities:rule-list")),
        )
