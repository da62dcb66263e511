"""The file of a newer national table, and what the acts made of it need."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from registry.ui.forms import RegistryForm

MOST_BYTES = 20 * 1024 * 1024


class EditionForm(RegistryForm, forms.Form):
    table = forms.FileField(
        label=_("National table"),
        help_text=_(".csv or .csv.gz with the columns code, name, level, parent_code, parent_name; at most 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".csv,.gz"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("table")

    def clean_table(self):
        table = self.cleaned_data["table"]
        if table.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 20 MB."))
        return table


class ApplyForm(RegistryForm, forms.Form):
    effective_on = DayField(
        label=pgettext_lazy("region act", "From"), initial=timezone.localdate, widget=forms.DateInput
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, validators=[refuse_text])
    document_number = forms.CharField(
        label=_("Document number"), max_length=60, required=False, validators=[refuse_text]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("effective_on", "reason", "document_number")
