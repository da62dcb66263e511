"""Model fields for what people type. Each refuses on validation and, as the last wall, when it is written.

`Model.full_clean` (forms, admin) finds the validators; what is written without it (verbs, imports, bulk) passes
`get_db_prep_save`. Migrations know them as Django's own fields: the column is the same.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import models

from communities.text import form_fields
from communities.text.dates import Precision, refuse_day
from communities.text.digits import refuse_text
from communities.text.names import person_name, place_name, refuse_person_name, refuse_place_name

Mixin: Any = object  # for the type checker: a mixin has the methods of the class it stands beside


class _Typed(Mixin):
    """A text with one normal form and one refusal."""

    default_validators: list[Callable[[str], None]] = [refuse_text]
    migrates_as = "django.db.models.CharField"

    @staticmethod
    def normal_form(text: str) -> str:
        return text

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return self.normal_form(text) if isinstance(text, str) else text

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        text = super().pre_save(instance, add)
        if isinstance(text, str):
            text = self.normal_form(text)
            setattr(instance, self.attname, text)
        return text

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Every insert and update comes through here, `QuerySet.update` and bulk writes too."""
        if isinstance(value, str) and value:
            for refuse in self.default_validators:
                refuse(value)
        return super().get_db_prep_save(value, connection)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, self.migrates_as, args, kwargs


class FreeCharField(_Typed, models.CharField):
    """A line people write: no identity number, bank card or mobile number, nothing that cannot be shown."""


class FreeTextField(_Typed, models.TextField):
    migrates_as = "django.db.models.TextField"


class PersonNameField(_Typed, models.CharField):
    """The name of a person, stored in one spelling."""

    default_validators = [refuse_person_name, refuse_text]
    normal_form = staticmethod(person_name)


class ByteOrdered(models.CharField):
    """Text compared byte by byte on both engines, whatever the database's collation."""

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}


class KeyField(ByteOrdered):
    """What compares: derived from the row by `derive` whenever the row is written, bulk writes too.

    `derive` is code, not a column: migrations know nothing of it.
    """

    def __init__(self, *args: Any, derive: Callable[[Any], str] | None = None, **kwargs: Any) -> None:
        self.derive = derive
        super().__init__(*args, **{"editable": False, "blank": True, "default": "", **kwargs})

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        if self.derive is not None:
            setattr(instance, self.attname, self.derive(instance)[: self.max_length])
        return super().pre_save(instance, add)


class OrganizationNameField(_Typed, models.CharField):
    """The name of an organization, in one line."""

    default_validators = [refuse_place_name, refuse_text]
    normal_form = staticmethod(place_name)


class DayField(models.DateField):
    """A date with the bounds of all that is registered here; its form field reads what people type."""

    default_validators: list[Callable[[date], None]] = [refuse_day]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.DayField, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class PartialDayField(DayField):
    """A date of which only the year or the month may be known; `precision` names the column that says so."""

    def __init__(self, *args: Any, precision: str = "", **kwargs: Any) -> None:
        self.precision = precision
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.PartialDayField, **kwargs})

    def value_from_object(self, obj: models.Model) -> Any:
        day: Any = super().value_from_object(obj)
        return day and form_fields.KnownDate.of(day, getattr(obj, self.precision))

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        setattr(instance, self.precision, getattr(data, "precision", Precision.DAY))
        super().save_form_data(instance, data and date(data.year, data.month, data.day))


def is_typed(field: Any) -> bool:
    """Whether the column holds what people type in their own words."""
    return isinstance(field, _Typed)
