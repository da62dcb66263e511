"""The secret address of the own calendar: made, made anew, withdrawn. Each is written down; the secret nowhere."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from registry.accounts.models import CalendarKey, User
from registry.audit.log import record
from registry.sign_in.places import placed


@transaction.atomic
def make_key(user: User) -> str:
    """The secret, shown once; what was made before opens nothing from now on."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    secret = CalendarKey.renew(locked, translation.get_language())
    record("account.calendar_key", placed(locked), by=user)
    return secret


@transaction.atomic
def withdraw_key(user: User, *, by: User) -> None:
    """Raises ValidationError "stale" when there is none."""
    if not CalendarKey.objects.filter(user=user).delete()[0]:
        raise ValidationError(_("This calendar address was withdrawn already."), code="stale")
    record("account.calendar_key_withdrawn", placed(user), by=by)


def drop_key(user: User) -> None:
    """For acts that close an account or take its password: they are written down themselves."""
    CalendarKey.objects.filter(user=user).delete()
