from datetime import date
from decimal import Decimal

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.regions.forms.picker import RegionField
from communities.text.dates import Precision
from communities.text.digits import refuse_text
from communities.text.form_fields import KnownDate, MinutesField, MomentField, PartialDayField
from leaders.people.models import Kind, Stage
from leaders.training.models import Attendance, OutsideHours, TrainingSession
from leaders.training.models.lessons import LESSON
from leaders.training.models.outside import MOST_HOURS, minutes_of
from leaders.training.models.session import SESSION_LEVELS
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, MomentInput, RegistryForm, Section

MOST_TIMES = 26  # half a year of weeks


class TrainingForm(RegistryForm, forms.ModelForm):
    """Announce or edit a session."""

    region = RegionField(
        Permission.TRAINING_EDIT, levels=SESSION_LEVELS, is_own=True, label=_("Offered to the people of")
    )
    starts_at = MomentField(label=_("Begins at"), widget=MomentInput)
    times = forms.IntegerField(
        label=_("How many times, a week apart"),
        min_value=1,
        max_value=MOST_TIMES,
        required=False,
        help_text=_("Empty for one session; each of a series is enrolled for and changed by itself"),
    )

    class Meta:
        model = TrainingSession
        fields = list(TrainingSession.written)
        widgets = {"content_area": forms.RadioSelect, "description": forms.Textarea}
        field_classes = {"minutes": MinutesField}

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        self.fields["content_area"].choices = TrainingSession.ContentArea.choices
        self.fields["minutes"].help_text = _("45 minutes are one training hour")
        self.fields["region"].help_text = _("Workers of the communities below enrol their own people")
        for name in ("title", "place", "trainer", "description"):
            self.fields[name].validators.append(refuse_text)
        series = ["times"]
        if self.instance.pk:
            del self.fields["times"]
            series = []
        for name in ("minutes", "capacity", *series):
            self.fields[name].widget.attrs["class"] += " w-5"
        self.helper.layout = Layout(
            Section(_("1. What it is about"), "title", "content_area", "format", "description"),
            Section(_("2. When and where"), "starts_at", *series, "minutes", "place", "trainer"),
            Section(_("3. For whom"), "region", "capacity"),
            FormBar(_("Save session"), cancel_url=cancel_url),
        )


class CancelForm(RegistryForm, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.Textarea,
        validators=[refuse_text],
        help_text=_("Shown on the session's page to everybody who enrols people"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason")


class CorrectionForm(RegistryForm, forms.Form):
    """Attendance after the session is done."""

    attendance = forms.ChoiceField(label=_("Attendance"), choices=Attendance.choices, widget=forms.RadioSelect)
    minutes = MinutesField(
        label=_("Minutes credited"),
        min_value=0,
        required=False,
        help_text=_("Counted for who was present or late; left empty, as the roll counts it"),
    )
    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=200,
        validators=[refuse_text],
        help_text=_("What was wrong; nothing about health or family"),
    )

    def __init__(self, *args, most, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].max_value = most
        self.fields["minutes"].widget.attrs |= {"max": most, "class": "form-control w-5"}
        self.most = most
        self.helper.layout = Layout("attendance", "minutes", "reason")

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes is not None and minutes > self.most:
            raise forms.ValidationError(
                _("The session lasted %(most)s minutes; now it is %(minutes)s.")
                % {"most": self.most, "minutes": minutes}
            )
        return minutes


class OutsideHoursForm(RegistryForm, forms.ModelForm):
    """A course held elsewhere or before: what it was, who held it, when, how many hours."""

    when = PartialDayField(
        label=_("Day or year of the course"),
        help_text=_("The day where it is known, else the year; the hours count in that year"),
    )
    stands_for = {"held_on": "when", "year": "when"}
    hours = forms.DecimalField(
        label=_("Training hours"),
        min_value=Decimal("0.1"),
        max_value=MOST_HOURS,
        decimal_places=1,
        help_text=_("Of 45 minutes each, as the certificate says"),
    )

    class Meta:
        model = OutsideHours
        fields = ["title", "organizer", "content_area"]
        widgets = {"content_area": forms.RadioSelect}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.year:
            known = KnownDate.of(row.held_on) if row.held_on else KnownDate.of(date(row.year, 1, 1), Precision.YEAR)
            self.initial |= {"when": known, "hours": Decimal(row.minutes * 10 // LESSON) / 10}
        self.fields["content_area"].choices = TrainingSession.ContentArea.choices
        self.fields["organizer"].help_text = _("Such as the district party school or a street of before")
        self.fields["hours"].widget.attrs["class"] += " w-5"
        self.helper.layout = Layout(
            Section(_("The course"), "title", "organizer", "content_area"),
            Section(_("When, and how many hours"), "when", "hours"),
            FormBar(_("Hand in the hours"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        when, lessons = values.get("when"), values.get("hours")
        if when is not None:
            is_day = getattr(when, "precision", Precision.DAY) == Precision.DAY
            self.instance.held_on, self.instance.year = (date(*when.timetuple()[:3]) if is_day else None), when.year
        if lessons is not None:
            self.instance.minutes = minutes_of(lessons)
        return values

    def _post_clean(self):
        """Write what was typed into the row; the verb checks the whole of it, the person included."""
        forms.models.construct_instance(self, self.instance, self._meta.fields)


class EnrolFilterForm(RegistryForm, forms.Form):
    """Whom to enrol together: a place, a kind or a stage, and whether only those short of hours."""

    region = RegionField(Permission.TRAINING_EDIT, label=_("Region"), required=False)
    who = forms.ChoiceField(
        label=_("Whom to enrol"),
        choices=[
            ("", _("Everybody holding a post")),
            *Kind.choices,
            (Stage.BACKBONE, Stage.BACKBONE.label),
            (Stage.RESERVE, Stage.RESERVE.label),
        ],
        required=False,
    )
    short = forms.BooleanField(label=_("Only those short of hours this year"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        self.helper.layout = Layout("who", "region", "short")


class FeedbackForm(RegistryForm, forms.Form):
    """After a session, on the phone. `website` is left empty by people."""

    usefulness = forms.TypedChoiceField(
        label=_("How useful was this session?"),
        coerce=int,
        choices=[
            (5, _("5 Very useful")),
            (4, _("4 Useful")),
            (3, _("3 Fair")),
            (2, _("2 Of little use")),
            (1, _("1 Of no use")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one answer.")},
    )
    words = forms.CharField(
        label=_("A suggestion for the next session"),
        max_length=200,
        required=False,
        widget=forms.Textarea,
        validators=[refuse_text],
        help_text=_("About the content, time or place; please name no persons and no telephone numbers"),
    )
    website = forms.CharField(label=_("Leave this field empty"), required=False, widget=forms.TextInput)
    sheet = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("usefulness", "words", "sheet")
