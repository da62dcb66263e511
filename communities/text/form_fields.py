"""Form fields that read what people type."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.text.characters import DASHES, plain
from communities.text.dates import Day, Precision, read_day, read_moment, refuse_day
from communities.text.hours import EndOfDay, minutes_of, time_of
from communities.text.numbers import read_minutes
from registry.ui.forms import ClockInput, NumberBox

SPELT = {",": "、", ";": "、", "/": "、", "轉": "转", "#": "转", ".": "-", "[": "(", "]": ")"}  # of a telephone number


class KnownDate(date):
    """A date that knows how much of it is known; what is unknown stands as the first month or day."""

    precision: str

    @classmethod
    def of(cls, day: date, precision: str = Precision.DAY) -> "KnownDate":
        known = cls(day.year, day.month, day.day)
        known.precision = precision
        return known

    @property
    def typed(self) -> str:
        """As it may be typed again: 2019, 2019-05 or 2019-05-02."""
        return self.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(self.precision), 10)]


class DayField(forms.DateField):
    """A date however it is typed, neither before all that is registered here nor absurdly far ahead."""

    default_error_messages = {"invalid": _("Type the date as year, month and day, for example 2026-11-02.")}
    partial = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(refuse_day)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value) if not isinstance(value, KnownDate) else value
        return self._dated(read_day(str(value), partial=self.partial))

    def _dated(self, known: Day) -> date:
        return known.day


class PartialDayField(DayField):
    """The year alone, or year and month, where nobody knows more; the value is a `KnownDate`."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("A date; the year alone, or year and month, where nobody knows more"))
        super().__init__(**kwargs)
        self.partial = True

    def _dated(self, known: Day) -> date:
        return KnownDate.of(known.day, known.precision)

    def prepare_value(self, value: Any) -> Any:
        return value.typed if isinstance(value, KnownDate) else super().prepare_value(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        precise = getattr(initial, "precision", Precision.DAY), getattr(typed, "precision", Precision.DAY)
        return initial != typed or (typed is not None and precise[0] != precise[1])


class MomentField(forms.DateTimeField):
    """A day with a time, however it is typed."""

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        return super().to_python(read_moment(str(value)))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            refuse_day(value.date())


class ClockField(forms.TimeField):
    """A time however it is typed. Where `ends_a_day` 24:00 may be meant, and is an `EndOfDay`."""

    widget = ClockInput

    def __init__(self, *, ends_a_day: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ends_a_day = ends_a_day

    def to_python(self, value: Any) -> time | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        typed = time_of(minutes_of(value))
        if isinstance(typed, EndOfDay) and not self.ends_a_day:
            raise ValidationError(
                _("24:00 cannot stand here; type 00:00 for the beginning of a day or 23:59 for its end."), code="time"
            )
        return typed

    def prepare_value(self, value: Any) -> Any:
        return "24:00" if isinstance(value, EndOfDay) else super().prepare_value(value)


class MinutesBox(NumberBox):
    read = staticmethod(read_minutes)


class MinutesField(forms.IntegerField):
    """A length of time in minutes, however it is typed: 90, 1小时30分, 1.5小时."""

    widget = MinutesBox
    default_error_messages = {"invalid": _("Type how long it lasts in minutes, for example 90.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric"}


class OfficePhoneField(forms.RegexField):
    """The public number of an office: full width and every dash as people type them, an extension, or two numbers."""

    def __init__(self, **kwargs: Any) -> None:
        said = {"invalid": _("A telephone number has digits, spaces and hyphens only.")}
        super().__init__(r"^[0-9 ()+\-转、]+\Z", **{"max_length": 30, "error_messages": said, **kwargs})

    def to_python(self, value: Any) -> str:
        typed = plain(super().to_python(value) or "")
        return " ".join("".join("-" if char in DASHES else SPELT.get(char, char) for char in typed).split())
