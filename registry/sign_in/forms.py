from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth import user_login_failed
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.accounts.models import User
from registry.ui.forms import Mixin, RegistryForm

NAME_KEPT = 50  # letters of an impossible name that go into the list of tries


class SignInForm(RegistryForm, AuthenticationForm):
    """Name and password; an expired first password opens nothing."""

    error_messages = {
        "invalid_login": _("User name or password is not correct. After ten tries the name is locked for 15 minutes."),
        "inactive": _("This account is closed."),
    }

    def clean_username(self) -> str:
        """What can be nobody's name is refused before any password is hashed, and counts as a try all the same."""
        name = self.cleaned_data["username"]
        field: Any = self.fields["username"]
        if len(name) > field.max_length:
            user_login_failed.send(__name__, credentials={"username": name[:NAME_KEPT]}, request=self.request)
            raise self.get_invalid_login_error()
        return name

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if user.first_password_expired:
            raise ValidationError(
                _("The first password is no longer valid; ask the street office for a new one."),
                code="expired",
            )


class CodeForm(RegistryForm, forms.Form):
    """The code shown now, or one of the printed sheet; spaces are as people type them."""

    numbers_pass = ("code",)
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits from the phone, or one of the printed recovery codes"),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True, "class": "w-10"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("code")


class PasswordOnlyForm(RegistryForm, forms.Form):
    """The own password, where an act takes away what protects the account."""

    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "w-20"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("password")


class FactorForm(PasswordOnlyForm):
    """The first code of a new phone, and the password."""

    numbers_pass = ("code",)
    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        help_text=_("The six digits the phone shows now"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-10"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("code", "password")

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class PasskeyForm(PasswordOnlyForm):
    """What the new passkey is called, and what the browser made; the script fills it in."""

    name = forms.CharField(
        label=pgettext_lazy("passkey", "Name"),
        max_length=40,
        help_text=_("So that you know it again, such as “USB key” or “office computer”"),
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("passkey", "name", "password")

    def clean_passkey(self) -> str:
        if not self.cleaned_data["passkey"]:
            raise ValidationError(_("This browser made no passkey. It takes scripts, and https."), code="passkey")
        return self.cleaned_data["passkey"]


class TakesOwnPassword(Mixin):
    """Mixin of Django's forms of a password: the account makes it its own, which ends a first one.

    What the rules say stands beside the password itself, not beside its repetition.
    """

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        super().validate_password_for_user(user, "new_password1")

    def save(self, commit: bool = True) -> User:
        self.user.take_own_password(self.cleaned_data["new_password1"])
        self.user.save(update_fields=["password", "first_password_until"])
        return self.user


class OwnPasswordForm(TakesOwnPassword, RegistryForm, PasswordChangeForm):
    pass


class FirstPasswordForm(TakesOwnPassword, RegistryForm, SetPasswordForm):
    def clean_new_password1(self) -> str:
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("Choose another password than the first one."), code="same")
        return password
