"""Every kind of field says its hint and its error to those who hear the page; a day is one kind of field everywhere."""

import re

from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError

from communities.text.form_fields import DayField, MomentField, PartialDayField
from communities.text.names import refuse_person_name
from registry.sign_in.forms import CodeForm
from registry.ui.forms import MomentInput, RegistryForm, When

# These get their label when the form is made, from what is asked on the page.
NAMED_WHEN_MADE = {
    "SignInForm.username", "StepForm.text", "WordForm.text", "TextForm.text", "CloseForm.text", "AnswerForm.text",
}  # fmt: skip


def every_subclass(kind):
    for one in kind.__subclasses__():
        yield one
        yield from every_subclass(one)


class OneOfEach(RegistryForm, forms.Form):
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, help_text="about the kind")
    several = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, help_text="some")
    text = forms.CharField(help_text="about the text")
    agreed = forms.BooleanField(help_text="about the box")
    day = DayField(widget=forms.DateInput, help_text="about the day")
    start = PartialDayField()
    moment = MomentField(widget=MomentInput, help_text="about the moment")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.fields)


def test_hint_and_error_of_every_kind_are_tied_to_what_is_focused():
    html = render_crispy_form(OneOfEach({}))

    for name in OneOfEach.base_fields:
        tied = f'aria-describedby="id_{name}_helptext id_{name}_error"'
        holder = re.search(rf'<(fieldset|input)[^>]*id="id_{name}"[^>]*>', html).group(0)
        assert tied in holder, name
        assert f'id="id_{name}_helptext"' in html and f'id="id_{name}_error"' in html


def test_a_day_is_typed_or_taken_from_the_calendar_and_reads_the_same_again():
    typed = {"day": "2026年11月2日", "start": "2019年5月", "moment": "2026年11月28日 14:00"}
    form = OneOfEach(typed | {"kind": "a", "several": ["a"], "text": "x", "agreed": "on"})

    html = render_crispy_form(form)

    assert form.is_valid(), form.errors
    assert [html.count(f'type="{kind}"') for kind in ("date", "datetime-local")] == [2, 1]
    assert all(f'value="{value}"' in html for value in typed.values())
    again = render_crispy_form(OneOfEach(initial={name: form.cleaned_data[name] for name in typed}))
    assert all(f'value="{value}"' in again for value in ("2026-11-02", "2019-05", "2026-11-28 14:00"))


def test_a_text_that_two_rules_find_too_long_hears_it_once():
    class Form(RegistryForm, forms.Form):
        name = forms.CharField(max_length=60, validators=[refuse_person_name])

    assert len(Form({"name": "王" * 70}).errors["name"]) == 1


def test_a_code_of_the_phone_is_no_telephone_number_in_a_text():
    """It hears that it is too long; that others would read a telephone number there is not so."""
    form = CodeForm({"code": "13812345671"})

    assert form.is_valid(), form.errors


def test_no_field_is_called_by_its_name_in_the_program():
    """The trap for machines was told of as “Website”, in English."""
    unnamed = [
        f"{kind.__name__}.{name}"
        for kind in every_subclass(RegistryForm)
        for name, field in getattr(kind, "base_fields", {}).items()
        if field.label is None and not isinstance(field.widget, forms.HiddenInput)
        and kind.__module__.split(".")[0] in ("registry", "communities", "leaders")
    ]  # fmt: skip
    assert set(unnamed) - NAMED_WHEN_MADE == set()


def test_what_a_row_refuses_of_a_column_that_is_no_field_is_said_and_no_error_500():
    class Form(RegistryForm, forms.Form):
        stands_for = {"year": "when"}
        when = forms.CharField()

    form = Form({"when": "2030"})
    form.add_error(None, ValidationError({"year": ["too late"], "hidden": ["not so"], "when": ["at all"]}))

    assert form.errors == {"when": ["too late", "at all"], "__all__": ["not so"]}


def test_a_part_that_belongs_to_an_answer_says_so_where_no_script_hides_it():
    form = OneOfEach()
    form.helper.layout = Layout("kind", When("kind=a", "text"), When("kind=b", "day"))

    html = render_crispy_form(form)

    assert html.count("To be filled in for “A”") == 1 and html.count("To be filled in for") == 1
