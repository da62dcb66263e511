"""A field left empty is named in the sentence that says so, beside it and above the form; the framework says nothing."""

from copy import deepcopy

import pytest
from crispy_forms.layout import Layout
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from registry.ui.forms import RegistryForm, Section, When

OF_THE_FRAMEWORK = forms.Field.default_error_messages["required"]


def every_form():
    found = [RegistryForm]
    for form in found:
        found += form.__subclasses__()
    return found


@pytest.fixture
def small():
    class Small(RegistryForm, forms.Form):
        name = forms.CharField(label="姓名")
        side = forms.ChoiceField(label="类别", choices=[("a", "甲")], widget=forms.RadioSelect)
        paper = forms.FileField(label="文件")
        agreed = forms.BooleanField(error_messages={"required": "未经同意不能公开"})

    return Small({})


def test_each_is_asked_for_by_its_name_and_by_what_one_does_there(small):
    with translation.override("zh-hans"):
        told = {name: [str(one) for one in errors] for name, errors in small.errors.items()}
        above = render_to_string("components/errsum.html", {"form": small})

    assert told == {
        "name": ["请填写“姓名”"],
        "side": ["请选择“类别”"],
        "paper": ["请选择“文件”"],
        "agreed": ["未经同意不能公开"],
    }
    assert ">请填写“姓名”<" in above and "姓名：" not in above
    assert ">Agreed：未经同意不能公开<" in above


def test_a_field_renamed_by_its_form_is_asked_for_by_its_new_name(small):
    small.fields["name"].label = "联系人"
    with translation.override("zh-hans"):
        assert [str(one) for one in small.errors["name"]] == ["请填写“联系人”"]


def test_no_form_says_what_the_framework_would_say():
    bare = set()
    for form in every_form():
        for name, field in getattr(form, "base_fields", {}).items():
            made = RegistryForm.__new__(RegistryForm)
            field = deepcopy(field)
            made._dress(name, field)
            bare |= {(form.__name__, name)} if field.error_messages["required"] is OF_THE_FRAMEWORK else set()

    assert bare == set()


def test_the_sum_follows_the_page(small):
    small.helper.layout = Layout("paper", Section("一、", "side", When("side=a", "agreed")))
    with translation.override("zh-hans"):
        above = render_to_string("components/errsum.html", {"form": small})

    told = [above.index(word) for word in ("“文件”", "“类别”", "未经同意", "“姓名”")]
    assert told == sorted(told)


def test_spaces_alone_are_nothing_typed():
    class Sum(RegistryForm, forms.Form):
        amount = forms.DecimalField(label="金额", required=False)
        members = forms.IntegerField(label="成员")

    form = Sum({"amount": " \u3000 ", "members": "  "})
    with translation.override("zh-hans"):
        assert {name: list(errors) for name, errors in form.errors.items()} == {"members": ["请填写“成员”"]}
