from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.activities.forms.activity import AnnouncedForm, end_moment, moment, sane_day
from communities.activities.models import ActivityRule
from communities.activities.models.rule import TIMES, days_of
from communities.text.digits import refuse_text
from communities.text.form_fields import ClockField, DayField
from registry.ui.days import WEEKDAYS
from registry.ui.forms import FormBar, RegistryForm, Section


class ActivityRuleForm(AnnouncedForm):
    """A weekly rule. Once its sessions have begun the days and hours stand; it is ended and copied instead."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=list(enumerate(WEEKDAYS)), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ActivityRule
        fields = [
            "organization", "region", "title", "description", "venue", "place", "joining", "open_to_residents",
            "weekdays", "starts", "ends", "starts_on", "ends_on",
        ]  # fmt: skip
        field_classes = {"starts": ClockField, "ends": ClockField}
        widgets = {
            "starts_on": forms.DateInput,
            "ends_on": forms.DateInput,
        }

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(sane_day)
        self.fields["ends_on"].help_text = _("Leave it empty while no end is known.")
        if self.instance.weekdays:
            self.initial["weekdays"] = days_of(self.instance.weekdays)
        if self.instance.pk and self.instance.has_begun:
            for name in TIMES:
                self.fields[name].disabled = True
            self.fields["weekdays"].help_text = _("Sessions have begun: for other times end this rule and copy it.")
        self.helper.layout = Layout(
            Section(_("1. Weekly session"), "organization", "region", "title"),
            Section(_("2. Days and hours"), "weekdays", "starts", "ends", "starts_on", "ends_on", "venue", "place"),
            Section(_("3. For residents"), "description", "joining", "open_to_residents"),
            FormBar(_("Save weekly sessions"), cancel_url=cancel_url),
        )

    def clean_weekdays(self):
        return sum(1 << day for day in set(self.cleaned_data["weekdays"]))

    def clean(self):
        values = super().clean()
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end lies before the beginning."))
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        return values


class RuleChangeForm(RegistryForm, forms.Form):
    """Skip one day of a rule, or move it."""

    needed = ("day", "begins", "finishes")
    choice_hints = {"what": {"skip": _("residents see it as called off"), "move": _("to another day, hour or place")}}

    on = DayField(label=_("Day of the session"), widget=forms.DateInput, validators=[sane_day])
    what = forms.ChoiceField(
        label=_("What changes"),
        choices=[("skip", _("It is called off")), ("move", _("It is moved"))],
        widget=forms.RadioSelect,
        initial="skip",
    )
    day = DayField(label=_("New day"), widget=forms.DateInput, required=False, validators=[sane_day])
    begins = ClockField(label=_("Begins at"), required=False)
    finishes = ClockField(label=_("Ends at"), required=False, ends_a_day=True)
    place = forms.CharField(
        label=_("Other place"), max_length=100, required=False, validators=[refuse_text],
        help_text=_("Leave it empty when the place stays."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=100, validators=[refuse_text])

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.helper.layout = Layout(
            Section("", "on", "what"), Section("", "day", "begins", "finishes", "place", when="what=move"), "reason"
        )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if not self.rule.hits(day):
            raise forms.ValidationError(
                _("The rule names no session on this day; its weekdays are: %(days)s.")
                % {"days": self.rule.get_weekdays_display()}
            )
        return day

    def clean(self):
        values = super().clean()
        if values.get("what") != "move":
            return values | {"place": ""}
        for name in ("day", "begins", "finishes"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, _("Needed when it is moved."))
        starts, ends = self._moments(values)
        if starts and ends and ends <= starts:
            self.add_error("finishes", _("The end lies before the beginning."))
        return values

    def _moments(self, values):
        day = values.get("day")
        return moment(day, values.get("begins")), end_moment(day, values.get("finishes"))

    @property
    def change(self):
        """What `ActivityRule.change` takes."""
        values = self.cleaned_data
        kept = {name: values[name] for name in ("on", "reason")}
        if values["what"] == "skip":
            return kept
        starts, ends = self._moments(values)
        return kept | {"starts_at": starts, "ends_at": ends, "place": values["place"]}


class RuleEndForm(RegistryForm, forms.Form):
    last_day = DayField(label=_("Last day with a session"), widget=forms.DateInput, validators=[sane_day])
    note = forms.CharField(label=_("Reason"), max_length=100, validators=[refuse_text])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("last_day", "note")
