"""What the framework says on our forms reads like the rest of them: no "字段", no "变量", nobody addressed."""

import re
from pathlib import Path

import django
import polib
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm, PasswordChangeForm
from django.contrib.auth.password_validation import get_default_password_validators
from django.core import validators
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy, override

from registry.accounts.models import User
from registry.sign_in.forms import FirstPasswordForm
from registry.ui import framework_words
from tests.test_gates import own_models

MACHINE = re.compile(
    r"字段|变量|确保|确认总共|有效的|合法|輸入|输入一|你的|您|[\u4e00-\u9fff] ?[,:;()]|[,;()] ?[\u4e00-\u9fff]|。$"
)
LATIN = re.compile(r"[A-Za-z]{3}")
PASSWORDS = ["short", "1234567890123", "password1234", "wang-xiao-ming", "社区2026-2026"]  # each breaks a rule
FIELDS = [
    forms.CharField, forms.IntegerField, forms.DecimalField, forms.DateField, forms.TimeField, forms.DateTimeField,
    forms.SplitDateTimeField, forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField,
    forms.ModelMultipleChoiceField, forms.BooleanField, forms.FileField, forms.ImageField,
]  # fmt: skip
LIMITS = [
    validators.MinValueValidator, validators.MaxValueValidator, validators.MinLengthValidator,
    validators.MaxLengthValidator, validators.EmailValidator, validators.ProhibitNullCharactersValidator,
]  # fmt: skip
NOT_MET = {"contradiction"}  # of a tick to take a file away, which no form of ours has


def chinese(text):
    """The text as a Chinese page says it, with 8 in every hole."""
    holes = {"limit_value": 8, "show_value": 9, "max": 8, "length": 9, "value": "8", "pk": "8", "min_length": 8}
    holes |= {"field_label": "8", "field_labels": "8", "model_name": "8"}
    with override("zh-hans"):
        return str(text % holes if "%" in str(text) or hasattr(text, "_proxy____args") else text)


def said():
    """{where: text} of what a form may answer, by the framework's own fields, limits and password rules."""
    for field in FIELDS:
        messages = {name: text for one in reversed(field.__mro__)
                    for name, text in getattr(one, "default_error_messages", {}).items()}  # fmt: skip
        yield from ((f"{field.__name__} {name}", text) for name, text in messages.items() if name not in NOT_MET)
    yield from ((limit.__name__, limit.message) for limit in LIMITS)
    yield from said_of_models()
    yield from (
        (name, text)
        for form in (BaseUserCreationForm, PasswordChangeForm)
        for name, text in form.error_messages.items()
    )


def said_of_models():
    """The same, of what the framework says of a whole row: one that lacks something, one that is there already."""
    texts = {}
    with override("en"):
        for model in own_models():
            key = model._meta.pk.name
            for field in model._meta.concrete_fields:
                texts |= {str(field.error_messages[name]): field for name in ("unique", "null", "blank")}
            whole = [model().unique_error_message(model, names) for names in ([key], [key, key])]
            texts |= {str(error.message): model for error in whole}
    return [(str(where), gettext_lazy(text)) for text, where in texts.items()]


@pytest.mark.parametrize("where, text", list(said()))
def test_a_form_answers_in_the_words_of_this_program(where, text):
    assert not MACHINE.search(chinese(text)), chinese(text)


def test_no_constraint_tells_its_name():
    """ "Constraint “leader_has_path” is violated." is meant for whoever wrote it."""
    rules = [rule for model in own_models() for rule in model._meta.constraints]

    assert rules and [rule for rule in rules if rule.name in str(rule.get_violation_error_message())] == []


def test_the_rules_for_passwords_are_told_like_the_rest():
    with override("zh-hans"):
        rules = [rule.get_help_text() for rule in get_default_password_validators()]

    assert rules and [rule for rule in rules if MACHINE.search(rule)] == []


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_refused_password_hears_it_in_chinese_beside_the_password(password):
    """Also where the framework words a sentence anew, and its own catalogue has not followed."""
    user = User(username="wang-xiao-ming", display_name="王小明")
    with override("zh-hans"):
        form = FirstPasswordForm(user, {"new_password1": password, "new_password2": password})
        form.full_clean()

    said = form.errors["new_password1"]
    assert said and [text for text in said if MACHINE.search(text) or LATIN.search(text)] == []
    assert set(form.errors) == {"new_password1"}


def test_every_rule_for_passwords_was_broken_above():
    user = User(username="wang-xiao-ming", display_name="王小明")

    rules = get_default_password_validators()
    assert rules and [rule for rule in rules if not any(refuses(rule, one, user) for one in PASSWORDS)] == []


def refuses(rule, password, user):
    try:
        rule.validate(password, user)
    except ValidationError:
        return True
    return False


def test_what_is_listed_is_the_framework_s():
    """A text that the framework words anew would fall back to its own translation."""
    homes = [
        Path(django.__file__).parent / part / "locale/zh_Hans/LC_MESSAGES/django.mo"
        for part in ("conf", "contrib/auth")
    ]
    known = {entry.msgid for home in homes for entry in polib.mofile(str(home))}
    own = {entry.msgid for entry in polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "zh_Hans/LC_MESSAGES/django.po"))}

    listed = {str(text) for text in framework_words.FORMS + framework_words.PASSWORDS if isinstance(text, str)}
    assert listed and listed - known == set() and listed - own == set()


def test_an_option_that_chooses_nothing_says_so_and_shows_no_dashes():
    """The framework writes "---------" where nothing is chosen yet; a list of ours begins with the same constant."""
    drawn = str(forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "b")]).widget.render("name", ""))
    own = [
        str(path)
        for app in ("registry", "communities", "leaders")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if '("", "--' in path.read_text()
    ]

    assert "Choose" in drawn and "--" not in drawn
    assert own == []
