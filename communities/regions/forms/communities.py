"""The communities of a street, taken as they stand in the national table: drop, add, rename."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.regions.forms.picker import RegionField
from communities.regions.models import Level, Region
from communities.regions.national import communities_of
from communities.text.names import place_name, refuse_place_name
from registry.accounts.roles import Permission
from registry.ui.forms import RegistryForm

MORE = 100  # names one can add beside the table's


class StreetForm(RegistryForm, forms.Form):
    """Which street is going to be served."""

    region = RegionField(Permission.REGION_ACT, levels=(Level.STREET,), label=_("Street or town"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)


class CommunitiesForm(RegistryForm, forms.Form):
    """A line for each community of the table that is not in the tree yet, and room for others."""

    more = forms.CharField(
        label=_("Other communities"),
        required=False,
        max_length=5000,
        widget=forms.Textarea,
        help_text=_("One name a line, for those the table does not have."),
    )

    def __init__(self, *args, street, **kwargs):
        super().__init__(*args, **kwargs)
        below = Region.objects.current().filter(parent=street).by_sort()
        self.present = list(below.values_list("name", "code"))
        taken_codes, self.taken_names = {code for _name, code in self.present}, {name for name, _code in self.present}
        self.table = [row for row in communities_of(street.code) if row[0] not in taken_codes]
        for code, name, _kind in self.table:
            take = forms.BooleanField(required=False, initial=name not in self.taken_names, label=_("take"))
            self.fields[f"take_{code}"] = take
            self.fields[f"name_{code}"] = forms.CharField(
                required=False, initial=name, max_length=50, label=_("Name"), validators=[refuse_place_name]
            )
            self._dress(f"take_{code}", take)
            self._dress(f"name_{code}", self.fields[f"name_{code}"])

    def lines(self):
        """(code, checkbox, name) for the template."""
        return [(code, self[f"take_{code}"], self[f"name_{code}"]) for code, _name, _kind in self.table]

    def clean_more(self):
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()))
        if len(names) > MORE:
            raise ValidationError(_("At most %(most)s at once.") % {"most": MORE})
        for name in names:
            if len(name) > 50:
                raise ValidationError(_("“%(name)s…” is longer than 50 characters.") % {"name": name[:20]})
            refuse_place_name(name)
        return names

    def clean(self):
        values = super().clean()
        self.chosen, seen = [], set(self.taken_names)
        wanted = [
            (f"name_{code}", self._row(code, name, kind, place_name(values.get(f"name_{code}") or "")))
            for code, name, kind in self.table
            if values.get(f"take_{code}")
        ]
        wanted += [("more", {"name": place_name(name)}) for name in values.get("more") or []]
        for field, row in wanted:
            if row["name"] in seen:
                self.add_error(field, _("“%(name)s” stands there twice.") % {"name": row["name"]})
            seen.add(row["name"])
            self.chosen.append(row)
        if not wanted and not self.errors:
            raise ValidationError(_("Choose at least one community."), code="none")
        return values

    @staticmethod
    def _row(code, name, kind, corrected):
        """A corrected name stands beside that of the table: it is found by both, and no later table renames it."""
        aliases = [name] if corrected not in ("", name) else []
        return {"name": corrected or name, "code": code, "kind": kind, "aliases": aliases}
