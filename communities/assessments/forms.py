from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.assessments.models import ASSESSED_LEVELS, Assessment
from communities.regions.forms.picker import RegionField
from communities.text.digits import refuse_text
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section


class AssessmentForm(RegistryForm, forms.ModelForm):
    """What was assessed, as it was signed on paper."""

    region = RegionField(Permission.ASSESSMENT_EDIT, levels=ASSESSED_LEVELS, is_own=True, label=_("Street"))

    class Meta:
        model = Assessment
        fields = ["region", "lawful", "effects", "measures", "assessed_on", "signer", "review_on"]
        help_texts = {
            "lawful": _("Which data of whom residents see, what for, and why less would not do"),
            "effects": _("What may happen to somebody who is named in public, and how likely it is"),
            "measures": _("Such as consent for each field, taking back at once, the office's telephone"),
            "review_on": _("A year later is usual; earlier when purpose or way change."),
        }  # fmt: skip

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        for name in ("lawful", "effects", "measures", "signer"):
            self.fields[name].validators.append(refuse_text)
        self.helper.layout = Layout(
            Section(_("1. What was assessed"), "region", "lawful", "effects", "measures"),
            Section(_("2. Signature"), "assessed_on", "signer", "review_on"),
            FormBar(_("Enter assessment"), cancel_url=cancel_url),
        )
