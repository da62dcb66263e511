"""What is asked before something is done to a matter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.pages.refusing import RefusableForm
from communities.scope import holders
from communities.text.digits import refuse_text
from leaders.cases.forms.public import short_enough
from leaders.cases.models import Case
from registry.accounts.models import User
from registry.accounts.roles import Permission


class WordForm(RefusableForm):
    """One text; `label` says which."""

    text = forms.CharField(widget=forms.Textarea, validators=[short_enough])

    def __init__(self, *args, label, hint="", rows=4, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint
        self.fields["text"].widget.attrs["rows"] = rows


class HandOverForm(RefusableForm):
    """To whom, with a word for the colleague."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Who handles it"))
    note = forms.CharField(label=_("Note for the colleague"), max_length=500, required=False, widget=forms.Textarea)

    def __init__(self, *args, path, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = holders(Permission.CASE_EDIT, path).order_by("display_name", "pk")


class TransferForm(RefusableForm):
    destination = forms.ChoiceField(label=_("Passed on to"), choices=Case.Destination.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the body"), max_length=60, required=False, help_text=_("Section, department or company")
    )
    text = forms.CharField(
        label=_("Word to whoever raised it"), max_length=500, widget=forms.Textarea, validators=[refuse_text],
        help_text=_("Why, and how to follow it there"),
    )  # fmt: skip


class CloseForm(RefusableForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[one for one in Case.Outcome.choices if one[0] != Case.Outcome.NOT_TAKEN],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Closing word to whoever raised it"), max_length=500, required=False, widget=forms.Textarea,
        validators=[refuse_text],
    )  # fmt: skip


class ExtensionForm(RefusableForm):
    days = forms.IntegerField(
        label=_("Working days longer"), min_value=1, max_value=60, widget=forms.NumberInput(attrs={"class": "w-5"})
    )
    text = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea, validators=[refuse_text],
        help_text=_("Whoever raised it reads it"),
    )  # fmt: skip


class PublicationForm(RefusableForm):
    title = forms.CharField(label=_("Public title"), max_length=60, validators=[refuse_text])
    question = forms.CharField(
        label=_("What was asked"), max_length=500, widget=forms.Textarea, validators=[refuse_text],
        help_text=_("Without names; nothing by which neighbours could tell who asked"),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What was answered"), max_length=1000, widget=forms.Textarea, validators=[refuse_text]
    )


class RequestDecisionForm(RefusableForm):
    """The decision of a second person; a refusal says why."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("agree", _("Agree")), ("refuse", _("Refuse"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Explanation"), max_length=200, required=False, widget=forms.Textarea)
    needed_when = {"reason": _("needed when refusing")}

    def clean(self):
        values = super().clean()
        if values.get("decision") == "refuse" and not values.get("reason"):
            self.add_error("reason", _("Say why not."))
        return values
