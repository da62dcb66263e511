from crispy_forms.layout import Layout
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.assessments.models import refuse_unassessed
from communities.organizations.models import Category, MemberCount, Organization
from communities.organizations.models.organization import ORGANIZATION_LEVELS
from communities.regions.forms.picker import RegionField
from communities.text.digits import refuse_text
from communities.text.names import refuse_place_name
from registry.accounts.roles import Permission
from registry.ui.forms import AskedFor, FormBar, RegistryForm, Section
from registry.ui.signs import between_names


def grouped_categories():
    """Choices in two levels; only second-level categories can be chosen."""
    rows = list(Category.objects.select_related("parent").exclude(parent=None).order_by("parent__position", "position"))
    groups = {}
    for row in rows:
        groups.setdefault(row.parent.name, []).append((row.pk, row.name))
    return [*BLANK_CHOICE_DASH, *groups.items()]


class OrganizationForm(RegistryForm, forms.ModelForm):
    """Register or edit an organization."""

    region = RegionField(Permission.ORGANIZATION_EDIT, levels=ORGANIZATION_LEVELS, label=_("Region"))
    checked = forms.BooleanField(label=_("Checked: it is not the same organization"), required=False)

    class Meta:
        model = Organization
        fields = [
            "name", "region", "category", "purpose", "activity_forms", "meeting_times", "meeting_place",
            "founded_on", "is_recruiting", "is_published",
        ]  # fmt: skip
        widgets = {"purpose": forms.Textarea}

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.namesakes = []
        self.fields["region"].set_user(user)
        self.fields["category"].choices = grouped_categories()
        self.fields["name"].validators.append(refuse_place_name)
        for name in ("purpose", "activity_forms", "meeting_times", "meeting_place"):
            self.fields[name].validators.append(refuse_text)
        self.helper.layout = Layout(
            Section(_("1. Organization"), "name", AskedFor("checked"), "category", "region", "founded_on"),
            Section(_("2. What it does"), "purpose", "activity_forms", "meeting_times", "meeting_place"),
            Section(_("3. For residents"), "is_recruiting", "is_published"),
            FormBar(_("Save organization"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        if values.get("name") and values.get("region"):
            found = Organization.objects.namesakes(values["name"], values["region"]).exclude(pk=self.instance.pk)
            self.namesakes = list(found.select_related("region")[:5])
        if values.get("is_published") and values.get("region") and not self.initial.get("is_published"):
            try:
                refuse_unassessed(values["region"].path)
            except forms.ValidationError as refused:
                self.add_error("is_published", refused)
        if self.namesakes and not values.get("checked"):
            places = between_names().join(row.region.name for row in self.namesakes)
            self.add_error(
                "checked",
                _("An organization of this name is registered below the same street: %(places)s.") % {"places": places},
            )
        return values


class MemberCountForm(RegistryForm, forms.ModelForm):
    # The counts the page knew of (`Organization.known_members`), for a year somebody else enters meanwhile.
    known = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MemberCount
        fields = ["year", "members", "over_sixty"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("year", "members", "over_sixty", "known")

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("This year lies in the future."))
        return year

    def clean(self):
        values = super().clean()
        if (
            values.get("over_sixty") is not None
            and values.get("members") is not None
            and values["over_sixty"] > values["members"]
        ):
            self.add_error("over_sixty", _("There cannot be more members over 60 than members."))
        return values
