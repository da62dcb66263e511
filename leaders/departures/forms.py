from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from leaders.departures.models import Departure
from registry.ui.forms import RegistryForm


class DepartureForm(RegistryForm, forms.Form):
    how = forms.ChoiceField(
        label=pgettext_lazy("departure", "What happened"), choices=Departure.How.choices, widget=forms.RadioSelect
    )
    left_on = DayField(label=_("Day"), widget=forms.DateInput)
    reason = forms.CharField(
        label=_("Note"), max_length=200, required=False, validators=[refuse_text],
        help_text=_("Such as where to; nothing about an illness"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("how", "left_on", "reason")
