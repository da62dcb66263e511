from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.filings.models import YearlyReport
from communities.text.digits import refuse_text
from registry.ui.forms import FormBar, RegistryForm, Section


class ReportForm(RegistryForm, forms.ModelForm):
    """The report of one year: a summary and five figures."""

    class Meta:
        model = YearlyReport
        fields = ["summary", "activities", "members", "income", "expense"]
        widgets = {"summary": forms.Textarea}
        help_texts = {"summary": _("Activities, service to residents, competitions, difficulties; no names of members")}

    def __init__(self, *args, cancel_url, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["summary"].validators.append(refuse_text)
        self.helper.layout = Layout(
            Section(_("1. What was done"), "summary", "activities", "members"),
            Section(_("2. Accounts"), "income", "expense"),
            FormBar(_("Submit report"), cancel_url=cancel_url),
        )
