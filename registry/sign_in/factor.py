"""The second factor: turned on, used, turned off. Each act locks its account and stands in the log."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp_webauthn.models import WebAuthnCredential

from registry.accounts.models import Authenticator, RecoveryCode, User
from registry.accounts.sessions import end_sessions
from registry.audit.log import record
from registry.seal import seal, unseal
from registry.sign_in.places import placed

OFFER_SALT = "second factor"
OFFER_HOLDS = timedelta(hours=1)


def offer(user: User) -> tuple[str, str]:
    """(a new key, the signed text that brings it back with the form); nothing is kept until its first code is right."""
    key = Authenticator.new_key()
    return key, signing.dumps(seal(key, field=f"offer {user.pk}"), salt=OFFER_SALT)


def key_offered(user: User, text: str) -> str | None:
    """The key of an offer made to this very account, or None when it is none or too old."""
    try:
        return unseal(signing.loads(text, salt=OFFER_SALT, max_age=OFFER_HOLDS), field=f"offer {user.pk}")
    except (signing.BadSignature, InvalidTag):
        return None


def address_of(user: User, key: str) -> str:
    """What the QR code says: the applications on phones read this address."""
    issuer = (settings.SITE_NAME or _("Community leader registry")).replace(":", " ")
    label = quote(f"{issuer}:{user.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': issuer}, quote_via=quote)}"


@transaction.atomic
def turn_on(user: User, *, key: str, code: str, keep: str | None = None) -> list[str]:
    """Take `key` as the account's second factor, in the place of an earlier one; returns the recovery codes.

    Raises ValidationError "code". Every other session of the account ends; `keep` is the key of the one that stays.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    step = Authenticator.step_of(key, code)
    if step is None:
        raise ValidationError(_("This code is not right. The clock of the phone has to be right."), code="code")
    was = locked.second_factor_since
    Authenticator.objects.filter(user=locked).delete()
    sealed = seal(key, field="second factor")
    Authenticator.objects.create(user=locked, name="", sealed_key=sealed, last_step=step)
    _set_since(locked, timezone.now())
    user.second_factor_since = locked.second_factor_since
    end_sessions(locked, keep=keep)
    record("account.factor_change" if was else "account.factor_on", placed(locked), by=user)
    return RecoveryCode.make_sheet(locked)


@transaction.atomic
def pass_factor(user: User, code: str) -> bool:
    """Whether `code` is the one shown now, or an unused one of the printed sheet; each opens once."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    device = Authenticator.objects.select_for_update().filter(user=locked).first()
    code = "".join(code.split())
    if device is None or not device.verify_is_allowed()[0]:
        return False
    if code.isdecimal():
        return device.verify_token(code)
    if not RecoveryCode.spend(locked, code):
        device.throttle_increment()
        return False
    device.throttle_reset()
    left = locked.recovery_codes.filter(used_at=None).count()
    record("account.recovery_used", placed(locked), by=locked, note=_("%(count)s left") % {"count": left})
    return True


def seconds_to_wait(user: User) -> int:
    """How long the next code has to wait after wrong ones; 0 when it need not."""
    device = Authenticator.objects.filter(user=user).first()
    why: Any
    is_allowed, why = device.verify_is_allowed() if device else (True, None)
    return 0 if is_allowed else max(1, int((why["locked_until"] - timezone.now()).total_seconds()) + 1)


@transaction.atomic
def new_sheet(user: User) -> list[str]:
    """Print the recovery codes anew; the codes of the last sheet are valid no longer."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.has_second_factor:
        raise ValidationError(_("The second factor is off."), code="stale")
    record("account.recovery_codes", placed(locked), by=user)
    return RecoveryCode.make_sheet(locked)


@transaction.atomic
def turn_off(user: User, *, by: User, verb: str = "account.factor_off", keep: str | None = None) -> None:
    """Take the second factor away, and end every session but `keep`; raises ValidationError "stale"."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.has_second_factor:
        raise ValidationError(_("The second factor is off."), code="stale")
    Authenticator.objects.filter(user=locked).delete()
    RecoveryCode.objects.filter(user=locked).delete()
    WebAuthnCredential.objects.filter(user=locked).delete()
    _set_since(locked, None)
    user.second_factor_since = None
    end_sessions(locked, keep=keep)
    record(verb, placed(locked), by=by)


def _set_since(user: User, moment: datetime | None) -> None:
    user.second_factor_since = moment
    user.save(update_fields=["second_factor_since"])
