from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization

LISTED = 100


class OrganizationChoice(forms.ModelChoiceField):
    """A current organization on which the user holds `permission`: a select while there are few, else its full name."""

    default_error_messages = {
        "invalid_choice": _("Choose an organization inside the own posting."),
    }

    def __init__(self, permission, **kwargs):
        super().__init__(Organization.objects.none(), **kwargs)
        self.permission = permission

    def set_user(self, user):
        reach = Organization.objects.current().permitted(user, self.permission)
        self.queryset = reach.select_related("region").order_by("pinyin", "id")
        if reach.capped_count(LISTED) > LISTED:
            self.widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
            self.help_text = _("Type the full name of the organization.")

    def label_from_instance(self, row):
        return f"{row.name} · {row.region.name}"

    def prepare_value(self, value):
        if isinstance(self.widget, forms.TextInput) and isinstance(value, int):
            row = self.queryset.filter(pk=value).first()
            return row.name if row else ""
        return super().prepare_value(value)

    def to_python(self, value):
        if not isinstance(self.widget, forms.TextInput) or value in self.empty_values:
            return super().to_python(value)
        text = str(value).strip().replace("\x00", "")
        number = Q(pk=int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else Q(pk__in=[])
        found = list(self.queryset.filter(Q(name=text) | number)[:2])
        if len(found) != 1:
            raise ValidationError(_("No single organization of this name is in reach."), code="invalid_choice")
        return found[0]
