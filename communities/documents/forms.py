from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from registry.ui.forms import RegistryForm


class DocumentForm(RegistryForm, forms.Form):
    """One document: what it is, and the file. The file's content is checked when it is attached.

    `kinds` are the choices of a record that asks for certain papers; the title may then be left out.
    """

    kind = forms.ChoiceField(label=_("Kind of paper"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("What it is"), max_length=60, validators=[refuse_text])
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, at most 5 MB"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args, kinds=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("kind", "title", "file")
        if kinds is None:
            del self.fields["kind"]
            self.helper.layout = Layout("title", "file")
        else:
            self.fields["kind"].choices = kinds.choices
            self.fields["title"].required = False

    def clean(self):
        values = super().clean()
        if values.get("kind") and not values.get("title"):
            values["title"] = str(dict(self.fields["kind"].choices)[values["kind"]])
        return values
