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


HOLD = "hold"


class ErasureVerdictForm(VerdictForm):
    """Erase for good, keep sealed what a law still asks for, or refuse with the reason the person is told."""

    basis = forms.CharField(
        label=pgettext_lazy("hold", "Law and reason"), max_length=200, required=False, validators=[refuse_text],
        help_text=_("Such as: Accounting Law, vouchers of the allowance. The person is told; leave the name out."),
    )  # fmt: skip
    until = DayField(label=pgettext_lazy("hold", "Kept until"), required=False, widget=forms.DateInput)
    needed_when = {
        "reason": _("needed when it is refused"),
        "basis": _("needed when it is kept sealed"),
        "until": _("needed when it is kept sealed"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        decision = self.fields["decision"]
        decision.choices = [
            (PASS, pgettext_lazy("erasure", "Erase the data for good")),
            (HOLD, pgettext_lazy("erasure", "Keep sealed what a law still asks for")),
            (RETURN, pgettext_lazy("erasure", "Refuse")),
        ]  # fmt: skip
        decision.hints = {
            PASS: _("It cannot be taken back: name, phone, photo, papers and notes go; counts and acts stay"),
            HOLD: _("It goes out of the register all the same and cannot come back; managers alone open it, logged"),
            RETURN: _("The data is kept; the reason is told to whoever asked"),
        }
        self.fields["reason"].label = pgettext_lazy("erasure", "Reason for refusing")
        self.fields["reason"].help_text = _("Such as: the post is held until 2027")

    def extra_fields(self):
        return ("basis", "until")

    @property
    def holds(self):
        return self.cleaned_data.get("decision") == HOLD

    def clean(self):
        values = super(VerdictForm, self).clean()
        if self.sends_back and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, for the person is told."))
        if self.holds:
            for name, words in (
                ("basis", _("Name the law, for the person is told.")),
                ("until", _("Until which day?")),
            ):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return values


class OpenForm(RegistryForm, forms.Form):
    """For whom what is kept sealed is opened; the read log keeps it."""

    purpose = forms.CharField(
        label=pgettext_lazy("hold", "Who asks for it, and on what ground"), max_length=160, validators=[refuse_text],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("purpose")


class CopyForm(RegistryForm, forms.Form):
    """What the copy is made for; the read log keeps it."""

    purpose = forms.CharField(
        label=pgettext_lazy("personal data", "Who asks for the copy, and how they were identified"), max_length=160,
        validators=[refuse_text],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("purpose")
