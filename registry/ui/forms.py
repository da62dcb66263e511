"""How a form looks: label, hint, error, control; sections instead of cards; one bar of buttons at the end."""

import re
from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from registry.ui.kept_files import keeping

CONTROL = {
    "CheckboxInput": "form-check-input",
    "CheckboxSelectMultiple": "form-check-input",
    "RadioSelect": "form-check-input m-0",
    "Select": "form-select",
}
NO_CLASS = {"HiddenInput", "RegionPicker"}
CHOSEN = {*CONTROL, "RegionPicker"}  # one does not type there, one chooses
FRAMEWORKS = forms.Field.default_error_messages["required"]  # the one sentence for every field
PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
NOT_WHOLE = _("The page was not sent whole; look at it again before sending it.")

Mixin: Any = object  # for the type checker: a mixin has the methods of the class it stands beside


class DayInput(forms.DateInput):
    """A day as people type it, beside it the calendar of the browser; `calendar` says of which kind.

    Without autocomplete=off: with it a browser would not bring back what was typed when one comes back to the page.
    """

    input_type = "text"
    calendar = "date"
    template_name = "registry_pack/day.html"
    label: Any = ""

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%Y-%m-%d") -> None:
        super().__init__({"placeholder": _("such as 2026-11-02")} | (attrs or {}), format)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"calendar": self.calendar, "label": self.label}
        return context


class MomentInput(DayInput):
    """The same with the time of the day."""

    calendar = "datetime-local"
    supports_microseconds = False

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%Y-%m-%d %H:%M") -> None:
        super().__init__({"placeholder": _("such as 2026-11-02 14:00")} | (attrs or {}), format)


class ClockInput(forms.TimeInput):
    """A time as people type it; the box of the browser knows no 24:00, and in some tongues a clock of twelve hours."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%H:%M") -> None:
        super().__init__({"placeholder": _("such as 08:30")} | (attrs or {}), format)


class NumberBox(forms.TextInput):
    """A number as people type it. The browser's own box drops full width, 四十 and 人 without a word, and the wheel of
    a mouse changes it unseen.
    """

    # Makes a plain number of what was typed where it is one; the app that knows how people type fills it.
    read: Callable[[str], str] = staticmethod(str)

    @classmethod
    def instead_of(cls, widget: forms.NumberInput, *, is_whole: bool) -> "NumberBox":
        kept = {name: value for name, value in widget.attrs.items() if name not in ("min", "max", "step")}
        box = cls({"inputmode": "numeric" if is_whole else "decimal", **kept})
        box.is_localized = widget.is_localized
        return box

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        if not isinstance(typed, str):
            return typed
        return type(self).read(typed) if typed.strip() else ""  # spaces alone are no number that was mistyped


def box_of(field: forms.Field) -> forms.Widget:
    """The control of a field, a NumberBox in place of the browser's."""
    if isinstance(field, forms.IntegerField):  # decimals are of that class too
        take_plain_numbers(field)
    if type(field.widget) is not forms.NumberInput:
        return field.widget
    return NumberBox.instead_of(field.widget, is_whole=type(field) is forms.IntegerField)


def take_plain_numbers(field: forms.Field) -> None:
    """Let the field refuse what Python takes for a number and nobody types for one: 1e9, 1_000, ٤٢."""
    converted = field.to_python

    def to_python(value: Any) -> Any:
        if isinstance(value, str) and value.strip() and not PLAIN_NUMBER.fullmatch(value.strip()):
            raise ValidationError(field.error_messages["invalid"], code="invalid")
        return converted(value)

    vars(field)["to_python"] = to_python


def _named(name: str, field: forms.Field) -> str:
    """What is said beside a field left empty, by the field's own name; read late, for a form may rename it."""
    label = capfirst(field.label if field.label is not None else pretty_name(name))
    is_chosen = type(field.widget).__name__ in CHOSEN or isinstance(field.widget, forms.FileInput)
    said = _("Choose “%(field)s”.") if is_chosen else _("Fill in “%(field)s”.")
    return said % {"field": label}


named = lazy(_named, str)


def told_once(errors: list[ValidationError]) -> None:
    """Of several rules that find a text too long, or say the same, the last tells it."""
    seen: set[Any] = set()
    for error in reversed(list(errors)):
        fault = "max_length" if error.code == "max_length" else (error.code, *error.messages)
        if fault in seen:
            errors.remove(error)
        seen.add(fault)


