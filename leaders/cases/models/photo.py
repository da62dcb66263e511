import secrets

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from communities.records.placed import PlacePath
from communities.scope import ScopedQuerySet
from leaders.cases.models.case import Case

PHOTOS_EACH = 3


def photo_path(_photo, _filename):
    """A name nobody can guess and no client can choose."""
    return f"cases/{secrets.token_hex(16)}.jpg"


class CasePhoto(models.Model):
    """What a resident photographed. Only the staff in reach and whoever holds the key see it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos", verbose_name=_("matter"))
    region_path = PlacePath("case", noun="case_photo")
    file = models.FileField(_("picture"), upload_to=photo_path, max_length=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a matter")
        verbose_name_plural = _("photos of matters")
        ordering = ["id"]

    def __str__(self):
        return f"{self.case_id}/{self.pk}"

    @classmethod
    @transaction.atomic
    def attach(cls, case, pictures):
        """Keep pictures `clean_image` has drawn anew; raises ValidationError beyond PHOTOS_EACH."""
        if cls.objects.filter(case=case).count() + len(pictures) > PHOTOS_EACH:
            raise ValidationError(_("A matter holds at most %(cap)s photos.") % {"cap": PHOTOS_EACH}, code="full")
        kept = []
        try:
            for picture in pictures:
                photo = cls(case=case)
                photo.file.save("", picture, save=False)
                kept.append(photo)
                photo.save(force_insert=True)
        except Exception:
            for photo in kept:
                photo.file.storage.delete(photo.file.name)  # no orphan when a row could not be written
            raise
        return kept
