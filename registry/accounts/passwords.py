from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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


class LocalWordsValidator:
    """Refuses a password that is a word of this trade with digits around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        letters = password.lower().strip("0123456789!@#$%^&*._- ")
        if letters in LOCAL_WORDS:
            raise ValidationError(_("This password is a common local word; choose another."), code="local_word")

    def get_help_text(self) -> str:
        return _("A common local word with digits is refused.")
