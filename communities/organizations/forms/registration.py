from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from communities.organizations.credit_code import credit_code, normalised
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from registry.ui.forms import FormBar, RegistryForm, Section


class CreditCodeField(forms.CharField):
    """Takes lower case, full width and spaces; says which character is wrong."""

    default_validators = [credit_code]

    def to_python(self, value):
        return normalised(super().to_python(value))


class RegistrationForm(RegistryForm, forms.Form):
    """What stands on the registration certificate of civil affairs."""

    code = CreditCodeField(label=_("Unified social credit code"), help_text=_("18 characters, begins with 5"))
    on = DayField(label=_("Registered on"), widget=forms.DateInput)
    authority = forms.CharField(
        label=_("Registering authority"),
        max_length=60,
        validators=[refuse_text],
        help_text=_("The civil affairs bureau on the certificate"),
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Section(_("Certificate of civil affairs"), "code", "on", "authority"),
            FormBar(_("Record registration"), cancel_url=cancel_url),
        )

    def take(self, refused):
        """Put what the model refused beside the fields."""
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused.messages)
            return
        for field, errors in refused.error_dict.items():
            self.add_error(None if field == NON_FIELD_ERRORS else field, errors)


class RegistrationEndForm(RegistryForm, forms.Form):
    note = forms.CharField(
        label=_("Why the registration is no more"), max_length=200, widget=forms.Textarea, validators=[refuse_text]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("note")
