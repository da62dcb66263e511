import re

from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.settings_of_street.models import MEANINGS, RuleName
from communities.text.characters import plain
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from communities.text.numbers import read_number
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, NumberBox, RegistryForm, Section

# What may stand behind the number, by the unit of the setting: 2年 are no two days.
UNIT_ENDS = {"members": "人名", "years": "年", "days": "天日", "workdays": "天日", "hours": "时"}
_DAY_OF_YEAR = re.compile(r"(?:每年)?(\d{1,2})月(\d{1,2})[日号]?前?")


class RuleBox(NumberBox):
    @staticmethod
    def read(typed: str) -> str:
        """3月31日 is 331, as the day of a year is kept."""
        found = _DAY_OF_YEAR.fullmatch(plain(typed).replace(" ", ""))
        return f"{found[1]}{found[2]:0>2}" if found else read_number(typed)


class RuleForm(RegistryForm, forms.Form):
    """One setting of one street; a superuser may leave the street out."""

    name = forms.ChoiceField(label=_("Setting"), choices=RuleName)
    region = RegionField(Permission.RULE_EDIT, levels=(Level.STREET,), is_own=True, label=_("Street"))
    value = forms.IntegerField(
        label=_("Value"),
        min_value=0,
        max_value=9999,
        widget=RuleBox({"inputmode": "numeric"}),
        help_text=_("A day of the year as month and day, such as 0331"),
    )
    effective_from = DayField(label=_("In force from"), widget=forms.DateInput)
    note = forms.CharField(label=_("Reason or document number"), max_length=200, validators=[refuse_text])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        if user.is_superuser:
            self.fields["region"].required = False
            self.fields["region"].help_text = _("Without one it holds for the whole country.")
        self.helper.layout = Layout(
            Section(_("Change a setting"), "name", "region", "value", "effective_from", "note"),
            FormBar(_("Save setting"), cancel_url=reverse_lazy("communities:rule-list")),
        )

    def clean(self):
        values = super().clean()
        end = plain(self.data.get("value", "")).strip()[-1:]
        unit = MEANINGS[values["name"]].unit if values.get("name") else "day_of_year"
        every = "".join(UNIT_ENDS.values())
        if "value" in values and end in every and end not in UNIT_ENDS.get(unit, every):
            self.add_error("value", _("This setting counts in another unit; type the number as the setting says."))
        return values
