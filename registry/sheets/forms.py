from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from registry.sheets.columns import Column
from registry.sheets.export import FileFormat
from registry.ui.forms import FormBar, RegistryForm, Section

GIVEN = _("Hand over to another office")
PURPOSES = [
    ("report", _("Report to the level above")),
    ("given", GIVEN),
    ("check", _("Check the records")),
    ("contact", _("Reach the people for work")),
    ("archive", _("File on paper")),
    ("other", _("Something else")),
]


class BlankForm(RegistryForm, forms.Form):
    """A form of the office's own, put beside the others."""

    blank = forms.FileField(
        label=_("Form of the office (.xlsx or .docx)"),
        help_text=_("With places like {{Full name}}; a row of a table is repeated for each record"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
    )


class ExportForm(RegistryForm, forms.Form):
    """Which columns, which kind of file, what for, and who gets it.

    个人信息保护法 第二十三条: whoever hands personal data to another body knows to whom, what for and which.
    """

    needed_when = {
        "purpose_text": _("needed for something else"),
        "recipient": _("needed when another office gets the file"),
    }

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one column.")},
    )
    file_format = forms.ChoiceField(label=_("Kind of file"), choices=FileFormat, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("What it is for"), choices=[*BLANK_CHOICE_DASH, *PURPOSES])
    purpose_text = forms.CharField(
        label=_("In words"),
        max_length=100,
        required=False,
        help_text=_("Stands in the log with your name."),
    )
    recipient = forms.CharField(
        label=_("Given to"),
        max_length=60,
        required=False,
        help_text=_("The office that gets the file, when it leaves this one; stands in the log for good."),
    )

    def __init__(
        self,
        *args: Any,
        columns: list[Column],
        cancel_url: str,
        blanks: Sequence[tuple[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["file_format"].choices = [*FileFormat.choices, *blanks]
        fields["columns"].choices = [(column.name, column.label) for column in columns]
        self.helper.layout = Layout(
            Section(_("What the file holds"), "columns", "file_format"),
            Section(_("What it is for"), "purpose", "purpose_text", "recipient"),
            FormBar(_("Download"), cancel_url=cancel_url),
        )

    def clean(self) -> dict[str, Any]:
        values: Any = super().clean()
        if values.get("purpose") == "other" and not values.get("purpose_text"):
            self.add_error("purpose_text", _("Say what the file is for."))
        if values.get("purpose") == "given" and not values.get("recipient"):
            self.add_error("recipient", _("Name the office that gets the file."))
        return values

    @property
    def is_plain(self) -> bool:
        """A table of columns, not a form of an office."""
        return self.cleaned_data["file_format"] in FileFormat.values

    @property
    def said_purpose(self) -> str:
        """The purpose as the log keeps it."""
        values = self.cleaned_data
        label = "" if values["purpose"] == "other" else str(dict(PURPOSES)[values["purpose"]])
        return " · ".join(part for part in (label, values["purpose_text"]) if part)


class GivenForm(RegistryForm, forms.Form):
    """Which other office gets a list on paper: asked beside the list, for what is printed leaves no trace by itself."""

    recipient = forms.CharField(
        label=_("Given to"),
        max_length=60,
        required=False,
        help_text=_("The office that gets the paper, when it leaves this one; stands on it and in the log for good."),
    )

    def clean_recipient(self) -> str:
        if not self.cleaned_data["recipient"]:
            raise ValidationError(_("Name the office that gets the paper."), code="required")
        return str(self.cleaned_data["recipient"])
