from django.contrib.auth import user_login_failed
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registry.ui.forms import RegistryForm

NAME_KEPT = 50  # letters of an impossible name that go into the list of tries


class SignInForm(RegistryForm, AuthenticationForm):
    """Name and password; an expired first password opens nothing."""

    error_messages = {
        "invalid_login": _("User name or password is not correct. After ten tries the name is locked for 15 minutes."),
        "inactive": _("This account is closed."),
    }

    def clean_username(self):
        """What can be nobody's name is refused before any password is hashed, and counts as a try all the same."""
        name = self.cleaned_data["username"]
        if len(name) > self.fields["username"].max_length:
            user_login_failed.send(__name__, credentials={"username": name[:NAME_KEPT]}, request=self.request)
            raise self.get_invalid_login_error()
        return name

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if user.first_password_expired:
            raise ValidationError(
                _("The first password is no longer valid; ask the street office for a new one."),
                code="expired",
            )


class OwnPasswordForm(RegistryForm, PasswordChangeForm):
    def save(self, commit=True):
        self.user.take_own_password(self.cleaned_data["new_password1"])
        self.user.save(update_fields=["password", "first_password_until"])
        return self.user


class FirstPasswordForm(RegistryForm, SetPasswordForm):
    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("Choose another password than the first one."), code="same")
        return password

    def save(self, commit=True):
        self.user.take_own_password(self.cleaned_data["new_password1"])
        self.user.save(update_fields=["password", "first_password_until"])
        return self.user
