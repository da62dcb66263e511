from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.validators import plain_text
from leaders.models import Stage
from registry.ui.forms import RegistryForm


class StageForm(RegistryForm, forms.Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Reason and next step"), max_length=300, widget=forms.Textarea, validators=[plain_text]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("stage", "note")
