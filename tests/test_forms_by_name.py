"""What may be posted is named: no form takes a column because the model has it."""

from django import forms

from tests.walk.entries import ENTRIES

OURS = ("registry", "communities", "leaders")
DERIVED = {"state", "version", "region_path", "created_by", "submitted_by", "decided_by"}


def own_forms():
    assert ENTRIES, "the pages import their forms"
    found, todo = set(), [forms.ModelForm]
    while todo:
        for one in todo.pop().__subclasses__():
            todo.append(one)
            if one.__module__.split(".")[0] in OURS and one._meta.model:
                found.add(one)
    return found


def test_every_form_of_a_record_names_its_fields():
    named = {one.__name__: one._meta for one in own_forms()}
    loose = [name for name, meta in named.items() if not isinstance(meta.fields, list | tuple) or meta.exclude]
    assert loose == []
    assert len(named) > 15


def test_what_the_verbs_write_is_in_no_form():
    """Django refuses a form that names a column which is not editable."""
    written = [
        f"{one._meta.label}.{field.name}"
        for one in {form._meta.model for form in own_forms()}
        for field in one._meta.concrete_fields
        if field.editable and (field.name in DERIVED or field.name.endswith("_sealed"))
    ]
    assert written == []
