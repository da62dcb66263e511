import base64
import hashlib
import json
import secrets
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from registry.seal import blind_indexes, seal, unseal
from registry.ui.signs import told
from registry.upkeep.constraints import Check

PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - letters that cannot be misread, no secret


def random_words(number: int, letters: int = 5) -> str:
    """So many groups of letters that cannot be misread, to be written down: “k3hmx-p8wqa”."""
    groups = ["".join(secrets.choice(PASSWORD_ALPHABET) for _letter in range(letters)) for _group in range(number)]
    return "-".join(groups)


class User(AbstractUser):
    """Someone who signs in. Carries no region: `communities.Posting` ties a user to a subtree."""

    first_name: Any = None
    last_name: Any = None
    # What communities/scope.py has worked out for this account; the object lives for one request.
    _open_postings: list[Any]
    _spans_reached: dict[str | None, list[tuple[str, str]]]
    _figures_by_street: dict[tuple[tuple[str, str], ...], dict[str, dict[Any, int]]]
    region_path: str  # where the log files an entry about the account: see `placed`
    display_name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    first_password_until = models.DateTimeField(_("first password valid until"), null=True, blank=True)
    first_password_at = models.DateTimeField(_("first password given at"), null=True, editable=False)
    first_password_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("first password given by"),
    )
    second_factor_since = models.DateTimeField(_("second factor since"), null=True, editable=False)

    REQUIRED_FIELDS = ["display_name"]
    unlogged_fields = ("password", "last_login")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            Check(
                name="first_password_iff_signed",
                condition=models.Q(first_password_at=None, first_password_by=None)
                | models.Q(first_password_at__isnull=False, first_password_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def must_change_password(self) -> bool:
        return self.first_password_until is not None

    @property
    def first_password_expired(self) -> bool:
        return self.first_password_until is not None and self.first_password_until < timezone.now()

    def give_first_password(self, *, by: "User | None" = None) -> str:
        """Set a random password that must be changed at the first sign-in; return it, shown once. Not saved.

        Whoever gave it knew it, so for a time `by` decides nothing this account hands in (see `moves.why_barred`).
        """
        password = random_words(3)
        self.set_password(password)
        self.first_password_until = timezone.now() + timedelta(days=settings.FIRST_PASSWORD_DAYS)
        if by is not None:
            self.first_password_at, self.first_password_by = timezone.now(), by
        return password

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone opens nothing."""
        return self.second_factor_since is not None

    def take_own_password(self, password: str) -> None:
        """Set the password the user chose; the first one is over. Not saved."""
        self.set_password(password)
        self.first_password_until = None


class FormDraft(models.Model):
    """What one user typed into one form and has not submitted yet. Sealed: it may hold a phone number."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name=_("account"))
    form = models.CharField(pgettext_lazy("page", "form"), max_length=50)
    sealed_values = models.TextField(_("values"), editable=False)
    sealed_columns = {"sealed_values": "draft"}
    updated_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(name="one_draft_per_user_and_form", fields=["user", "form"])]

    def __str__(self) -> str:
        return told(self.user, self.form)

    @property
    def values(self) -> dict[str, list[str]]:
        """{field name: [strings]}, as a QueryDict holds them."""
        return json.loads(unseal(self.sealed_values, field="draft"))

    @classmethod
    def keep(cls, user: User, form: str, values: dict[str, list[str]]) -> Self:
        sealed = seal(json.dumps(values, ensure_ascii=False), field="draft")
        return cls.objects.update_or_create(user=user, form=form, defaults={"sealed_values": sealed})[0]

    @classmethod
    def drop(cls, user: User, form: str) -> None:
        cls.objects.filter(user=user, form=form).delete()


class SentForm(models.Model):
    """One form that was sent, by a key of its page and of what was typed (see `once`); nothing of it can be read here.

    `sealed_answer` is the address it led to, empty while it is being done. Sealed: an address may be a secret itself.
    """

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    sealed_answer = models.TextField(blank=True, editable=False)
    sealed_columns = {"sealed_answer": "sent form"}
    sent_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")

    def __str__(self) -> str:
        return self.key

    @property
    def answer(self) -> str:
        return unseal(self.sealed_answer, field="sent form") if self.sealed_answer else ""

    @staticmethod
    def sealed(answer: str) -> str:
        return seal(answer, field="sent form")


class UserSession(AbstractBaseSession):
    """One sign-in that lasts: kept by `registry.accounts.sessions`, which settings name as the engine."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", editable=False, verbose_name=_("account")
    )
    began_at = models.DateTimeField(_("signed in"), editable=False)

    class Meta:
        abstract = False
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")


class Authenticator(ThrottlingMixin, Device):
    """The application on a phone that shows an account its one-time codes: the second factor beside the password.

    The key is sealed, not hashed: codes are reckoned from it. A code opens once (`last_step`), and each wrong one
    makes the next wait twice as long.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="authenticator", verbose_name=_("account"))
    sealed_key = models.CharField(max_length=120, editable=False)
    sealed_columns = {"sealed_key": "second factor"}
    last_step = models.BigIntegerField(default=-1, editable=False)

    TOLERANCE = 1  # steps of 30 seconds the clock of a phone may be off

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user)

    @staticmethod
    def new_key() -> str:
        """A key as the applications read it: base32 of 160 bits."""
        return base64.b32encode(secrets.token_bytes(20)).decode()

    @classmethod
    def step_of(cls, key: str, code: str, *, after: int = -1) -> int | None:
        """The step of time at which `key` shows `code`, looked for after the step `after`; None when it is wrong."""
        if not (code.isascii() and code.isdecimal() and len(code) == 6):
            return None
        clock = TOTP(base64.b32decode(key))
        return clock.t() if clock.verify(int(code), tolerance=cls.TOLERANCE, min_t=after + 1) else None

    def verify_token(self, token: str) -> bool:
        """Spend one code; the caller holds the row locked. Wrong ones are counted, and are not looked at too soon."""
        if not self.verify_is_allowed()[0]:
            return False
        step = self.step_of(unseal(self.sealed_key, field="second factor"), token, after=self.last_step)
        if step is None:
            self.throttle_increment()
            return False
        self.last_step = step
        self.throttle_reset()
        return True

    def get_throttle_factor(self) -> int:
        return 1


