from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.pages.refusing import RefusableForm
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from leaders.replies.models import SatisfactionReply
from registry.ui.forms import FormBar


class ReplyForm(RefusableForm):
    """What the group says, in its own words, as the worker was told."""

    voice = forms.ChoiceField(label=_("Who replies"), choices=SatisfactionReply.Voice, widget=forms.RadioSelect)
    text = forms.CharField(
        label=pgettext_lazy("satisfaction", "Reply"),
        max_length=300,
        widget=forms.Textarea,
        validators=[refuse_text],
        help_text=_("Residents read it beside the figure: no names, no numbers of people."),
    )
    replied_on = DayField(label=pgettext_lazy("satisfaction", "Replied on"), widget=forms.DateInput)
    is_agreed = forms.BooleanField(
        label=_("They agreed that residents read it"),
        error_messages={"required": _("Without their agreement no reply is shown. Leave it, and ask them first.")},
    )

    def __init__(self, *args, cancel_url, **kwargs):
        initial = {"replied_on": timezone.localdate()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.layout = Layout("voice", "text", "replied_on", "is_agreed")
        if cancel_url:  # a page of one act has a bar of its own
            self.helper.layout.append(FormBar(_("Submit reply"), cancel_url=cancel_url))
