from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.accounts.models import User

LOCAL_WORDS = (
    "shequ",
    "jiedao",
    "lingxiu",
    "juweihui",
    "louzuzhang",
    "社区",
    "街道",
    "领袖",
    "居委会",
    "楼组长",
)


class LengthValidator(MinimumLengthValidator):
    """The framework's own sentence has no name in its hole, so that no catalogue knows it, not even the framework's."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. It must contain at least %(min_length)d character.",
            "This password is too short. It must contain at least %(min_length)d characters.",
            self.min_length,
        ) % {"min_length": self.min_length}


class LocalWordsValidator:
    """Refuses a password that is a word of this trade with digits around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        letters = password.lower().strip("0123456789!@#$%^&*._- ")
        if letters in LOCAL_WORDS:
            raise ValidationError(_("This password is a common local word; choose another."), code="local_word")

    def get_help_text(self) -> str:
        return _("A common local word with digits is refused.")
