from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.pages.picture import PictureField
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from communities.text.names import LONGEST_NAME, person_name, refuse_person_name
from communities.text.phones import read_phone
from leaders.appointments.forms import PostFields
from leaders.consents.models import Consent
from leaders.people.models import Expertise, Kind, Leader, Stage
from leaders.registration.actions import possible_duplicates
from registry.accounts.roles import Permission
from registry.ui.forms import AskedFor, Folded, FormBar, RegistryForm, Section, When

CONSENT_FIELDS = ("consents", "consent_form", "witness", "given_on")
HOME_LEVELS = (Level.COMMUNITY, Level.COMPOUND, Level.BUILDING)


class PhoneField(forms.CharField):
    """A mobile number or a fixed line with its area code, however it was typed."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "w-10"}),
            **kwargs,
        )

    def to_python(self, value):
        return read_phone(super().to_python(value)).stored


class PersonForm(RegistryForm, forms.ModelForm):
    """The person. Server-checked; typed pinyin wins over the derived one."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=LONGEST_NAME,
        validators=[refuse_person_name],
        widget=forms.TextInput(attrs={"class": "w-10", "autocomplete": "off"}),
    )
    phone = PhoneField(
        label=_("Telephone"),
        required=False,
        help_text=_("Seen only by staff of your region; each view is written down"),
    )
    region = RegionField(Permission.LEADER_EDIT, levels=HOME_LEVELS, label=_("Lives at"))
    expertise = forms.ModelMultipleChoiceField(
        Expertise.objects.all(), label=_("Expertise"), required=False, widget=forms.CheckboxSelectMultiple
    )
    biography = forms.CharField(
        label=_("Public biography"),
        max_length=300,
        required=False,
        widget=forms.Textarea,
        validators=[refuse_text],
        help_text=_("Shown in public only with consent"),
    )
    photo = PictureField(label=_("Photo"))
    checked = forms.BooleanField(label=_("Checked: none of them is the same person"), required=False)

    class Meta:
        model = Leader
        fields = ["name", "gender", "birth_year", "pinyin", "initials", "biography", "basis", "region"]
        widgets = {"gender": forms.RadioSelect, "basis": forms.RadioSelect}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.duplicates = user, []
        self.fields["region"].set_user(user)
        self.fields["gender"].choices = Leader.Gender.choices
        self.fields["basis"].choices = Leader.Basis.choices
        for name in ("pinyin", "initials"):
            self.fields[name].help_text = _("Left empty, it is filled in from the name")

    def clean_name(self):
        return person_name(self.cleaned_data["name"])

    def clean_pinyin(self):
        return self.cleaned_data["pinyin"].lower().replace(" ", "")

    def clean_initials(self):
        return self.cleaned_data["initials"].lower().replace(" ", "")

    def clean(self):
        values = super().clean()
        if values.get("name"):
            self.duplicates = possible_duplicates(
                user=self.user,
                name=values["name"],
                phone=values.get("phone") or "",
                region=values.get("region"),
                birth_year=values.get("birth_year"),
                exclude=self.instance.pk,
            )
        if any(one.is_likely for one in self.duplicates) and not values.get("checked"):
            self.add_error("checked", _("This person may be registered already; compare before going on."))
        return values

    @staticmethod
    def person_layout():
        return [
            "name",
            "gender",
            "birth_year",
            "phone",
            "region",
            "basis",
            AskedFor("checked"),
            Folded(_("More about the person"), "pinyin", "initials", "expertise", "biography", "photo"),
        ]


class RegistrationForm(PersonForm, PostFields):
    """A new person with the first post, or none yet, and what the person agrees to show."""

    kind_choices = [*Kind.choices, ("none", _("No post yet"))]
    choice_hints = PostFields.choice_hints | {
        "kind": PostFields.choice_hints["kind"] | {"none": _("backbone or reserve")}
    }

    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[(Stage.BACKBONE, Stage.BACKBONE.label), (Stage.RESERVE, Stage.RESERVE.label)],
        widget=forms.RadioSelect,
    )
    consents = forms.MultipleChoiceField(
        label=_("The person consents to showing in public"), required=False, choices=Consent.Field.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: only the seat is shown"),
    )  # fmt: skip
    consent_form = forms.ChoiceField(label=_("Form of consent"), required=False, choices=Consent.Form.choices)
    witness = forms.CharField(label=_("Witness"), max_length=30, required=False, validators=[refuse_text])
    given_on = DayField(label=_("Consent given on"), required=False, widget=forms.DateInput)

    class Meta(PersonForm.Meta):
        pass

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_post_choices(self.user)
        self.helper.layout = Layout(
            Section(_("1. Post and term"), *self.post_layout(), When("kind=none", "stage")),
            Section(_("2. Person"), *self.person_layout()),
            Section(_("3. Consent"), Folded(_("What the person agrees to show"), *CONSENT_FIELDS)),
            FormBar(_("Submit registration"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        self.post = None
        if values.get("kind") and values["kind"] != "none" and values.get("region"):
            person = Leader(region=values.get("region"))
            self.post = self.build_appointment(person)
        if values.get("consents"):
            self._clean_consent(values)
        return values

    def _clean_consent(self, values):
        if "given_on" not in self.errors and not values.get("given_on"):
            self.add_error("given_on", _("Give the day of the consent."))
        elif values.get("given_on") and values["given_on"] > timezone.localdate():
            self.add_error("given_on", _("The day of the consent lies in the future."))
        if values.get("consent_form") == Consent.Form.ASSISTED and not values.get("witness"):
            self.add_error("witness", _("Name the witness who helped."))

    @property
    def consent_facts(self):
        values = self.cleaned_data
        return {
            "form": values["consent_form"] or Consent.Form.PAPER,
            "witness": values["witness"],
            "given_on": values["given_on"],
        }


class LeaderEditForm(PersonForm):
    """Change a record."""

    without_phone = forms.BooleanField(label=_("Take the present number away"), required=False)
    without_photo = forms.BooleanField(label=_("Take the present photo away"), required=False)

    class Meta(PersonForm.Meta):
        pass

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expertise"].initial = self.instance.expertise.all()
        self.fields["phone"].help_text = _("Left empty, the number %(phone)s stays") % {
            "phone": self.instance.phone_masked or "—"
        }
        layout = self.person_layout()
        if self.instance.phone_masked:
            layout.insert(layout.index("phone") + 1, "without_phone")
        if self.instance.photo:
            layout[-1].fields.append("without_photo")
        self.helper.layout = Layout(
            Section(_("Person"), *layout),
            FormBar(_("Save changes"), cancel_url=cancel_url),
        )
