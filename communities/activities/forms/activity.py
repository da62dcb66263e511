from datetime import datetime, time, timedelta

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.activities.models import Activity
from communities.activities.models.activity import COUNTED_MOST
from communities.organizations.forms.field import OrganizationChoice
from communities.organizations.models.organization import ORGANIZATION_LEVELS
from communities.regions.forms.picker import RegionField
from communities.text.digits import refuse_text
from communities.text.form_fields import ClockField, DayField
from communities.text.hours import EndOfDay
from communities.venues.forms import VenueChoice
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When

KIND_HINTS = {
    Activity.Kind.SESSION: _("one more meeting beside the weekly ones"),
    Activity.Kind.EVENT: _("a trial lesson, a feast, a service day"),
    Activity.Kind.VISIT: _("to other communities, or theirs here"),
    Activity.Kind.COMPETITION: _("with a level and later a result"),
}
WORDS = ("title", "description", "place", "joining")


def sane_day(day):
    """Far enough from the ends of the calendar that its hours exist in every time zone."""
    if not 1990 <= day.year <= timezone.localdate().year + 5:
        raise forms.ValidationError(_("Such a day is not meant; check the year."), code="year")


def moment(day, hour):
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone()) if day and hour else None


def end_of(day):
    """Midnight at the end of a day."""
    return moment(day + timedelta(days=1), time(0))


def end_moment(day, hour, *, last=None):
    """When it ends: 24:00 is the end of the last day, and so is 0:00 where no other day than `day` is given."""
    if day and hour == time(0) and (last is None or isinstance(hour, EndOfDay)):
        return end_of(last or day)
    return moment(last or day, hour)


def shown_end(ends):
    """(last day, hour) of an end as a form asks for them: midnight is 24:00 of the day before."""
    local = timezone.localtime(ends)
    if local.time() == time(0):
        return local.date() - timedelta(days=1), EndOfDay(0)
    return local.date(), local.time()


