import secrets
import time

from crispy_forms.layout import Layout
from django import forms
from django.core import signing
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.forms.field import OrganizationChoice
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text.digits import refuse_fixed_lines, refuse_text
from communities.text.form_fields import DayField
from communities.text.names import LONGEST_NAME, refuse_person_name
from leaders.appointments.forms import KIND_HINTS
from leaders.appointments.models import Topic
from leaders.nominations.models import Nomination
from leaders.people.models import Kind, Leader
from leaders.registration.actions import possible_duplicates
from leaders.registration.forms import HOME_LEVELS, PhoneField
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When

NEW = "new"


class NomineeFields(forms.Form):
    """Who is put forward and why, shared by the public form and the worker's one."""

    nominee_name = forms.CharField(
        label=_("Name of the person"),
        max_length=LONGEST_NAME,
        validators=[refuse_person_name],
        widget=forms.TextInput(attrs={"class": "w-10", "autocomplete": "off"}),
    )
    phone = PhoneField(label=_("Mobile number"), required=False)
    reason = forms.CharField(
        label=_("Why this person"),
        max_length=300,
        required=False,
        widget=forms.Textarea,
        validators=[refuse_text, refuse_fixed_lines],
    )
    nominator = forms.CharField(
        label=_("Name of who puts forward"),
        max_length=30,
        required=False,
        validators=[refuse_person_name],
        widget=forms.TextInput(attrs={"class": "w-10", "autocomplete": "off"}),
    )

    def fill(self, nomination):
        """Write what was typed onto an unsaved nomination."""
        values = self.cleaned_data
        nomination.nominee_name, nomination.reason = values["nominee_name"], values["reason"]
        nomination.relation, nomination.nominator = values["relation"], values["nominator"]
        nomination.set_phone(values["phone"])
        return nomination


class PublicNominationForm(RegistryForm, NomineeFields):
    """What a resident fills in. `stamp` says when the page was opened, `website` is left empty by people."""

    TOO_QUICK, TOO_OLD = 3, 24 * 3600
    SALT = "nomination"

    relation = forms.ChoiceField(
        label=_("Who is put forward"), choices=Nomination.Relation.choices, widget=forms.RadioSelect
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=[*BLANK_CHOICE_DASH, *Topic.choices], required=False)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != Kind.OPINION:
            del self.fields["topic"]
        else:
            self.fields["topic"].required = True
        self.fields["phone"].help_text = _("Needed when you offer to try yourself; seen only by the committee's staff")
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["reason"].help_text = _("Up to 300 characters; no telephone numbers here")
        self.fields["nominator"].label = _("Your name")
        self.fields["nominator"].help_text = _("Only so that the committee can thank you")
        order = ["relation", *(["topic"] if "topic" in self.fields else []), "nominee_name", "phone", "reason"]
        others = ",".join(one for one in Nomination.Relation.values if one != Nomination.Relation.SELF)
        self.helper.layout = Layout(*order, When(f"relation={others}", "nominator"), "stamp")

    def clean(self):
        values = super().clean()
        if (
            values.get("relation") == Nomination.Relation.SELF
            and not values.get("phone")
            and "phone" not in self.errors
        ):
            self.add_error("phone", _("Please give a mobile number, so that the committee can reach you."))
        self._clean_stamp(values.get("stamp", ""))
        return values

    def _clean_stamp(self, stamp):
        """Opened between three seconds and a day ago; else the page is shown again with a fresh stamp."""
        try:
            opened = signing.loads(stamp, salt=self.SALT, max_age=self.TOO_OLD)
        except signing.SignatureExpired:
            self.add_error(None, _("This page was opened long ago. Nothing is lost: please send it once more."))
        except signing.BadSignature:
            self.add_error(None, _("Nothing is lost: please send it once more."))
        else:
            self.nonce = opened["nonce"]
            if time.time() - opened["at"] < self.TOO_QUICK:
                self.add_error(None, _("That was very quick. Please look at it once more and send it again."))

    @classmethod
    def new_stamp(cls):
        return signing.dumps({"nonce": secrets.token_hex(16), "at": time.time()}, salt=cls.SALT)


