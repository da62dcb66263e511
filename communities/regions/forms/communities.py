"""The communities of a street, taken as they stand in the national table: drop, add, rename."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.regions.edition import keys_of, left_out_keys
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level, Region
from communities.regions.national import communities_of
from communities.text.names import refuse_place_name, region_name
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
        kept = left_out_keys() if self.table else set()
        self.offers = {code: _offer(street, code, name) for code, name, _kind in self.table}
        self.left_before = {code for code, offer in self.offers.items() if not kept.isdisjoint(keys_of(offer))}
        for code, name, _kind in self.table:
            is_meant = name not in self.taken_names and code not in self.left_before
            take = forms.BooleanField(required=False, initial=is_meant, label=_("take"))
            self.fields[f"take_{code}"] = take
            self.fields[f"name_{code}"] = forms.CharField(
                required=False, initial=name, max_length=50, label=_("Name"), validators=[refuse_place_name]
            )
            self._dress(f"take_{code}", take)
            self._dress(f"name_{code}", self.fields[f"name_{code}"])

    def groups(self):
        """(whether they were left out before, [(code, checkbox, name)]) for the template; no group is empty."""
        lines = [(code, self[f"take_{code}"], self[f"name_{code}"]) for code, _name, _kind in self.table]
        parted = [
            (is_before, [line for line in lines if (line[0] in self.left_before) == is_before])
            for is_before in (False, True)
        ]
        return [(is_before, found) for is_before, found in parted if found]

    def clean_more(self):
        names = list(dict.fromkeys(filter(None, map(region_name, self.cleaned_data["more"].splitlines()))))
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
            (f"name_{code}", self._row(code, name, kind, region_name(values.get(f"name_{code}") or "")))
            for code, name, kind in self.table
            if values.get(f"take_{code}")
        ]
        wanted += [("more", {"name": region_name(name)}) for name in values.get("more") or []]
        for field, row in wanted:
            if row["name"] in seen:
                self.add_error(field, _("“%(name)s” stands there twice.") % {"name": row["name"]})
            seen.add(row["name"])
            self.chosen.append(row)
        took = {row["code"] for _field, row in wanted if "code" in row}
        self.taken_up = [self.offers[code] for code in took]
        self.left_out = [
            self.offers[code]
            for code, name, _kind in self.table
            if code not in took and name not in self.taken_names and f"name_{code}" in self.data
        ]
        if not wanted and not self.errors:
            raise ValidationError(_("Choose at least one community."), code="none")
        return values

    @staticmethod
    def _row(code, name, kind, corrected):
        """A corrected name stands beside that of the table: it is found by both, and no later table renames it."""
        aliases = [name] if corrected not in ("", name) else []
        return {"name": corrected or name, "code": code, "kind": kind, "aliases": aliases}


def _offer(street, code, name):
    """A community of the table as a comparison with a whole table would call it."""
    return {
        "kind": "new", "pk": None, "was": "", "name": name, "code": code, "level": Level.COMMUNITY.value,
        "parent": street.pk, "parent_code": street.code, "parent_name": street.name, "is_doubtful": False,
    }  # fmt: skip
