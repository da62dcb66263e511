"""A day by which a list is filtered, however it is typed."""

from datetime import date
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError

from communities.pages.readers import is_near
from communities.text.dates import refuse_day
from communities.text.form_fields import DayField


class AskedDay(DayField):
    """A list may be asked for any day there may be a record of, and for one before or after all of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.remove(refuse_day)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not is_near(day):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class DayFilter(filters.DateFilter):
    field_class = AskedDay
