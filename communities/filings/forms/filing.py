from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.forms.organization import grouped_categories
from communities.organizations.models import Category
from communities.pages.refusing import RefusableForm
from communities.regions.models import Level, Region
from communities.scope import ancestor_paths
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from communities.text.names import refuse_person_name, refuse_place_name
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When

NOT_LISTED = "other"
PLACES = (Level.STREET, Level.COMMUNITY)


class FilingForm(RegistryForm, forms.Form):
    """What a draft says; the checked values are the fields of a Filing."""

    more_fields = ()
    needed = ("person_name",)
    needed_when = {
        name: _("needed when it is submitted") for name in ("person", "purpose")
    }  # a draft may be unfinished

    person = forms.ChoiceField(label=_("Person in charge"), widget=forms.RadioSelect, required=False)
    person_name = forms.CharField(
        label=_("Name of the person in charge"), max_length=30, required=False, validators=[refuse_person_name]
    )
    purpose = forms.CharField(
        label=_("Purpose and summary of the charter"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        validators=[refuse_text],
        help_text=_("What the group is for, how it takes members, how it decides and keeps its accounts"),
    )

    def __init__(self, *args, organization, cancel_url, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        posts = organization.appointments.filter(state="current").select_related("leader").order_by("started_on")
        self.posts = {str(post.pk): post for post in posts}
        self.fields["person"].choices = [
            *[(key, post.leader.name) for key, post in self.posts.items()],
            (NOT_LISTED, _("Somebody not in the register")),
        ]
        self.fields["person"].hints = {key: post.title or post.get_kind_display() for key, post in self.posts.items()}
        self.helper.layout = Layout(
            Section(_("1. Person in charge"), "person", When(f"person={NOT_LISTED}", "person_name")),
            Section(_("2. Purpose"), *self.more_fields, "purpose"),
            FormBar(_("Save draft of the filing"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        chosen = values.get("person", "")
        if chosen == NOT_LISTED and not values.get("person_name") and "person_name" not in self.errors:
            self.add_error("person_name", _("Give the name of the person in charge."))
        values.pop("person", None)
        named = values.get("person_name", "") if chosen == NOT_LISTED else ""
        return values | {"appointment": self.posts.get(chosen), "person_name": named}

    @staticmethod
    def initial_of(filing):
        chosen = str(filing.appointment_id or (NOT_LISTED if filing.person_name else ""))
        return {
            "person": chosen,
            "person_name": filing.person_name,
            "purpose": filing.purpose,
            "new_name": filing.new_name,
            "new_region": filing.new_region_id,
            "new_category": filing.new_category_id,
            "charter_changes": filing.charter_changes,
        }


class AmendmentForm(FilingForm):
    """The same for what changes on file: another name, place or category, the charter; the purpose is written anew."""

    more_fields = ("new_name", "new_region", "new_category", "charter_changes")

    new_name = forms.CharField(
        label=_("New name"), max_length=60, required=False, validators=[refuse_place_name],
        help_text=_("Left empty, the name stays"),
    )  # fmt: skip
    new_region = forms.ModelChoiceField(
        Region.objects.none(), label=_("New place"), required=False, empty_label=_("The place stays"),
        help_text=_("Within the street; a filing is not taken along to another one"),
    )  # fmt: skip
    new_category = forms.ModelChoiceField(
        Category.objects.exclude(parent=None), label=_("New category"), required=False, empty_label=None
    )
    charter_changes = forms.CharField(
        label=_("What changes in the charter"), max_length=300, required=False, widget=forms.Textarea,
        validators=[refuse_text], help_text=_("The changed charter is attached to the draft afterwards"),
    )  # fmt: skip

    def __init__(self, *args, organization, user, **kwargs):
        super().__init__(*args, organization=organization, user=user, **kwargs)
        above = ancestor_paths(organization.region_path)
        street = Region.objects.filter(path__in=above, level=Level.STREET).first() or organization.region
        places = Region.objects.current().within(street).permitted(user, Permission.FILING_EDIT)
        self.fields["new_region"].queryset = places.filter(level__in=PLACES).order_by("path")
        _blank, *groups = grouped_categories()
        self.fields["new_category"].choices = [("", _("The category stays")), *groups]


class PaperForm(FilingForm):
    """What a certificate issued on paper says. Who is in charge may be left open: some papers name nobody."""

    number = forms.CharField(
        label=_("Number on the paper"), max_length=60, validators=[refuse_text], help_text=_("As it was issued")
    )
    filed_name = forms.CharField(
        label=_("Name on the paper"), max_length=60, required=False, validators=[refuse_place_name],
        help_text=_("Where it differs from the name of today"),
    )  # fmt: skip
    issued_by = forms.CharField(
        label=_("Office that issued it"), max_length=60, required=False, validators=[refuse_text],
        help_text=_("Where it is not the street of today"),
    )  # fmt: skip
    valid_from = DayField(label=pgettext_lazy("filing", "Issued on"), widget=forms.DateInput)
    valid_until = DayField(
        label=_("Valid until"), required=False, widget=forms.DateInput,
        help_text=_("Where the paper does not say, the rule of the street counts"),
    )  # fmt: skip
    members = forms.IntegerField(label=_("Members at that time"), required=False, min_value=1, max_value=100_000)
    purpose = None
    needed_when = {}

    def __init__(self, *args, organization, cancel_url, **kwargs):
        super().__init__(*args, organization=organization, cancel_url=cancel_url, **kwargs)
        self.helper.layout = Layout(
            Section(_("The paper"), "number", "filed_name", "issued_by", "valid_from", "valid_until"),
            Section(
                pgettext_lazy("filing", "The group"), "person", When(f"person={NOT_LISTED}", "person_name"), "members"
            ),
            FormBar(_("Hand in the paper filing"), cancel_url=cancel_url),
        )

    @staticmethod
    def initial_of(filing):
        names = ("number", "filed_name", "issued_by", "valid_from", "valid_until", "members")
        return FilingForm.initial_of(filing) | {name: getattr(filing, name) for name in names}


def form_for(kind):
    return {"amend": AmendmentForm, "paper": PaperForm}.get(kind, FilingForm)


class FilingEndForm(RefusableForm):
    reason = forms.CharField(label=_("Reason for ending the filing"), max_length=200, widget=forms.Textarea)


class FilingDropForm(RefusableForm):
    """A draft may be given up without saying why."""

    reason = forms.CharField(label=_("Reason for giving it up"), max_length=200, required=False, widget=forms.Textarea)
