"""What a worker fills in: a matter told at the desk, what it is about, whom it is joined with."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.forms.field import OrganizationChoice
from communities.pages.refusing import RefusableForm
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text.digits import refuse_cards
from communities.text.names import refuse_person_name
from leaders.cases.forms.public import short_enough
from leaders.cases.models import Case
from leaders.cases.models.case import number_of
from leaders.people.forms import LeaderField
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When

TOLD = (Case.Channel.DESK, Case.Channel.PHONE, Case.Channel.VISIT)
PLACES = (Level.STREET, Level.COMMUNITY, Level.COMPOUND, Level.BUILDING)


class CaseForm(RegistryForm, forms.Form):
    """A matter told to a worker, or one a leader, a group or the worker brings up."""

    numbers_pass = (
        "title",
        "text",
        "contact",
    )

    region = RegionField(Permission.CASE_EDIT, levels=PLACES, label=_("Place"))
    category = forms.ChoiceField(label=_("Kind of matter"), choices=Case.Category.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=pgettext_lazy("matter", "Title"), max_length=40, required=False, validators=[refuse_cards],
        help_text=_("Left empty, the first sentence is taken"),
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("matter", "What it is about"),
        widget=forms.Textarea,
        validators=[refuse_cards, short_enough],
        help_text=_("The issue and the place; no names of residents"),
    )
    source = forms.ChoiceField(label=_("Raised by"), choices=Case.Source.choices, widget=forms.RadioSelect)
    leader = LeaderField(label=_("Community leader"), required=False, help_text=_("Name or number"))
    organization = OrganizationChoice(Permission.CASE_EDIT, label=_("Organization"), required=False)
    channel = forms.ChoiceField(
        label=_("How it came"), choices=[(one.value, one.label) for one in TOLD], widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Name of the resident"), max_length=30, required=False, validators=[refuse_person_name]
    )
    contact = forms.CharField(
        label=_("Telephone or other contact"), max_length=60, required=False, validators=[refuse_cards],
        help_text=_("Sealed at once; only the handling worker opens it, and each look is written down"),
    )  # fmt: skip
    may_publish = forms.BooleanField(
        label=_("Whoever raised it agrees that the outcome is shown without names"), required=False
    )

    needed = ("leader",)
    needed_when = {"organization": _("needed when the organization raised it")}
    MISSING = {"leader": _("Name the community leader."), "organization": _("Choose the organization.")}

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("region", "organization", "leader"):
            self.fields[name].set_user(user)
        self.fields["text"].widget.attrs["rows"] = 5
        self.helper.layout = Layout(
            Section(_("1. Where and what"), "region", "category", "title", "text"),
            Section(
                _("2. By whom"),
                "source",
                When("source=leader", "leader"),
                When("source=organization,leader", "organization"),
                When("source=resident", "name", "contact"),
                "channel",
                "may_publish",
            ),
            FormBar(_("Enter matter"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        need = values.get("source")
        if need in self.MISSING and not values.get(need) and need not in self.errors:
            self.add_error(need, self.MISSING[need])
        if need == Case.Source.RESIDENT:
            values["organization"] = None
        if need != Case.Source.LEADER:
            values["leader"] = None
        if need != Case.Source.RESIDENT:
            values["name"] = values["contact"] = ""
        return values


class SortForm(RefusableForm):
    numbers_pass = ("title",)

    title = forms.CharField(label=pgettext_lazy("matter", "Title"), max_length=60)
    category = forms.ChoiceField(label=_("Kind of matter"), choices=Case.Category.choices, widget=forms.RadioSelect)
    region = RegionField(Permission.CASE_EDIT, levels=PLACES, label=_("Place"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)


class MergeForm(RefusableForm):
    """Asks for the number of the matter that this one is joined to, and which goes on."""

    numbers_pass = ("into",)

    into = forms.CharField(
        label=_("Number of the matter that goes on"), max_length=20, widget=forms.TextInput(attrs={"class": "w-10"})
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean_into(self):
        number = number_of(self.cleaned_data["into"])
        found = self.rows.filter(pk=number).first() if number else None
        if found is None:
            raise forms.ValidationError(_("No matter of this number is in reach."))
        return found


class PartnerForm(RefusableForm):
    """One more organization that raises it together with the others."""

    organization = OrganizationChoice(Permission.CASE_EDIT, label=_("Organization"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].set_user(user)


class ReplyTemplateForm(RefusableForm):
    region = RegionField(Permission.CASE_DECIDE, levels=(Level.STREET, Level.COMMUNITY), label=_("Street or community"))
    title = forms.CharField(label=pgettext_lazy("matter", "Title"), max_length=40)
    text = forms.CharField(label=_("Text"), max_length=1000, widget=forms.Textarea)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        self.fields["text"].widget.attrs["rows"] = 6
