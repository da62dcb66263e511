from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from leaders.cultivation.models.stage import steps_from
from leaders.people.forms import MentorField
from leaders.people.models import Stage
from registry.ui.forms import FormBar, RegistryForm, Section

HINTS = {
    Stage.NOMINATED: _("put forward, not yet active"),
    Stage.BACKBONE: _("takes on tasks in a team or building"),
    Stage.RESERVE: _("prepares for a post"),
    Stage.LEADER: _("holds a post"),
    Stage.EMERITUS: _("has left office, is asked for advice"),
}


class StageForm(RegistryForm, forms.Form):
    """The next step of one person: a stage, or the same one with a new next step."""

    choice_hints = {"stage": HINTS}

    stage = forms.ChoiceField(label=_("Stage"), widget=forms.RadioSelect)
    on = DayField(label=_("Day of the step"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea, validators=[refuse_text])
    mentor = MentorField(
        label=_("Mentor"),
        required=False,
        help_text=_("A colleague's name, or the number or name of another leader"),
    )
    next_step = forms.CharField(label=_("Next step"), max_length=100, required=False, validators=[refuse_text])
    next_step_due = DayField(label=_("Next step due"), required=False, widget=forms.DateInput)

    def __init__(self, *args, user, leader, **kwargs):
        super().__init__(*args, **kwargs)
        stages = steps_from(leader, holds_post=leader.holds_post())
        self.fields["stage"].choices = [
            (stage.value, _("%(stage)s (stays)") % {"stage": stage.label} if stage == leader.stage else stage.label)
            for stage in stages
        ]
        self.fields["mentor"].set_leader(user, leader)
        self.helper.layout = Layout(
            Section(_("1. Stage"), "stage", "on", "reason"),
            Section(_("2. Who accompanies, and what comes next"), "mentor", "next_step", "next_step_due"),
            FormBar(_("Save step"), cancel_url=leader.get_absolute_url()),
        )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day of the step lies in the future."))
        return day

    def clean_next_step_due(self):
        day = self.cleaned_data["next_step_due"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("The next step lies in the past."))
        return day

    def clean(self):
        values = super().clean()
        if values.get("next_step_due") and not values.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", _("Say what is to be done by then."))
        return values
