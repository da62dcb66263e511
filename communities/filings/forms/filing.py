from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from communities.text.names import refuse_person_name
from registry.ui.forms import FormBar, RegistryForm, Section, When

NOT_LISTED = "other"


class FilingForm(RegistryForm, forms.Form):
    """What a draft says. `seen` is the version that was read, so that two windows do not overwrite each other."""

    person = forms.ChoiceField(label=_("Person in charge"), widget=forms.RadioSelect, required=False)
    person_name = forms.CharField(
        label=_("Name of the person in charge"), max_length=30, required=False, validators=[refuse_person_name]
    )
    purpose = forms.CharField(
        label=_("Purpose and summary of the charter"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        validators=[refuse_text],
        help_text=_("What the group is for, how it takes members, how it decides and keeps its accounts"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, organization, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        posts = organization.appointments.filter(state="current").select_related("leader").order_by("started_on")
        self.posts = {str(post.pk): post for post in posts}
        self.fields["person"].choices = [
            *[(key, post.leader.name) for key, post in self.posts.items()],
            (NOT_LISTED, _("Somebody not in the register")),
        ]
        self.fields["person"].hints = {key: post.title or post.get_kind_display() for key, post in self.posts.items()}
        self.helper.layout = Layout(
            Section(_("1. Person in charge"), "person", When(f"person={NOT_LISTED}", "person_name")),
            Section(_("2. Purpose"), "purpose"),
            "seen",
            FormBar(_("Save draft of the filing"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        chosen = values.get("person", "")
        if chosen == NOT_LISTED and not values.get("person_name") and "person_name" not in self.errors:
            self.add_error("person_name", _("Give the name of the person in charge."))
        return values

    @property
    def content(self):
        """The checked values as the fields of a Filing."""
        chosen = self.cleaned_data["person"]
        return {
            "appointment": self.posts.get(chosen),
            "person_name": self.cleaned_data["person_name"] if chosen == NOT_LISTED else "",
            "purpose": self.cleaned_data["purpose"],
        }

    @staticmethod
    def initial_of(filing):
        chosen = str(filing.appointment_id or (NOT_LISTED if filing.person_name else ""))
        return {
            "person": chosen,
            "person_name": filing.person_name,
            "purpose": filing.purpose,
            "seen": filing.version,
        }


class VerdictForm(RegistryForm, forms.Form):
    """Pass it or send it back. `seen` is the version the decider read; another one makes the decision stale."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason for returning"),
        max_length=200,
        required=False,
        widget=forms.Textarea,
        validators=[refuse_text],
        help_text=_("Needed when it is returned"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, choices, hints, seen, **kwargs):
        super().__init__(*args, initial={"seen": seen}, **kwargs)
        self.fields["decision"].choices = choices
        self.fields["decision"].hints = hints
        self.helper.layout = Layout("decision", "reason", "seen")

    def clean(self):
        values = super().clean()
        if values.get("decision") == "return" and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say what is to be changed."))
        return values


class FilingEndForm(RegistryForm, forms.Form):
    reason = forms.CharField(
        label=_("Reason for ending the filing"), max_length=200, widget=forms.Textarea, validators=[refuse_text]
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason", "seen")


class FilingDropForm(FilingEndForm):
    """A draft may be given up without saying why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Reason for giving it up")
