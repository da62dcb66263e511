from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.centers.models import ServiceCenter
from communities.modes.models import MEANINGS, Mode
from communities.pages.refusing import RefusableForm
from communities.text.form_fields import DayField
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, Section, When


class ManagementForm(RefusableForm):
    """Propose a mode for one organization, with the document it rests on."""

    to_mode = forms.ChoiceField(label=_("New mode"), choices=Mode, widget=forms.RadioSelect)
    center = forms.ModelChoiceField(
        ServiceCenter.objects.none(), label=_("Service centre"), required=False, empty_label=_("Choose a centre")
    )
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea)
    document_number = forms.CharField(label=_("Document number"), max_length=60)
    effective_on = DayField(
        label=_("Counts from"), widget=forms.DateInput, help_text=_("Today or earlier, at most a year back")
    )

    needed = ("center",)
    choice_hints = {"to_mode": MEANINGS}

    def __init__(self, *args, user, organization, cancel_url, **kwargs):
        initial = {"effective_on": timezone.localdate()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        centers = ServiceCenter.objects.for_place(organization.region_path)
        self.fields["center"].queryset = centers.permitted(user, Permission.MANAGEMENT_VIEW)
        self.helper.layout = Layout(
            Section(_("1. Mode"), "to_mode", When("to_mode=center_managed", "center")),
            Section(_("2. What it rests on"), "reason", "document_number", "effective_on"),
            FormBar(_("Propose mode"), cancel_url=cancel_url),
        )
