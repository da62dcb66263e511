from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.endings import Ending
from communities.text.fields import DayField, FreeCharField, FreeTextField
from leaders.people.models import Leader
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check


class ConsentText(models.Model):
    """One version of what people sign; a new purpose is a new version, and old consents then need renewing.

    个人信息保护法 第十四条: a change of purpose asks for consent anew.
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    body = FreeTextField(_("text"))
    effective_from = DayField(_("in force from"))

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["-version"]

    def __str__(self):
        return str(self.version)

    @classmethod
    def in_force(cls):
        """The newest version in force today."""
        return cls.objects.filter(effective_from__lte=timezone.localdate()).order_by("-version").first()


class ConsentQuerySet(models.QuerySet):
    def given(self):
        return self.filter(withdrawn_at=None)

    def with_age(self):
        """With `is_outdated`: given to an older text than the one in force, and so to be asked for again."""
        newer = ConsentText.objects.filter(
            version__gt=OuterRef("text__version"), effective_from__lte=timezone.localdate()
        )
        return self.annotate(is_outdated=Exists(newer))

    def outdated(self):
        """Those that stand and are to be asked for again."""
        return self.given().with_age().filter(is_outdated=True)


class Consent(models.Model):
    """The person's leave to show one field in public. Separate for each field, off by default, withdrawable."""

    class Field(models.TextChoices):
        NAME = "name", _("Full name")
        PHOTO = "photo", _("Photo")
        BIOGRAPHY = "biography", _("Biography")
        HONOURS = "honours", _("Honours")

    class Form(models.TextChoices):
        PAPER = "paper", _("Signed on paper")
        ASSISTED = "assisted", _("Signed with a witness's help")
        DESK = "desk", _("At the desk, in person")

    leader = models.ForeignKey(Leader, models.CASCADE, related_name="consents", verbose_name=_("leader"))
    field = models.CharField(_("what may be shown"), max_length=10, choices=Field)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    form = models.CharField(_("form"), max_length=8, choices=Form)
    witness = FreeCharField(_("witness"), max_length=30, blank=True)
    given_on = DayField(_("given on"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("withdrawal recorded by"),
    )

    objects = ConsentQuerySet.as_manager()
    on_leaving = Ending(
        _("Consents"), _("are withdrawn: the public pages show the person no longer"), lambda: Q(withdrawn_at=None)
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                name="one_standing_consent_per_field",
                fields=["leader", "field"],
                condition=Q(withdrawn_at=None),
            ),
            Check(
                name="consent_withdrawn_iff_signed",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            Check(name="assisted_consent_has_a_witness", condition=~Q(form="assisted") | ~Q(witness="")),
        ]

    def __str__(self):
        return f"{self.leader} {self.get_field_display()}"

    def get_absolute_url(self):
        return f"{self.leader.get_absolute_url()}?tab=consents"

    @property
    def region_path(self):
        return self.leader.region_path

    def let_go(self, *, by, note):
        """The person has left."""
        self.withdraw(by=by)

    @transaction.atomic
    def withdraw(self, *, by):
        """Take it back: the very next public request shows the seat instead of the person."""
        locked = Consent.objects.select_for_update(of=("self",)).select_related("leader").get(pk=self.pk)
        if locked.withdrawn_at is not None:
            raise ValidationError(_("This consent was withdrawn already."), code="stale")
        before = snapshot(locked)
        locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
        locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record("consent.withdraw", locked, by=by, changes=differences(before, locked))
