"""What residents say to a public notice: answered once, the sender sealed and forgotten after a while."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.notices.models.notice import Notice
from communities.records.placed import PlacePath
from communities.scope import ScopedQuerySet
from communities.text.digits import mask
from communities.text.fields import FreeTextField
from registry.audit.log import record
from registry.seal import blind_index, blind_indexes, seal, unseal
from registry.upkeep.constraints import Check

NAME_FIELD, CONTACT_FIELD, TOKEN_FIELD = "opinion.name", "opinion.contact", "opinion.token"


class OpinionQuerySet(ScopedQuerySet):
    def with_token(self, token):
        return self.filter(token_index__in=blind_indexes(token, field=TOKEN_FIELD))

    def identified(self):
        return self.exclude(name_sealed="", contact_sealed="")


class Opinion(models.Model):
    """What a resident says to a notice. Who it was is sealed; the text keeps no long numbers."""

    class Side(models.TextChoices):
        SUPPORT = "support", _("In favour")
        OBJECTION = "objection", _("Objection")

    class Channel(models.TextChoices):
        PAGE = "page", _("By the page")
        SPOKEN = "spoken", _("Spoken at the desk")
        WRITTEN = "written", _("Handed in on paper")
        PHONE = "phone", _("By telephone")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="opinions", verbose_name=_("public notice"))
    region_path = PlacePath("notice")
    side = models.CharField(_("support or objection"), max_length=9, choices=Side)
    text = FreeTextField(_("opinion"), max_length=1000)
    name_sealed = models.CharField(max_length=300, blank=True, editable=False)
    name_masked = models.CharField(pgettext_lazy("person", "name"), max_length=30, blank=True, editable=False)
    contact_sealed = models.CharField(max_length=400, blank=True, editable=False)
    contact_masked = models.CharField(pgettext_lazy("reach", "contact"), max_length=60, blank=True, editable=False)
    sealed_columns = {"name_sealed": NAME_FIELD, "contact_sealed": CONTACT_FIELD}
    token_index = models.CharField(max_length=32, unique=True, editable=False)
    channel = models.CharField(_("how it came in"), max_length=7, choices=Channel, default=Channel.PAGE, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("entered by"),
    )
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    answer = FreeTextField(_("answer"), max_length=1000, blank=True, editable=False)
    answered_at = models.DateTimeField(pgettext_lazy("opinion", "answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=pgettext_lazy("opinion", "answered by"),
    )

    objects = OpinionQuerySet.as_manager()
    unlogged_fields = ("name_sealed", "contact_sealed", "token_index", "text")

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["received_at", "id"]
        constraints = [
            Check(
                name="opinion_name_sealed_iff_masked",
                condition=Q(name_sealed="", name_masked="") | (~Q(name_sealed="") & ~Q(name_masked="")),
            ),
            Check(
                name="opinion_contact_sealed_iff_masked",
                condition=Q(contact_sealed="", contact_masked="") | (~Q(contact_sealed="") & ~Q(contact_masked="")),
            ),
            Check(
                name="opinion_entered_by_staff_iff_not_by_the_page",
                condition=Q(channel="page", entered_by=None) | (~Q(channel="page") & Q(entered_by__isnull=False)),
            ),
            Check(
                name="opinion_answered_iff_signed",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes = [
            models.Index(name="opinion_waiting", fields=["notice", "id"], condition=Q(answered_at=None)),
            models.Index(name="opinion_by_place", fields=["region_path", "id"]),
        ]

    def __str__(self):
        return _("Opinion no. %(number)s") % {"number": self.pk}

    def get_absolute_url(self):
        return f"{self.notice.get_absolute_url()}#opinion-{self.pk}"

    @property
    def is_objection(self):
        return self.side == self.Side.OBJECTION

    @transaction.atomic
    def receive(self, *, name="", contact=""):
        """Keep it and return the secret by which the sender reads the answer. Nobody's address is written down."""
        locked = Notice.objects.select_for_update().get(pk=self.notice_id)
        if not locked.is_public:
            raise ValidationError(_("This notice has ended; opinions are no longer taken."), code="ended")
        return self.keep(name=name, contact=contact)

    @transaction.atomic
    def enter(self, *, by, channel, name="", contact=""):
        """Write down what was brought to the desk; it counts like one from the page. Return the secret."""
        self.channel, self.entered_by = channel, by
        token = self.receive(name=name, contact=contact)
        record("opinion.enter", self, by=by, changes={"channel": [None, channel]})
        return token

    def keep(self, *, name="", contact=""):
        """Seal and write it, whether or not the notice is still open; return the secret. Pages call `receive`."""
        token = secrets.token_urlsafe(18)
        self.text = mask(self.text, fixed_lines=True)
        self.name_sealed, self.name_masked = seal(name, field=NAME_FIELD), mask_name(name)
        self.contact_sealed, self.contact_masked = seal(contact, field=CONTACT_FIELD), mask_contact(contact)
        self.token_index = blind_index(token, field=TOKEN_FIELD)
        self.save(force_insert=True)
        return token

    @transaction.atomic
    def reply(self, *, by, text, concerns=()):
        """Answer it once; the sender reads it by the secret. What an objection `concerns` is stopped with it."""
        text = mask(text.strip())[:1000]
        if not text:
            raise ValidationError(_("Write the answer."), code="answer")
        values = {"answer": text, "answered_at": timezone.now(), "answered_by": by}
        if not Opinion.objects.filter(pk=self.pk, answered_at=None).update(**values):
            raise ValidationError(_("This opinion was answered already."), code="stale")
        for name, value in values.items():
            setattr(self, name, value)
        record("opinion.reply", self, by=by, changes={"answer": [None, text[:500]]})
        for row in concerns:
            row._stop(by=by, reason=_("Objection no. %(number)s") % {"number": self.pk})

    def open_sender(self):
        """(name, contact) in clear. The caller writes the read log."""
        return unseal(self.name_sealed, field=NAME_FIELD), unseal(self.contact_sealed, field=CONTACT_FIELD)

    def forget_sender(self):
        """Take name and contact away for good; the opinion and its answer stay."""
        self.name_sealed = self.name_masked = self.contact_sealed = self.contact_masked = ""
        self.save(update_fields=["name_sealed", "name_masked", "contact_sealed", "contact_masked"])


def mask_name(name):
    return f"{name[:1]}{'*' * min(len(name) - 1, 2)}" if len(name) > 1 else "*" * len(name)


def mask_contact(contact):
    """“138****8000” for a number, the first two characters of anything else."""
    digits = contact.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit() and len(digits) >= 8:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"{contact[:2]}***" if contact else ""
