"""What every form for residents carries against machines: no puzzle, no outside service, nothing about the sender."""

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.ui.forms import RegistryForm

SHORTEST_SECONDS = 3
LONGEST_SECONDS = 2 * 60 * 60
signer = Signer(salt="public-form")


class PublicForm(RegistryForm, forms.Form):
    """`website` stays empty in human hands; `stamp` is the signed moment at which the form was shown."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stamp"].initial = new_stamp

    def guard(self):
        """The hidden part of the layout."""
        return Div("website", "stamp", css_class="visually-hidden")

    def clean(self):
        values = super().clean()
        if values.get("website"):
            self.add_error(None, _("One field should have stayed empty; please send it again."))
        self._check_stamp(values.get("stamp", ""))
        return values

    def _check_stamp(self, stamp):
        try:
            seconds = timezone.now().timestamp() - signer.unsign_object(stamp)
        except (BadSignature, ValueError, TypeError):
            seconds = LONGEST_SECONDS + 1
        if seconds < SHORTEST_SECONDS:
            self.add_error(None, _("This was sent within three seconds; please look it over and send it again."))
        elif seconds > LONGEST_SECONDS:
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()
            self.add_error(
                None, _("The page was open for more than two hours. What you wrote is kept; please send it again.")
            )


def new_stamp():
    return signer.sign_object(timezone.now().timestamp())


def printable(text):
    """Validator: no control characters. Long numbers are masked afterwards, not refused."""
    if any(ord(char) < 32 and char not in "\n\r\t" or ord(char) == 127 for char in text):
        raise ValidationError(_("The text holds characters that cannot be shown."), code="control")
