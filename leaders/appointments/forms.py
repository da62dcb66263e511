from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.forms.field import OrganizationChoice
from communities.pages.verdict import PASS, VerdictForm
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text.dates import Precision
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField, PartialDayField
from leaders.appointments.models import Appointment
from leaders.appointments.seat_note import BesideSeat
from leaders.people.models import Kind
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When

KIND_HINTS = {
    Kind.BUILDING: _("speaks for one building"),
    Kind.TEAM: _("leads a team"),
    Kind.OPINION: _("speaks up on one topic"),
    Kind.ESTATE: _("elected by the owners"),
}
POST_FIELDS = (
    "kind", "organization", "building", "compound", "topic", "own_wish", "term_number", "title",
    "started_on", "term_ends_on", "how_chosen", "declared_interests",
)  # fmt: skip


# Shown for these kinds alone; what another kind leaves in them is nobody's matter.
USED_BY = {
    "organization": (Kind.TEAM,),
    "building": (Kind.BUILDING,),
    "compound": (Kind.ESTATE,),
    "term_number": (Kind.ESTATE,),
    "topic": (Kind.OPINION,),
    "own_wish": (Kind.OPINION,),
}
# Where they are shown they are needed, though another kind is sent without them.
NEEDED = ("organization", "building", "compound", "term_number", "topic", "started_on", "term_ends_on", "how_chosen")