class NominationForm(RegistryForm, NomineeFields):
    """What a worker enters: own finding, or what a resident said at the desk."""

    choice_hints = {"kind": KIND_HINTS}
    needed = ("organization", "building", "compound", "place", "topic")

    kind = forms.ChoiceField(label=_("Kind of leader"), choices=Kind.choices, widget=forms.RadioSelect)
    organization = OrganizationChoice(Permission.NOMINATION_EDIT, label=_("Organization"), required=False)
    building = RegionField(Permission.NOMINATION_EDIT, levels=(Level.BUILDING,), label=_("Building"), required=False)
    compound = RegionField(Permission.NOMINATION_EDIT, levels=(Level.COMPOUND,), label=_("Compound"), required=False)
    place = RegionField(
        Permission.NOMINATION_EDIT,
        levels=(Level.COMMUNITY, Level.COMPOUND),
        label=_("Community or compound"),
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=[*BLANK_CHOICE_DASH, *Topic.choices], required=False)
    source = forms.ChoiceField(
        label=_("Put forward by"),
        choices=[(one.value, one.label) for one in (Nomination.Source.WORKER, Nomination.Source.RESIDENT)],
        widget=forms.RadioSelect,
    )
    relation = forms.ChoiceField(
        label=_("Who is put forward"), choices=Nomination.Relation.choices, initial=Nomination.Relation.NEIGHBOUR
    )

    NEEDS = {Kind.TEAM: "organization", Kind.BUILDING: "building", Kind.ESTATE: "compound", Kind.OPINION: "place"}
    MISSING = {
        "organization": _("Choose the organization."),
        "building": _("Choose the building."),
        "compound": _("Choose the compound."),
        "place": _("Choose the community or compound."),
    }

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.MISSING:
            self.fields[name].set_user(user)
        self.fields["reason"].required = True
        self.helper.layout = Layout(
            Section(
                _("1. For which seat"),
                "kind",
                When("kind=team", "organization"),
                When("kind=building", "building"),
                When("kind=estate", "compound"),
                When("kind=opinion", "place", "topic"),
            ),
            Section(_("2. Who"), "nominee_name", "phone", "reason"),
            Section(_("3. By whom"), "source", "relation", "nominator"),
            FormBar(_("Enter nomination"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        need = self.NEEDS.get(values.get("kind"))
        if need and not values.get(need) and need not in self.errors:
            self.add_error(need, self.MISSING[need])
        if values.get("kind") == Kind.OPINION and not values.get("topic"):
            self.add_error("topic", _("Choose the topic this person speaks on."))
        return values

    def build(self):
        values = self.cleaned_data
        row = Nomination(kind=values["kind"], source=values["source"])
        place = values[self.NEEDS[row.kind]]
        row.topic = values["topic"] if row.kind == Kind.OPINION else ""
        if row.kind == Kind.TEAM:
            row.organization, row.region = place, place.region
        else:
            row.region = place
        return self.fill(row)


class ContactForm(RegistryForm, forms.Form):
    how = forms.ChoiceField(
        label=_("How the person was asked"), choices=Nomination.Channel.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("how")


class DeclineForm(RegistryForm, forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason for not taking it up"), choices=Nomination.DeclineReason.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason", FormBar(_("Close nomination"), cancel_url=cancel_url))


class AcceptForm(RegistryForm, forms.Form):
    """The person agreed: how and when, and who it is — somebody on record, or a new record."""

    agreed_on = DayField(label=_("The person agreed on"), widget=forms.DateInput)
    agreed_how = forms.ChoiceField(
        label=_("How the person agreed"), choices=Nomination.Channel.choices, widget=forms.RadioSelect
    )
    who = forms.ChoiceField(label=_("Record"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Full name"), max_length=LONGEST_NAME, validators=[refuse_person_name])
    gender = forms.ChoiceField(label=_("Gender"), choices=Leader.Gender.choices, widget=forms.RadioSelect)
    birth_year = forms.IntegerField(label=_("Birth year"), required=False)
    region = RegionField(Permission.LEADER_EDIT, levels=HOME_LEVELS, label=_("Lives at"))
    phone = PhoneField(label=_("Mobile"), required=False)

    def __init__(self, *args, user, nomination, cancel_url, **kwargs):
        self.user, self.nomination = user, nomination
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        self.fields["birth_year"].widget.attrs["class"] += " w-5"
        self.fields["name"].widget.attrs["class"] += " w-10"
        if nomination.phone_masked:
            self.fields["phone"].help_text = _("Left empty, the number %(phone)s is taken over") % {
                "phone": nomination.phone_masked
            }
        is_new = not self.is_bound or self.data.get("who") == NEW
        for field in ("name", "gender", "region"):
            self.fields[field].required = is_new
        self.duplicates = self._find_duplicates()
        known = [(str(one.leader.pk), self._label(one)) for one in self.duplicates]
        self.fields["who"].choices = [*known, (NEW, _("Not on record yet: register a new person"))]
        if not known:
            self.initial["who"] = NEW
        self.helper.layout = Layout(
            Section(_("1. The person's agreement"), "agreed_on", "agreed_how"),
            Section(_("2. Who it is"), "who"),
            When(f"who={NEW}", "name", "gender", "birth_year", "region", "phone"),
            FormBar(_("Accept nomination"), cancel_url=cancel_url),
        )

    @staticmethod
    def _label(one):
        known = one.leader
        return f"{known.name} {known.number} {known.region.place_label}（{'、'.join(map(str, one.reasons))}）"

    def _find_duplicates(self):
        """People on record with the name or number put forward, or with those typed over them."""
        typed = self.data.get("name", "") if self.is_bound else ""
        name = typed.replace("\x00", "").strip()[:30] or self.nomination.nominee_name
        return possible_duplicates(
            user=self.user, name=name, phone=self._typed_phone() or self.nomination.open_phone(),
            region=self.nomination.region,
        )  # fmt: skip

    def _typed_phone(self):
        try:
            return PhoneField(required=False).clean(self.data.get("phone", "")) if self.is_bound else ""
        except forms.ValidationError:
            return ""

    def clean_agreed_on(self):
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day of the agreement lies in the future."))
        if day < timezone.localtime(self.nomination.received_at).date():
            raise forms.ValidationError(_("The person cannot have agreed before the nomination came."))
        return day

    def clean(self):
        values = super().clean()
        if values.get("who") == NEW and not self.errors:
            self._build(values)
        return values

    def _build(self, values):
        person = Leader(
            name=values["name"], gender=values["gender"], birth_year=values["birth_year"], region=values["region"],
            basis=Leader.Basis.CONSENT,
        )  # fmt: skip
        person.set_keys()
        person.set_phone(values["phone"] or self.nomination.open_phone())
        try:
            person.clean_fields(exclude=["created_by", "region_path"])
            person.clean()
        except forms.ValidationError as wrong:
            self.add_error(None, wrong.messages)
        self.person = person

    @property
    def leader(self):
        """The chosen person on record (one of those offered, so in reach), or the new one, unsaved."""
        who = self.cleaned_data["who"]
        if who == NEW:
            return self.person
        return next(one.leader for one in self.duplicates if str(one.leader.pk) == who)
