"""Documents attached to a record: kept under a name of our own, served only to those who reach the record."""

import hashlib
import secrets

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.images import clean_image, delete_on_commit, no_orphan
from communities.records.placed import OwnerPath
from communities.text.fields import FreeCharField
from registry.audit.log import record
from registry.upkeep.constraints import Check

DOCUMENT_BYTES = 5 * 1024 * 1024
PDF, JPEG = "application/pdf", "image/jpeg"
ENDINGS = {PDF: "pdf", JPEG: "jpg"}
DOCUMENTS_EACH = 20


def clean_document(upload):
    """Return (content, media type) of a PDF or a picture; raises ValidationError on anything else by content."""
    if upload.size > DOCUMENT_BYTES:
        raise ValidationError(_("A document has at most 5 MB."), code="size")
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return ContentFile(upload.read()), PDF
    try:
        return clean_image(upload, longest=2400), JPEG
    except ValidationError as refused:
        if refused.code in ("format", "damaged"):
            raise ValidationError(
                _("Documents are PDF, JPEG or PNG; this file is something else inside."), code="document"
            ) from refused
        raise


def document_path(document, _filename):
    """A name nobody can guess and no client can choose."""
    return f"documents/{secrets.token_hex(16)}.{ENDINGS[document.media_type]}"


class DocumentQuerySet(models.QuerySet):
    def of(self, owner):
        """The documents of one record that have not been removed."""
        return self.filter(owner_type=owner._meta.label_lower, owner_id=owner.pk, removed_at=None)


class Document(models.Model):
    """One document of one record. The owner's class names in `document_permission` who may read its documents."""

    owner_type = models.CharField(_("kind of its record"), max_length=40, editable=False)
    owner_id = models.BigIntegerField(_("number of its record"), editable=False)
    region_path = OwnerPath()
    # One of the owner's `document_kinds`, for a record that asks for certain documents; else empty.
    kind = models.CharField(_("kind of paper"), max_length=10, blank=True, editable=False)
    title = FreeCharField(pgettext_lazy("document", "title"), max_length=60)
    file = models.FileField(_("file"), upload_to=document_path, max_length=120, blank=True)
    media_type = models.CharField(_("kind of file"), max_length=20, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
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

    objects = DocumentQuerySet.as_manager()
    unlogged_fields = ("file", "uploaded_at", "uploaded_by")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["id"]
        constraints = [
            Check(
                name="document_removed_iff_signed",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="documents_of_owner", fields=["owner_type", "owner_id", "id"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("communities:document-file", args=[self.pk])

    @property
    def is_picture(self):
        return self.media_type == JPEG

    @property
    def filename(self):
        return f"{self.title}.{ENDINGS[self.media_type]}"

    @classmethod
    @transaction.atomic
    def attach(cls, owner, upload, *, title, by, kind=""):
        """Check and keep one file; raises ValidationError on a wrong file or when the record holds enough."""
        if cls.objects.of(owner).count() >= DOCUMENTS_EACH:
            raise ValidationError(_("A record holds at most %(cap)s documents.") % {"cap": DOCUMENTS_EACH}, code="full")
        content, media_type = clean_document(upload)
        document = cls(
            owner_type=owner._meta.label_lower,
            owner_id=owner.pk,
            region_path=owner.region_path,
            kind=kind,
            title=title,
            media_type=media_type,
            size=content.size,
            digest=hashlib.sha256(content.read()).hexdigest(),
            uploaded_by=by,
        )
        content.seek(0)
        with no_orphan(document, "file"):
            document.file.save("", content, save=False)
            document.save(force_insert=True)
        changes = {"title": [None, title], "digest": [None, document.digest]}
        record("document.attach", document, by=by, changes=changes)
        return document

    @transaction.atomic
    def remove(self, *, by):
        """Take the document away: the row stays as a trace, the file goes when the transaction is through."""
        locked = Document.objects.select_for_update().get(pk=self.pk)
        if locked.removed_at is not None:
            raise ValidationError(_("This document was removed already."), code="stale")
        storage, name = locked.file.storage, locked.file.name
        self.removed_at, self.removed_by, self.file = timezone.now(), by, ""
        self.save(update_fields=["removed_at", "removed_by", "file"])
        record("document.remove", self, by=by, changes={"title": [self.title, None]})
        delete_on_commit(storage, name)

    def owner_in_reach(self, user):
        """The record this paper belongs to, or None when `user` does not reach it with the right to its papers."""
        model = apps.get_model(self.owner_type)
        return model.objects.permitted(user, model.document_permission).filter(pk=self.owner_id).first()
