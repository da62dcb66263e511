"""Forms of acts: their free texts are plain fields, and a verb that refuses is told beside them."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from registry.ui.forms import RegistryForm


class RefusableForm(RegistryForm, forms.Form):
    """A form that is no model's; all its fields in the order in which they are declared."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.fields)


class NoteForm(RefusableForm):
    """A reason, for what cannot be undone."""

    note = forms.CharField(label=_("Reason or document number"), max_length=200, widget=forms.Textarea)


class TextForm(RegistryForm, forms.Form):
    """One word of explanation: a reason, a result, an answer."""

    text = forms.CharField(widget=forms.Textarea, validators=[refuse_text])

    def __init__(self, *args: Any, label: str | Promise, most: int = 200, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["text"]
        field.label, field.max_length = label, most
        field.widget.attrs["maxlength"] = most
        self.most = most
        self.helper.layout = Layout("text")

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text) > self.most:
            raise forms.ValidationError(
                _("At most %(most)s characters; now there are %(now)s.") % {"most": self.most, "now": len(text)}
            )
        return text
