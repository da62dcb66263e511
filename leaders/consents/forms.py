from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from leaders.consents.models import Consent
from registry.ui.forms import RegistryForm


class ConsentForm(RegistryForm, forms.Form):
    """Consent to further fields, as the person signed it."""

    fields_agreed = forms.MultipleChoiceField(
        label=_("What may be shown"), choices=Consent.Field.choices, widget=forms.CheckboxSelectMultiple
    )
    form = forms.ChoiceField(label=_("Form of consent"), choices=Consent.Form.choices)
    witness = forms.CharField(label=_("Witness"), max_length=30, required=False, validators=[refuse_text])
    given_on = DayField(label=_("Consent given on"), widget=forms.DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("fields_agreed", "form", "witness", "given_on")

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day of the consent lies in the future."))
        return day

    def clean(self):
        values = super().clean()
        if values.get("form") == Consent.Form.ASSISTED and not values.get("witness"):
            self.add_error("witness", _("Name the witness who helped."))
        return values