class AnnouncedForm(RegistryForm, forms.ModelForm):
    """Whose activity it is and what residents read of it."""

    organization = OrganizationChoice(
        Permission.ACTIVITY_EDIT,
        label=_("Organization"),
        required=False,
        help_text=_("Leave it empty for an activity of the community or street itself."),
    )
    region = RegionField(
        Permission.ACTIVITY_EDIT,
        is_own=True,
        levels=ORGANIZATION_LEVELS,
        label=_("Region"),
        required=False,
        help_text=_("Needed without an organization; with one its own region counts."),
    )

    venue = VenueChoice(
        Permission.SUPPORT_EDIT,
        label=_("Room"),
        required=False,
        help_text=_("Of the community or the street; it is booked with the activity. Leave it empty for other places."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["venue"].current = self.instance.venue_id
        for name in ("organization", "region", "venue"):
            self.fields[name].set_user(user)
        self.fields["place"].required = False
        self.fields["place"].help_text = _("What residents read; left empty it is the address and name of the room.")
        self.fields["description"].widget = forms.Textarea(attrs={"class": "form-control", "rows": 4})
        for name in WORDS:
            self.fields[name].validators.append(refuse_text)

    def clean(self):
        values = super().clean()
        organization = values.get("organization")
        if organization is not None:
            values["region"] = organization.region
        elif not values.get("region") and not {"organization", "region"} & set(self.errors):
            self.add_error("region", _("Choose an organization or a region."))
        self._clean_place(values)
        return values

    def _clean_place(self, values):
        venue = values.get("venue")
        if values.get("place") or {"place", "venue"} & set(self.errors):
            return
        if venue is None:
            self.add_error("place", _("State the place, or choose a room."))
        else:
            values["place"] = f"{venue.address} {venue.name}"[:100]

    def take(self, refused):
        """Put what the model refused beside the fields."""
        for field, errors in getattr(refused, "error_dict", {None: refused.messages}).items():
            field = {"starts_at": "day"}.get(field, field)
            self.add_error(field if field in self.fields else None, errors)


class ActivityForm(AnnouncedForm):
    """Plan an activity or change one."""

    choice_hints = {"kind": KIND_HINTS}

    kind = forms.ChoiceField(label=_("Kind"), choices=Activity.Kind, widget=forms.RadioSelect)
    day = DayField(label=_("Day"), widget=forms.DateInput, validators=[sane_day])
    begins = ClockField(label=_("Begins at"))
    finishes = ClockField(label=_("Ends at"), ends_a_day=True)
    last_day = DayField(
        label=_("Last day"),
        widget=forms.DateInput,
        required=False,
        validators=[sane_day],
        help_text=_("Only when it ends on another day"),
    )

    class Meta:
        model = Activity
        fields = [
            "organization", "region", "kind", "title", "description", "venue", "place", "joining",
            "open_to_residents", "competition", "level",
        ]  # fmt: skip

    needed = ("competition", "level")
    submit = _("Save activity")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self._show_times()
        self.helper.layout = Layout(*self.sections(), FormBar(self.submit, cancel_url=cancel_url))

    def sections(self):
        return [
            Section(
                _("1. Activity"),
                "kind",
                When("kind=competition", "competition", "level"),
                "organization",
                "region",
                "title",
            ),
            Section(_("2. Time and place"), "day", "begins", "finishes", "last_day", "venue", "place"),
            Section(_("3. For residents"), "description", "joining", "open_to_residents"),
        ]

    def _show_times(self):
        """The form asks for day and hours; the row keeps two moments."""
        row = self.instance
        if not row.starts_at:
            return
        starts, (last, hour) = timezone.localtime(row.starts_at), shown_end(row.ends_at)
        shown = {"day": starts.date(), "begins": starts.time(), "finishes": hour}
        if last != starts.date():
            shown["last_day"] = last
        self.initial = shown | self.initial

    def clean(self):
        values = super().clean()
        starts = moment(values.get("day"), values.get("begins"))
        ends = end_moment(values.get("day"), values.get("finishes"), last=values.get("last_day"))
        if starts and ends and ends <= starts:
            self.add_error("finishes", _("The end lies before the beginning."))
        elif starts and ends and (ends - starts).days > 60:
            self.add_error("last_day", _("An activity lasts 60 days at most."))
        self.instance.starts_at, self.instance.ends_at = starts, ends
        self._clean_competition(values)
        return values

    def _clean_competition(self, values):
        if values.get("kind") != Activity.Kind.COMPETITION:
            values |= {"competition": "", "level": ""}
            return
        if not values.get("competition") and "competition" not in self.errors:
            self.add_error("competition", _("Name the competition."))
        if not values.get("level") and "level" not in self.errors:
            self.add_error("level", _("Choose the level of the competition."))


class CountFields(forms.Form):
    """How many came. Counts, never names."""

    attended = forms.IntegerField(label=_("People who came"), min_value=0, max_value=COUNTED_MOST)
    new_members = forms.IntegerField(
        label=_("New members of them"), min_value=0, max_value=COUNTED_MOST, required=False
    )
    volunteers = forms.IntegerField(label=_("Volunteers"), min_value=0, max_value=COUNTED_MOST, required=False)
    result = forms.CharField(
        label=_("Result of the competition"),
        max_length=60,
        required=False,
        validators=[refuse_text],
        help_text=_("Such as: second place of the teams"),
    )
    prize = forms.CharField(label=_("Prize"), max_length=60, required=False, validators=[refuse_text])

    def clean(self):
        values = super().clean()
        new, attended = values.get("new_members") or 0, values.get("attended")
        if attended is not None and new > attended:
            self.add_error("new_members", _("There cannot be more new members than people who came."))
        return values

    @property
    def counts(self):
        return counts_of(self.cleaned_data)


def counts_of(values):
    """What is counted, whichever fields a form asked for."""
    counts = {name: values.get(name) or 0 for name in ("attended", "new_members", "volunteers")}
    return counts | {name: values.get(name) or "" for name in ("result", "prize")}


class CountForm(RegistryForm, CountFields):
    """The counts of an activity that took place; a competition has a result too."""

    def __init__(self, *args, is_competition=False, **kwargs):
        super().__init__(*args, **kwargs)
        extra = ("result", "prize") if is_competition else ()
        for name in {"result", "prize"} - set(extra):
            del self.fields[name]
        self.helper.layout = Layout("attended", "new_members", "volunteers", *extra)


class HeldActivityForm(ActivityForm, CountFields):
    """Enter an activity that took place already, with its counts."""

    def sections(self):
        counted = Section(
            _("4. How many came"),
            "attended",
            "new_members",
            "volunteers",
            When("kind=competition", "result", "prize"),
        )
        return [*super().sections(), counted]

    def clean(self):
        values = super().clean()
        CountFields.clean(self)  # a model form's clean does not call further ones
        starts = self.instance.starts_at
        if starts and starts > timezone.now():
            self.add_error("day", _("It was held already, so it began before now."))
        if values.get("kind") != Activity.Kind.COMPETITION:
            values |= {"result": "", "prize": ""}
        return values


class CancelForm(RegistryForm, forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=100, validators=[refuse_text])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason")
