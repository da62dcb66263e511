import re
import unicodedata

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.regions.forms.picker import RegionField
from communities.regions.models import Level, Region
from communities.text.buildings import BEFORE, TO, UNITS, building_key
from communities.text.digits import refuse_text
from communities.text.form_fields import OfficePhoneField
from communities.text.names import refuse_place_name, region_name
from registry.accounts.roles import Permission
from registry.ui.forms import RegistryForm
from registry.ui.signs import between_names

RUN = re.compile(rf"^{BEFORE}(\d{{1,4}})\s*{UNITS}?\s*{TO}\s*(?P=before)?(\d{{1,4}})\s*(.{{0,10}})$", re.IGNORECASE)
RUN_CAP = 300
NUMBERS = re.compile(r"[,，、\s]+")


class AddForm(RegistryForm, forms.Form):
    """One place, or a run of buildings such as 1–48号楼 with some numbers skipped."""

    name = forms.CharField(label=_("Name"), max_length=50, validators=[refuse_place_name])
    skip = forms.CharField(label=_("Numbers to skip"), max_length=200, required=False, help_text=_("Such as 4, 14"))
    level = forms.ChoiceField(label=_("Level"), required=False)
    note = forms.CharField(
        label=_("Reason or document number"), max_length=300, required=False, validators=[refuse_text]
    )

    def __init__(self, *args, parent, levels, **kwargs):
        self.parent, self.level = parent, levels[0]
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level.value, level.label) for level in levels]
        if len(levels) == 1:
            del self.fields["level"]
        if parent.addable_level == Level.BUILDING:
            self.fields["name"].help_text = _("One building such as 12号楼, or a run such as 1-48号楼")
        else:
            del self.fields["skip"]
        self.helper.layout = Layout(*self.fields)

    def clean(self):
        values = super().clean()
        self.level = Level(values.get("level") or self.level)
        if values.get("name"):
            self.names = self._names(values["name"], values.get("skip") or "")
            self._refuse_present()
        return values

    def _names(self, text, skip):
        run = RUN.match(unicodedata.normalize("NFKC", text)) if self.parent.addable_level == Level.BUILDING else None
        if run is None:
            return [region_name(text)]
        before, first, last, ending = run[1], int(run[2]), int(run[3]), (run[4] or "号楼").replace("#", "号楼")
        if last < first or last - first >= RUN_CAP:
            raise ValidationError(
                {"name": _("A run goes upward and has at most %(cap)s buildings.") % {"cap": RUN_CAP}}
            )
        left_out = {
            int(part)
            for part in NUMBERS.split(unicodedata.normalize("NFKC", skip))
            if part.isascii() and part.isdigit()
        }
        return [f"{before}{number}{ending}" for number in range(first, last + 1) if number not in left_out]

    def _refuse_present(self):
        siblings = Region.objects.current().filter(parent=self.parent)
        same = Q(name__in=self.names)
        if self.parent.addable_level == Level.BUILDING:
            same |= Q(building_key__in={building_key(name) for name in self.names})
        present = siblings.filter(same).by_sort()
        taken = list(present.values_list("name", flat=True)[:10])
        if taken:
            self.add_error(
                "name", _("Already there: %(names)s. Leave them out.") % {"names": between_names().join(taken)}
            )


class RenameForm(RegistryForm, forms.Form):
    name = forms.CharField(label=_("New name"), max_length=50, validators=[refuse_place_name])
    keep_old = forms.BooleanField(label=_("Keep the old name as another name"), required=False, initial=True)
    note = forms.CharField(
        label=_("Reason or document number"), max_length=300, required=False, validators=[refuse_text]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "keep_old", "note")


class LinkForm(RegistryForm, forms.Form):
    """Which compound this one is a part of; left empty, it stands for itself."""

    whole = RegionField(
        Permission.REGION_ACT, levels=(Level.COMPOUND,), label=_("Main part of the compound"), required=False
    )
    note = forms.CharField(
        label=_("Reason or document number"), max_length=300, required=False, validators=[refuse_text]
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whole"].set_user(user)
        self.helper.layout = Layout("whole", "note")


class DescribeForm(RegistryForm, forms.Form):
    """Other names and the contact residents see."""

    aliases = forms.CharField(
        label=_("Other names"),
        max_length=200,
        required=False,
        help_text=_("Separated by commas"),
        validators=[refuse_text],
    )
    contact_phone = OfficePhoneField(label=_("Public telephone"), required=False)
    contact_address = forms.CharField(
        label=_("Public address"), max_length=100, required=False, validators=[refuse_text]
    )
    contact_hours = forms.CharField(label=_("Opening hours"), max_length=60, required=False, validators=[refuse_text])
    issuer = forms.CharField(
        label=_("Name on certificates"),
        max_length=40,
        required=False,
        validators=[refuse_text],
        help_text=_("Empty: the office of the street behind the name of the county"),
    )

    def __init__(self, *args, level, **kwargs):
        super().__init__(*args, **kwargs)
        if level != Level.STREET:
            del self.fields["issuer"]
        self.helper.layout = Layout(*self.fields)

    def clean_aliases(self):
        parts = [part.strip() for part in re.split(r"[,，、;；]", self.cleaned_data["aliases"])]
        return list(dict.fromkeys(part for part in parts if part))


class NoteForm(RegistryForm, forms.Form):
    note = forms.CharField(label=_("Reason or document number"), max_length=300, validators=[refuse_text])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("note")
