from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.pages.refusing import RefusableForm
from communities.text import digits
from leaders.appointments.models import Appointment
from leaders.conduct.models import ConductReview
from registry.accounts.roles import Permission


class PostChoice(forms.ModelChoiceField):
    """A post of one person; what it is called is read on rows of `with_names()`."""

    def label_from_instance(self, row):
        return f"{row.leader.name} · {row.post}"


class RaiseForm(RefusableForm):
    """The post, the ground, the act. Nothing about who complains."""

    appointment = PostChoice(Appointment.objects.none(), label=_("Post"))
    ground = forms.ChoiceField(
        label=pgettext_lazy("conduct", "Ground"), choices=ConductReview.Ground.choices, widget=forms.RadioSelect
    )
    facts = forms.CharField(
        label=_("The act and its day"), max_length=1000, widget=forms.Textarea, validators=[digits.refuse],
        help_text=_("What was done in the role, and when; nothing about private life, and not who complains"),
    )  # fmt: skip

    def __init__(self, *args, user, leader, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Appointment.objects.permitted(user, Permission.CONDUCT_HANDLE).with_names()
        self.fields["appointment"].queryset = posts.filter(leader=leader, state__in=["current", "ended"])


class StepForm(RefusableForm):
    text = forms.CharField(max_length=2000, widget=forms.Textarea, validators=[digits.refuse])

    def __init__(self, *args, label, is_needed=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].required = label, is_needed


class DecideForm(RefusableForm):
    body = forms.CharField(
        label=_("Body that elected or appointed"), max_length=60,
        help_text=_("Owners' assembly, residents' meeting, members' meeting, residents' committee …"),
    )  # fmt: skip
    is_founded = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("Found true")), ("no", _("Not found true"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Decision and its reasons"), max_length=2000, widget=forms.Textarea, validators=[digits.refuse]
    )