class OutsideIdentity(models.Model):
    """Who an account is at the provider of the single sign-on. A provider that takes its place names nobody here."""

    user = models.OneToOneField(User, models.CASCADE, related_name="outside_identity", verbose_name=_("account"))
    mark = models.CharField(max_length=455, unique=True, editable=False)  # the issuer and its name for the person
    tied_at = models.DateTimeField(_("tied at"), auto_now_add=True)

    LONGEST = 255

    class Meta:
        verbose_name = _("single sign-on")
        verbose_name_plural = _("single sign-ons")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """One code of the sheet that is printed for the day the phone is gone. Opens once; only a keyed hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes", verbose_name=_("account"))
    mark = models.CharField(max_length=32, editable=False)
    used_at = models.DateTimeField(_("used at"), null=True, editable=False)

    NUMBER = 10

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(name="recovery_code_once", fields=["user", "mark"])]

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def make_sheet(cls, user: User) -> list[str]:
        """New codes in the place of all earlier ones; they are returned, and shown once."""
        codes = [random_words(2) for _code in range(cls.NUMBER)]
        cls.objects.filter(user=user).delete()
        rows: list[Any] = [cls(user=user, mark=cls.mark_of(user, code)) for code in codes]
        cls.objects.bulk_create(rows)
        return codes

    @classmethod
    def spend(cls, user: User, code: str) -> bool:
        """True once for each code."""
        unused = cls.objects.filter(user=user, mark__in=cls.marks_of(user, code), used_at=None)
        return bool(unused.update(used_at=timezone.now()))

    @classmethod
    def mark_of(cls, user: User, code: str) -> str:
        return cls.marks_of(user, code)[0]

    @staticmethod
    def marks_of(user: User, code: str) -> list[str]:
        """Under each key in use: a sheet printed before the key was changed opens still."""
        letters = "".join(letter for letter in code.lower() if letter in PASSWORD_ALPHABET)
        return blind_indexes(f"{user.pk}:{letters}", field="recovery code")


class Reminder(models.Model):
    """That an account was told of something due: the key and number it has in the to-do list, and the day it falls on.

    No words and no place are kept: what is shown is read from the to-do list of that moment, within its owner's reach.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="reminders", verbose_name=_("account"))
    key = models.CharField(max_length=40, editable=False)
    number = models.BigIntegerField(editable=False)
    due_on = models.DateField(pgettext_lazy("reminder", "due on"), editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(name="reminded_once", fields=["user", "key", "number", "due_on"]),
        ]

    def __str__(self) -> str:
        return told(self.user, f"{self.key} {self.number}")


class CalendarKey(models.Model):
    """The secret address under which the calendar of one account is read without signing in; only a hash is kept.

    The secret is long enough for a hash without a key. It opens what its owner reaches at that moment, and no more than
    the calendar: titles and days, to read.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_key", verbose_name=_("account"))
    mark = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(max_length=10, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    last_read_on = models.DateField(_("last read on"), null=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def renew(cls, user: User, language: str) -> str:
        """A new secret in the place of the one before; it is returned, and shown once."""
        secret = secrets.token_urlsafe(32)
        cls.objects.filter(user=user).delete()
        cls.objects.create(user=user, mark=cls.mark_of(secret), language=language)
        return secret

    @classmethod
    def opened_by(cls, secret: str) -> Self | None:
        """The row of this secret while its account is in use, or None."""
        rows = cls.objects.filter(mark=cls.mark_of(secret), user__is_active=True, user__first_password_until=None)
        return rows.select_related("user").first()

    def is_first_read_of(self, day: date) -> bool:
        """True once a day."""
        rows = CalendarKey.objects.filter(pk=self.pk).exclude(last_read_on=day)
        return bool(rows.update(last_read_on=day))

    @staticmethod
    def mark_of(secret: str) -> str:
        return hashlib.sha256(secret[:100].encode()).hexdigest()
