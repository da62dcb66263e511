"""Pictures of an activity. Residents see one only while somebody vouches that everybody shown agreed."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.activities.models.activity import Activity
from communities.assessments.models import refuse_unassessed
from communities.records.placed import PlacePath
from communities.scope import ScopedQuerySet
from communities.text.fields import FreeCharField
from registry.audit.log import record
from registry.upkeep.constraints import Check

PHOTOS_EACH = 20


def photo_path(_photo, _filename):
    """A name nobody can guess and no client can choose."""
    return f"activities/{secrets.token_hex(16)}.jpg"


class ActivityPhotoQuerySet(ScopedQuerySet):
    def kept(self):
        return self.filter(removed_at=None)

    def agreed(self):
        return self.kept().filter(agreed_at__isnull=False)


class ActivityPhoto(models.Model):
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="photos", verbose_name=_("activity"))
    region_path = PlacePath("activity", noun="activity_photo")
    caption = FreeCharField(_("what it shows"), max_length=60)
    file = models.FileField(_("picture"), upload_to=photo_path, max_length=120, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
    )
    agreed_at = models.DateTimeField(_("agreement noted at"), null=True, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("agreement noted by"),
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("removed by"),
    )

    objects = ActivityPhotoQuerySet.as_manager()
    unlogged_fields = ("file", "uploaded_at", "uploaded_by")

    class Meta:
        verbose_name = _("photo of an activity")
        verbose_name_plural = _("photos of activities")
        ordering = ["id"]
        constraints = [
            Check(
                name="activity_photo_agreed_iff_signed",
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            Check(
                name="activity_photo_removed_iff_signed",
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False, file="", agreed_at=None),
            ),
        ]
        indexes = [models.Index(name="activity_photos", fields=["activity", "id"])]

    def __str__(self):
        return self.caption

    def get_absolute_url(self):
        return reverse("communities:activity-photo", args=[self.pk])

    @classmethod
    @transaction.atomic
    def attach(cls, activity, pictures, *, caption, by, agreed=False):
        """Keep pictures that `clean_image` has drawn anew; raises ValidationError beyond PHOTOS_EACH."""
        Activity.objects.select_for_update().get(pk=activity.pk)
        held = cls.objects.kept().filter(activity=activity).count()
        if held + len(pictures) > PHOTOS_EACH:
            raise ValidationError(
                _("An activity holds at most %(cap)s photos; now there are %(held)s.")
                % {"cap": PHOTOS_EACH, "held": held},
                code="full",
            )
        kept = []
        try:
            for picture in pictures:
                kept.append(cls._keep(activity, picture, caption=caption, by=by, agreed=agreed))
        except Exception:
            for photo in kept:
                photo.file.storage.delete(photo.file.name)  # no orphan when a row could not be written
            raise
        return kept

    @classmethod
    def _keep(cls, activity, picture, *, caption, by, agreed):
        signed = {"agreed_at": timezone.now(), "agreed_by": by} if agreed else {}
        photo = cls(activity=activity, caption=caption, uploaded_by=by, **signed)
        photo.file.save("", picture, save=False)
        photo.save(force_insert=True)
        record("activity_photo.attach", photo, by=by, changes={"caption": [None, caption]})
        return photo

    def agree(self, *, by):
        """Note that everybody shown agreed to its publication; "unassessed" where the street has not assessed it."""
        refuse_unassessed(self.region_path)
        self._write(by=by, verb="agree", agreed_at=timezone.now(), agreed_by=by)

    def withdraw(self, *, by):
        """Somebody shown no longer agrees: residents see it no more from the next request on."""
        self._write(by=by, verb="withdraw", agreed_at=None, agreed_by=None)

    @transaction.atomic
    def remove(self, *, by):
        """Take the picture away: the row stays as a trace, the file goes when the transaction is through."""
        storage, name = self.file.storage, self.file.name
        signed = {"removed_at": timezone.now(), "removed_by": by, "agreed_at": None, "agreed_by": None}
        self._write(by=by, verb="remove", file="", **signed)
        transaction.on_commit(lambda: storage.delete(name))

    @transaction.atomic
    def _write(self, *, by, verb, **values):
        """Write once: the condition decides between two who do the same."""
        rows = ActivityPhoto.objects.kept().filter(pk=self.pk)
        rows = rows.filter(agreed_at__isnull=verb == "agree") if verb != "remove" else rows
        if not rows.update(**values):
            raise ValidationError(_("This photo was changed already; reload the page."), code="stale")
        for name, value in values.items():
            setattr(self, name, value)
        record(f"activity_photo.{verb}", self, by=by)
