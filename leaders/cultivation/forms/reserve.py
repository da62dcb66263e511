from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.forms.field import OrganizationChoice
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from leaders.cultivation.models import ReservePlace, SuccessionPlan
from leaders.cultivation.models.succession import CANDIDATES
from leaders.people.forms import LeaderField, LeadersField
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When

LISTS = [("organization", _("An organization")), ("region", _("A building or compound"))]


class ReserveForm(RegistryForm, forms.Form):
    """A person onto the reserve list of an organization or of a seat."""

    needed = ("organization", "region")
    person = LeaderField(label=_("Leader"), help_text=_("Full name, or the number such as LD-000027"))
    what = forms.ChoiceField(label=_("Reserve list of"), choices=LISTS, widget=forms.RadioSelect)
    organization = OrganizationChoice(Permission.LEADER_EDIT, label=_("Organization"), required=False)
    region = RegionField(
        Permission.LEADER_EDIT, levels=(Level.BUILDING, Level.COMPOUND), label=_("Building or compound"), required=False
    )
    since = DayField(label=_("On the list since"), widget=forms.DateInput)
    note = forms.CharField(label=_("Note"), max_length=200, required=False, validators=[refuse_text])

    def __init__(self, *args, user, cancel_url, around=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].set_user(user, around=around)
        self.fields["organization"].set_user(user)
        self.fields["region"].set_user(user)
        self.helper.layout = Layout(
            Section(
                _("Reserve list"),
                "person",
                "what",
                When("what=organization", "organization"),
                When("what=region", "region"),
                "since",
                "note",
            ),
            FormBar(_("Put on the reserve list"), cancel_url=cancel_url),
        )

    def clean_since(self):
        day = self.cleaned_data["since"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day

    def clean(self):
        values = super().clean()
        what = values.get("what")
        if what and not values.get(what) and what not in self.errors:
            missing = {"organization": _("Choose the organization."), "region": _("Choose the building or compound.")}
            self.add_error(what, missing[what])
        return values

    def build(self):
        """The place as typed, unsaved."""
        values = self.cleaned_data
        place = ReservePlace(leader=values["person"], since=values["since"], note=values["note"])
        setattr(place, values["what"], values[values["what"]])
        return place


class LeaveForm(RegistryForm, forms.Form):
    """Off the reserve list: on which day."""

    until = DayField(label=_("On the list until"), widget=forms.DateInput)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("until", FormBar(_("Take off the reserve list"), cancel_url=cancel_url))


class SuccessionForm(RegistryForm, forms.ModelForm):
    """Candidates, day and who arranges it. The reserve list is offered; others are typed."""

    chosen = forms.ModelMultipleChoiceField(
        Leader.objects.none(), label=_("From the reserve list"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = LeadersField(label=_("Further candidates"), required=False)

    class Meta:
        model = SuccessionPlan
        fields = ["planned_on", "arranger", "note"]
        widgets = {"planned_on": forms.DateInput}

    def __init__(self, *args, user, suggested, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["more"].set_user(user)
        names = _("Full names or numbers, a comma between them; %(cap)s candidates in all")
        self.fields["more"].help_text = names % {"cap": CANDIDATES}
        self.fields["arranger"].widget.attrs["class"] += " w-10"
        for name in ("arranger", "note"):
            self.fields[name].validators.append(refuse_text)
        self._offer(suggested)
        self.helper.layout = Layout(
            Section(_("1. Candidates"), *(["chosen"] if suggested else []), "more"),
            Section(_("2. The choice"), "planned_on", "arranger", "note"),
            FormBar(_("Save succession plan"), cancel_url=cancel_url),
        )

    def _offer(self, suggested):
        """Tick boxes for people on the list; who is planned already but not on it stands in the text field."""
        named = {one.pk: one for one in suggested}
        if not suggested:
            del self.fields["chosen"]
        else:
            self.fields["chosen"].queryset = Leader.objects.filter(pk__in=named)
            self.fields["chosen"].choices = [(one.pk, f"{one.name} {one.region.place_label}") for one in suggested]
        planned = list(self.instance.candidates.all()) if self.instance.pk else []
        self.initial["chosen"] = [one.pk for one in planned if one.pk in named]
        self.initial["more"] = [one for one in planned if one.pk not in named]

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if day < timezone.localdate() and "planned_on" in self.changed_data:
            raise forms.ValidationError(_("The day of the choice lies in the past."))
        return day

    def clean(self):
        values = super().clean()
        people = {one.pk for one in [*(values.get("chosen") or []), *(values.get("more") or [])]}
        if len(people) > CANDIDATES:
            self.add_error(
                "more",
                _("At most %(cap)s candidates; now there are %(count)s.") % {"cap": CANDIDATES, "count": len(people)},
            )
        return values
