from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.notices.forms.public import PublicForm
from registry.ui.forms import FormBar


class SatisfactionForm(PublicForm):
    """One answer from 1 to 5 about a service."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you with the service?"),
        coerce=int,
        choices=[
            (5, _("Very satisfied")),
            (4, _("Satisfied")),
            (3, _("So so")),
            (2, _("Not satisfied")),
            (1, _("Not satisfied at all")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("score", self.guard(), FormBar(_("Send my answer"), cancel_url=cancel_url))
