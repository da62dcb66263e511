from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.pages.verdict import PASS, RETURN, VerdictForm
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from leaders.privacy.models import Erasure
from registry.ui.forms import RegistryForm


class ErasureForm(RegistryForm, forms.Form):
    """Who asks for it, and when."""

    asker = forms.ChoiceField(
        label=pgettext_lazy("erasure", "Who asks"), choices=Erasure.Asker.choices, widget=forms.RadioSelect
    )
    asked_on = DayField(label=pgettext_lazy("erasure", "Asked on"), widget=forms.DateInput)
    words = forms.CharField(
        label=pgettext_lazy("erasure", "In which words"), max_length=200, required=False, validators=[refuse_text],
        help_text=_("Such as the number of the letter. These words are erased with the rest."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("asker", "asked_on", "words")


class ErasureVerdictForm(VerdictForm):
    """Erase for good, or refuse with the reason the person is told."""

    needed_when = {"reason": _("needed when it is refused")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        decision = self.fields["decision"]
        decision.choices = [
            (PASS, pgettext_lazy("erasure", "Erase the data for good")), (RETURN, pgettext_lazy("erasure", "Refuse")),
        ]  # fmt: skip
        decision.hints = {
            PASS: _("It cannot be taken back: name, phone, photo, papers and notes go; counts and acts stay"),
            RETURN: _("The data is kept; the reason is told to whoever asked"),
        }
        self.fields["reason"].label = pgettext_lazy("erasure", "Reason for refusing")
        self.fields["reason"].help_text = _("Such as: the post is held until 2027")

    def clean(self):
        values = super(VerdictForm, self).clean()
        if self.sends_back and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, for the person is told."))
        return values


class CopyForm(RegistryForm, forms.Form):
    """What the copy is made for; the read log keeps it."""

    purpose = forms.CharField(
        label=pgettext_lazy("personal data", "Who asks for the copy, and how they were identified"), max_length=160,
        validators=[refuse_text],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("purpose")
