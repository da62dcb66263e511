"""What an act on a place needs beside the place: from when, why, by which document, and what exactly."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.regions.forms.picker import RegionField
from communities.regions.models import Region
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from communities.text.names import refuse_place_name
from registry.accounts.roles import Permission
from registry.ui.forms import RegistryForm

PARTS = 10


class ActForm(RegistryForm, forms.Form):
    """The facts every act has."""

    effective_on = DayField(
        label=pgettext_lazy("region act", "From"), initial=timezone.localdate, widget=forms.DateInput
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, validators=[refuse_text])
    document_number = forms.CharField(
        label=_("Document number"), max_length=60, required=False, validators=[refuse_text]
    )

    def __init__(self, *args, user, region, **kwargs):
        super().__init__(*args, **kwargs)
        self.region = region
        if "to" in self.fields:
            self.fields["to"].set_user(user)

    def about(self):
        return {name: self.cleaned_data[name] for name in ("effective_on", "reason", "document_number")}


class MoveForm(ActForm):
    to = RegionField(Permission.REGION_ACT, label=_("To be part of"))
    field_order = ["to"]


class MergeForm(ActForm):
    to = RegionField(Permission.REGION_ACT, label=_("Merged into"))
    field_order = ["to"]


class RecodeForm(ActForm):
    code = forms.RegexField(
        r"^\d{12}$", label=_("New statistical code"), error_messages={"invalid": _("A code has 12 digits.")}
    )
    field_order = ["code"]


class SplitForm(ActForm):
    """The names of the new places, and for each place below which of them it goes to."""

    parts = forms.CharField(
        label=_("New places beside it"), widget=forms.Textarea, max_length=600, help_text=_("One name a line")
    )
    field_order = ["parts"]

    def __init__(self, *args, user, region, **kwargs):
        super().__init__(*args, user=user, region=region, **kwargs)
        self.children = list(Region.objects.current().filter(parent=region).by_sort()[:500])
        for child in self.children:
            field = forms.IntegerField(
                label=child.name,
                required=False,
                min_value=1,
                max_value=PARTS,
                help_text=_("Line of the new place it goes to; empty: it stays"),
            )
            self.fields[f"child_{child.pk}"] = field
            self._dress(f"child_{child.pk}", field)

    def clean_parts(self):
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["parts"].splitlines() if line.strip()))
        if not 0 < len(names) <= PARTS:
            raise ValidationError(_("One to %(most)s names.") % {"most": PARTS})
        for name in names:
            refuse_place_name(name)
        return names

    def clean(self):
        values = super().clean()
        self.places = {child.pk: number - 1 for child in self.children if (number := values.get(f"child_{child.pk}"))}
        if any(place >= len(values.get("parts") or []) for place in self.places.values()) and "parts" in values:
            raise ValidationError(_("A line is named that is not there."), code="line")
        return values