class PostFields(forms.Form):
    """The fields of a post, shared by registration and by adding one. The kind decides what is needed."""

    choice_hints = {"kind": KIND_HINTS}
    kind_choices = Kind.choices
    leader = None  # to whom a post is added; None for a person who is registered with it

    kind = forms.ChoiceField(label=_("Kind of leader"), widget=forms.RadioSelect)
    organization = OrganizationChoice(Permission.LEADER_EDIT, label=_("Organization"), required=False)
    building = RegionField(Permission.LEADER_EDIT, levels=(Level.BUILDING,), label=_("Building"), required=False)
    compound = RegionField(Permission.LEADER_EDIT, levels=(Level.COMPOUND,), label=_("Compound"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    own_wish = forms.BooleanField(label=_("The person wishes to be listed as an opinion leader"), required=False)
    term_number = forms.IntegerField(
        label=_("Term number"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=_("Such as 3 for the third committee"),
    )
    title = forms.CharField(label=_("Title"), max_length=30, required=False, validators=[refuse_text])
    started_on = PartialDayField(
        label=_("Term from"),
        required=False,
        help_text=_("Of a former post the year alone will do, where nobody knows more"),
    )
    term_ends_on = DayField(label=_("Term until"), required=False, widget=forms.DateInput)
    how_chosen = forms.ChoiceField(label=_("How chosen"), required=False)
    declared_interests = forms.CharField(
        label=_("Declared interests"), max_length=200, required=False, validators=[refuse_text]
    )

    def set_post_choices(self, user):
        self.user = user
        self.fields["kind"].choices = self.kind_choices
        self.fields["topic"].choices = [*BLANK_CHOICE_DASH, *Appointment._meta.get_field("topic").choices]
        self.fields["how_chosen"].choices = [*BLANK_CHOICE_DASH, *Appointment.HowChosen.choices]
        for name in ("organization", "building", "compound"):
            self.fields[name].set_user(user)
        for name in NEEDED:
            self.fields[name].is_needed = True

    @staticmethod
    def post_layout():
        every = ",".join(Kind.values)
        return [
            "kind",
            When("kind=team", "organization", "title"),
            When("kind=building", "building"),
            When("kind=estate", "compound", "term_number"),
            When("kind=opinion", "topic", "own_wish"),
            BesideSeat(),
            When(f"kind={every}", "started_on", "term_ends_on", "how_chosen", "declared_interests"),
        ]

    def build_appointment(self, leader, appointment=None):
        """The post as typed, unsaved; its errors become the form's. None when there are any."""
        values = self.cleaned_data
        for name, kinds in USED_BY.items():
            if values.get("kind") not in kinds:
                self.errors.pop(name, None)
        post = appointment or Appointment()
        post.leader, post.kind = leader, values.get("kind") or ""
        post.organization = values.get("organization") if post.kind == Kind.TEAM else None
        seats = {Kind.BUILDING: "building", Kind.ESTATE: "compound"}
        post.region = values.get(seats[post.kind]) if post.kind in seats else None
        for name in (
            "topic",
            "own_wish",
            "term_number",
            "title",
            "started_on",
            "term_ends_on",
            "how_chosen",
            "declared_interests",
        ):
            setattr(post, name, values.get(name))
        self._take_start(post, values.get("started_on"))
        self._require_post_fields(values)
        try:
            post.clean()
        except ValidationError as wrong:
            self._take_over(wrong, post.kind)
        return None if self.errors else post

    def _take_start(self, post, start):
        """A start of which only the year or month is known will do for a post that is over."""
        if start is None:
            return
        Appointment._meta.get_field("started_on").save_form_data(post, start)
        is_over = post.term_ends_on and post.term_ends_on < timezone.localdate()
        if post.started_precision != Precision.DAY and not is_over:
            self.add_error("started_on", _("The whole date is needed here: year, month and day."))

    def _require_post_fields(self, values):
        for name in ("started_on", "term_ends_on", "how_chosen"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])

    def _take_over(self, wrong, kind):
        names = {"region": "compound" if kind == Kind.ESTATE else "building"}
        if not hasattr(wrong, "error_dict"):
            self.add_error(None, wrong)
            return
        for name, errors in wrong.error_dict.items():
            target = names.get(name, name)
            if target in self.fields and target not in self.errors:
                self.add_error(target, errors)


class AppointmentForm(RegistryForm, PostFields):
    """Add a post to a person, or correct a returned one."""

    def __init__(self, *args, user, leader, cancel_url, appointment=None, **kwargs):
        self.leader, self.appointment = leader, appointment
        super().__init__(*args, initial=_initial(appointment) | (kwargs.pop("initial", None) or {}), **kwargs)
        self.set_post_choices(user)
        self.helper.layout = Layout(
            Section(_("Post and term"), *self.post_layout()), FormBar(_("Submit post"), cancel_url=cancel_url)
        )

    def clean(self):
        values = super().clean()
        if values.get("kind"):
            self.post = self.build_appointment(self.leader, self.appointment)
        return values


def _initial(appointment):
    if appointment is None:
        return {}
    values = {name: getattr(appointment, name, None) for name in POST_FIELDS if hasattr(appointment, name)}
    values["started_on"] = Appointment._meta.get_field("started_on").value_from_object(appointment)
    seat = {Kind.BUILDING: "building", Kind.ESTATE: "compound"}.get(appointment.kind)
    return values | {"organization": appointment.organization_id} | ({seat: appointment.region_id} if seat else {})


class AppointmentVerdict(VerdictForm):
    """The verdict on a post; where somebody holds the seat, whether that person leaves by it."""

    replace = forms.BooleanField(label=_("The predecessor leaves office by this decision"), required=False)

    def __init__(self, *args, row, **kwargs):
        sitting = row.sitting()
        is_past = row.is_past_beside(sitting)
        self.asks = ("replace",) if sitting and not is_past else ()
        super().__init__(*args, row=row, **kwargs)
        if is_past:
            self.fields["decision"].hints[PASS] = _("kept as a former post; whoever serves goes on")

    def extra_fields(self):
        if not self.asks:
            del self.fields["replace"]
        return self.asks


class EndForm(RegistryForm, forms.Form):
    """Leave office: when and why."""

    ended_on = DayField(label=_("Last day in office"), widget=forms.DateInput, initial=timezone.localdate)
    end_reason = forms.ChoiceField(
        label=_("Reason for ending"), choices=Appointment.EndReason.choices, widget=forms.RadioSelect,
        help_text=_("Whoever moved away for good or passed away: enter it on the person's page, for all at once"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("ended_on", "end_reason")


class EndCorrection(EndForm):
    """Another last day or reason, and why."""

    why = forms.CharField(label=_("Why it is corrected"), max_length=200, validators=[refuse_text])
