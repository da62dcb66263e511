from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.validators import plain_text
from registry.ui.forms import RegistryForm


class DocumentForm(RegistryForm, forms.Form):
    """One paper: what it is, and the file. The file's content is checked when it is attached."""

    title = forms.CharField(label=_("What it is"), max_length=60, validators=[plain_text])
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, at most 5 MB"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("title", "file")
