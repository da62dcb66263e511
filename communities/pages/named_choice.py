"""A choice among rows in reach: a select while there are few, else the full name typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from communities.pages.base import Row
from communities.scope import Account

LISTED = 100


class NamedChoice(forms.ModelChoiceField):
    """A subclass says which rows are in reach (`reach`), how they are ordered, and its words."""

    model: Any = None
    queryset: Any
    typed_help = not_one = ""

    def __init__(self, permission: str, **kwargs: Any) -> None:
        super().__init__(self.model.objects.none(), **kwargs)
        self.permission = permission

    def reach(self, user: Account) -> Any:
        raise NotImplementedError

    def set_user(self, user: Account) -> None:
        reach = self.reach(user)
        self.queryset = reach.select_related("region")
        if reach.capped_count(LISTED) > LISTED:
            self.widget = forms.TextInput(attrs={"class": "form-control"})
            self.help_text = self.typed_help

    def label_from_instance(self, row: Row) -> str:
        return f"{row.name} · {row.region.name}"

    def prepare_value(self, value: Any) -> Any:
        if isinstance(self.widget, forms.TextInput) and isinstance(value, int):
            row = self.queryset.filter(pk=value).first()
            return row.name if row else ""
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Row:
        if not isinstance(self.widget, forms.TextInput) or value in self.empty_values:
            return super().to_python(value)
        text = str(value).strip().replace("\x00", "")
        number = Q(pk=int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else Q(pk__in=[])
        found = list(self.queryset.filter(Q(name=text) | number)[:2])
        if len(found) != 1:
            raise ValidationError(self.not_one, code="invalid_choice")
        return found[0]