class RegistryForm(Mixin):
    """Mixin for every form of the house; `helper` is ready, a subclass sets `helper.layout`.

    `choice_hints` maps a radio field's name to {value: explanation}; `stands_for` maps columns of the row to the field
    that asks for them.
    """

    choice_hints: dict[str, dict[str, Any]] = {}
    # Fields that may stay empty only while other answers hide them; shown, they are as needed as any.
    needed: tuple[str, ...] = ()
    # {field: when it is needed}, said in the place of “optional”.
    needed_when: dict[str, Any] = {}
    stands_for: dict[str, str] = {}
    # Names of text fields whose numbers are meant: telephones, and texts that are masked when kept.
    numbers_pass: tuple[str, ...] = ()
    # For every other text field; the app that knows what texts may hold fills it when it is ready.
    text_validators: list[Callable[[str], None]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.show_errors = False
        self.helper.field_template = "registry_pack/field.html"
        for name, field in self.fields.items():
            self._dress(name, field)

    def take(self, refused: ValidationError) -> None:
        """Put what a verb refused beside the fields it names, the rest above the form."""
        for name, errors in getattr(refused, "error_dict", {None: refused.messages}).items():
            self.add_error(self._place_of(name), errors)

    def add_error(self, field: str | None, error: Any) -> None:
        """A model may name a column that is no field here; the framework would answer that with an error 500."""
        if field is not None or not hasattr(error, "error_dict"):
            super().add_error(field, error)
            return
        for name, errors in error.error_dict.items():
            super().add_error(self._place_of(name), errors)

    def _update_errors(self, errors: Any) -> None:
        """What the row says of a field that could not be read is left out: that was told, and the row holds the old."""
        if hasattr(errors, "error_dict"):
            told = {name: one for name, one in errors.error_dict.items() if self._place_of(name) not in self.errors}
            if not told:
                return
            errors = ValidationError(told)
        super()._update_errors(errors)

    def _place_of(self, name: str | None) -> str | None:
        asked = self.stands_for.get(name or "", name)
        return asked if asked in self.fields else None

    def full_clean(self) -> None:
        """The rule for texts comes last, so that a field that names it itself says it once."""
        for name, field in self.fields.items():
            is_hidden = isinstance(field.widget, (forms.HiddenInput, forms.PasswordInput))
            if type(field) is forms.CharField and name not in self.numbers_pass and not is_hidden:
                field.validators += [one for one in self.text_validators if one not in field.validators]
        super().full_clean()
        for errors in self._errors.values():
            told_once(errors.data)

    def _dress(self, name: str, field: Any) -> None:
        if isinstance(field, forms.DateField) and not isinstance(field.widget, (DayInput, forms.HiddenInput)):
            field.widget = DayInput(field.widget.attrs)
        if isinstance(field.widget, forms.FileInput):
            field.widget = keeping(field.widget)
        field.widget = box_of(field)
        widget = field.widget
        if isinstance(widget, forms.HiddenInput):  # nobody left it empty
            field.error_messages["required"] = NOT_WHOLE
        else:
            for code in ("required", "null", "blank"):
                if field.error_messages.get(code, FRAMEWORKS) is FRAMEWORKS:
                    field.error_messages[code] = named(name, field)
        kind = type(widget).__name__
        if kind not in NO_CLASS:
            css = CONTROL.get(kind, "form-control")
            widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
        if isinstance(widget, DayInput):
            widget.label = field.label
            widget.attrs["class"] += " w-10"
        if isinstance(widget, ClockInput | NumberBox):
            widget.attrs["class"] += " w-10" if isinstance(field, forms.DecimalField) else " w-5"
        if isinstance(widget, forms.Textarea):
            widget.attrs["rows"] = 3
        field.hints = self.choice_hints.get(name, {})
        field.needed_when = self.needed_when.get(name, "")
        if name in self.needed:
            field.is_needed = True
        field.widget_kind = kind


class Section(LayoutObject):
    """A titled part of a form; with `when="kind=team,building"` it shows only for those answers."""

    def __init__(self, title: object, *fields: Any, when: str = "") -> None:
        self.title, self.when = title, when
        self.fields = list(fields)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        inner = self.get_rendered_fields(form, context, **kwargs)
        facts = {"title": self.title, "when": self.when, "inner": inner, "answers": self._answers(form)}
        return render_to_string("registry_pack/section.html", facts)

    def _answers(self, form: Any) -> list[Any]:
        """The answers the part belongs to, in words: without scripts it stands there for all of them."""
        name, _sign, values = self.when.partition("=")
        field = form.fields.get(name)
        if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
            return []
        choices: Any = field.choices
        return [label for value, label in choices if str(value) in values.split(",")]


class When(Section):
    """Fields without a heading that belong to certain answers of another field."""

    def __init__(self, when: str, *fields: Any) -> None:
        super().__init__("", *fields, when=when)


class Folded(LayoutObject):
    """Fields few people need, behind their title; open where one of them holds something or is wrong."""

    def __init__(self, title: object, *fields: Any) -> None:
        self.title, self.fields = title, list(fields)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        inner = self.get_rendered_fields(form, context, **kwargs)
        held = [form[name] for name in self.fields if name in form.fields]
        is_open = any(field.errors or field.value() for field in held)
        return render_to_string("registry_pack/folded.html", {"title": self.title, "is_open": is_open, "inner": inner})


class AskedFor(LayoutObject):
    """A checkbox that appears only after the form asked for it ("checked: it is not the same person")."""

    def __init__(self, name: str) -> None:
        self.name, self.fields = name, [name]

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        field = form[self.name]
        asked = form.is_bound and (field.errors or field.data)
        return self.get_rendered_fields(form, context, **kwargs) if asked else ""


class FormBar(LayoutObject):
    """The buttons: the one main action, the draft where the page keeps one, and the way out."""

    def __init__(self, submit: object, *, cancel_url: str) -> None:
        self.submit, self.cancel_url = submit, cancel_url
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        return render_to_string(
            "registry_pack/formbar.html",
            {
                "submit": self.submit,
                "cancel_url": self.cancel_url,
                "keeps_drafts": context.get("keeps_drafts") or getattr(form, "keeps_drafts", False),
                "has_draft": context.get("has_draft") or getattr(form, "has_draft", False),
            },
        )
