from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from communities.notices.forms.public import PublicForm, printable
from communities.notices.models import Opinion
from communities.pages.refusing import TextForm
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text.digits import refuse_unshown
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section

NOTICE_LEVELS = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)


class NoticeText(RegistryForm, forms.Form):
    """What residents will read, and for how long. Long numbers in it are masked when it is published."""

    numbers_pass = ("title", "body")

    title = forms.CharField(label=_("Notice title"), max_length=60, validators=[refuse_unshown])
    body = forms.CharField(
        label=_("Text"),
        max_length=1000,
        widget=forms.Textarea,
        validators=[refuse_unshown],
        help_text=_("Phone and card numbers are masked. Who is on the list is added by itself, as consented."),
    )
    workdays = forms.IntegerField(
        label=_("Working days"),
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "w-5"}),
        help_text=_("The day of publication does not count; holidays and make-up working days do."),
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "title", "body", "workdays", FormBar(_("Put on public notice"), cancel_url=cancel_url)
        )

    def public_values(self):
        """The fields of a notice."""
        return {
            name: self.cleaned_data[name] for name in ("title", "body", "workdays", "region") if name in self.fields
        }


class NoticeForm(NoticeText):
    """A notice about something that is no record here."""

    region = RegionField(Permission.NOTICE_EDIT, levels=NOTICE_LEVELS, is_own=True, label=_("Where the notice applies"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        self.fields["body"].help_text = _("Phone and card numbers are masked when it is published.")
        self.helper.layout = Layout(
            Section(_("What residents read"), "title", "body"),
            Section(_("Where and how long"), "region", "workdays"),
            FormBar(_("Put on public notice"), cancel_url=reverse_lazy("communities:notice-list")),
        )


class AnswerForm(TextForm):
    """The answer to one opinion; an objection also stops what it concerns until somebody has looked into it."""

    concerns = forms.MultipleChoiceField(
        label=_("Stop what the objection concerns"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is not awarded until the objection was looked into and cleared, with the reason"),
    )

    def __init__(self, *args, subjects=(), **kwargs):
        super().__init__(*args, label=_("Answer"), most=1000, **kwargs)
        if not subjects:
            del self.fields["concerns"]
            return
        self.subjects = {f"{row._meta.model_name}-{row.pk}": row for row in subjects}
        self.fields["concerns"].choices = [(key, str(row)) for key, row in self.subjects.items()]
        if len(subjects) == 1:
            self.fields["concerns"].initial = list(self.subjects)
        self.helper.layout = Layout("text", "concerns")

    @property
    def concerned(self):
        return [self.subjects[key] for key in self.cleaned_data.get("concerns", ())]


class CloseForm(TextForm):
    """The result for the file, and what residents read: what they said, in their words, and what was answered."""

    numbers_pass = ("told",)

    told = forms.CharField(
        label=_("What residents read for thirty days"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        validators=[printable],
        help_text=_("Their own words, each with its answer; take out what names somebody. Numbers are masked."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["told"].widget.attrs["rows"] = 8
        self.helper.layout = Layout("text", "told")


class OpinionForm(PublicForm):
    """A resident's opinion. Name and contact are optional and sealed; numbers in the text are masked."""

    numbers_pass = ("text", "contact")
    choice_hints = {
        "side": {
            Opinion.Side.SUPPORT: _("I agree with what is on notice"),
            Opinion.Side.OBJECTION: _("Something is wrong; please look into it"),
        }
    }

    side = forms.ChoiceField(label=_("Your opinion"), choices=Opinion.Side.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your words"),
        max_length=1000,
        widget=forms.Textarea,
        validators=[printable],
        help_text=_("Facts help. Phone and identity numbers in the text are masked."),
    )
    name = forms.CharField(label=_("Your name"), max_length=30, required=False, validators=[printable])
    contact = forms.CharField(
        label=_("Telephone or mail for an answer"),
        max_length=60,
        required=False,
        validators=[printable],
        help_text=_("Sealed: only whoever handles it may open it, and every look is written down."),
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.helper.layout = Layout(
            "side", "text", "name", "contact", self.guard(), FormBar(_("Send opinion"), cancel_url=cancel_url)
        )


class DeskOpinionForm(RegistryForm, forms.Form):
    """An opinion brought to the desk, in the words of who brought it; numbers in the text are masked."""

    numbers_pass = ("text", "contact")

    channel = forms.ChoiceField(
        label=_("How it came in"),
        choices=[one for one in Opinion.Channel.choices if one[0] != Opinion.Channel.PAGE],
        widget=forms.RadioSelect,
    )
    side = forms.ChoiceField(label=_("support or objection"), choices=Opinion.Side.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In the words of who brought it"),
        max_length=1000,
        widget=forms.Textarea,
        validators=[printable],
        help_text=_("Facts help. Phone and identity numbers in the text are masked."),
    )
    name = forms.CharField(label=_("Name of who brought it"), max_length=30, required=False, validators=[printable])
    contact = forms.CharField(
        label=_("Telephone or mail for an answer"), max_length=60, required=False, validators=[printable]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("channel", "side", "text", "name", "contact")
