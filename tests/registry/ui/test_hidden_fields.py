from django import forms
from django.template.loader import render_to_string

from registry.ui.forms import NOT_WHOLE, RegistryForm


class HalfForm(RegistryForm, forms.Form):
    name = forms.CharField()
    stage_seen = forms.CharField(widget=forms.HiddenInput)


def test_a_hidden_field_that_is_missing_is_told_without_its_name():
    """Its name is of the program; whoever filled in the form cannot go there."""
    said = render_to_string("components/errsum.html", {"form": HalfForm({})})

    assert f"<li>{NOT_WHOLE}</li>" in said and "tage seen" not in said
    assert 'href="#id_name"' in said and 'href="#id_stage_seen"' not in said
