import json
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.seal import seal, unseal

PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - letters that cannot be misread, no secret


class User(AbstractUser):
    """Someone who signs in. Carries no region: `communities.Posting` ties a user to a subtree."""

    first_name = None
    last_name = None
    display_name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    first_password_until = models.DateTimeField(_("first password valid until"), null=True, blank=True)

    REQUIRED_FIELDS = ["display_name"]
    unlogged_fields = ("password", "last_login")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return self.display_name or self.username

    def get_full_name(self):
        return self.display_name

    def get_short_name(self):
        return self.display_name

    @property
    def must_change_password(self):
        return self.first_password_until is not None

    @property
    def first_password_expired(self):
        return self.first_password_until is not None and self.first_password_until < timezone.now()

    def give_first_password(self):
        """Set a random password that must be changed at the first sign-in; return it, shown once. Not saved."""
        password = "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _i in range(5)) for _j in range(3))
        self.set_password(password)
        self.first_password_until = timezone.now() + timedelta(days=settings.FIRST_PASSWORD_DAYS)
        return password

    def take_own_password(self, password):
        """Set the password the user chose; the first one is over. Not saved."""
        self.set_password(password)
        self.first_password_until = None


class FormDraft(models.Model):
    """What one user typed into one form and has not submitted yet. Sealed: it may hold a phone number."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name=_("account"))
    form = models.CharField(pgettext_lazy("page", "form"), max_length=50)
    sealed_values = models.TextField(_("values"), editable=False)
    updated_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(name="one_draft_per_user_and_form", fields=["user", "form"])]

    def __str__(self):
        return f"{self.user}: {self.form}"

    @property
    def values(self):
        """{field name: [strings]}, as a QueryDict holds them."""
        return json.loads(unseal(self.sealed_values, field="draft"))

    @classmethod
    def keep(cls, user, form, values):
        sealed = seal(json.dumps(values, ensure_ascii=False), field="draft")
        return cls.objects.update_or_create(user=user, form=form, defaults={"sealed_values": sealed})[0]

    @classmethod
    def drop(cls, user, form):
        cls.objects.filter(user=user, form=form).delete()


class SentForm(models.Model):
    """One form that was sent, by a key of its page and of what was typed (see `once`); nothing of it can be read here.

    `sealed_answer` is the address it led to, empty while it is being done. Sealed: an address may be a secret itself.
    """

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    sealed_answer = models.TextField(blank=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")

    def __str__(self):
        return self.key

    @property
    def answer(self):
        return unseal(self.sealed_answer, field="sent form") if self.sealed_answer else ""

    @staticmethod
    def sealed(answer):
        return seal(answer, field="sent form")


class UserSession(AbstractBaseSession):
    """One sign-in that lasts: kept by `registry.accounts.sessions`, which settings name as the engine."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", editable=False, verbose_name=_("account")
    )
    began_at = models.DateTimeField(_("signed in"), editable=False)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls):
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")
