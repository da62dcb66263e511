from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What both logs share. Written once, in the transaction of the act; edited by nobody."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    verb = models.CharField(_("act"), max_length=60)
    object_type = models.CharField(_("record type"), max_length=40)
    object_id = models.BigIntegerField(_("record number"), null=True)
    object_label = models.CharField(_("record"), max_length=120)
    region_path = models.CharField(_("region path"), max_length=40, blank=True)
    request_id = models.CharField(_("request"), max_length=16, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y-%m-%d %H:%M} {self.object_label}"


class AuditEntry(Entry):
    """One write. `changes` is {field: [old, new]}, both as text or null; sealed values are never in it."""

    changes = models.JSONField(_("changes"), default=dict)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("operation log entry")
        verbose_name_plural = _("operation log")
        indexes = [
            models.Index(name="audit_of_object", fields=["object_type", "object_id", "-id"]),
            models.Index(name="audit_in_region", fields=["region_path", "-id"]),
        ]


class ReadLog(Entry):
    """One look at a person's details, one reveal of a number, one export, one sign-in; also what was refused."""

    rows = models.PositiveIntegerField(_("rows"), default=1)
    purpose = models.CharField(_("what it is for"), max_length=160, blank=True)
    columns = models.CharField(_("columns"), max_length=400, blank=True)
    recipient = models.CharField(_("given to"), max_length=60, blank=True)  # another office: 第二十三条

    class Meta(Entry.Meta):
        verbose_name = _("read log entry")
        verbose_name_plural = _("read log")
        indexes = [
            models.Index(name="reads_of_object", fields=["object_type", "object_id", "-id"]),
            models.Index(name="reads_in_region", fields=["region_path", "-id"]),
            models.Index(name="reads_of_actor", fields=["actor", "at"]),
        ]


class PlaceChange(models.Model):
    """That something was written about a place: a row an act, added up once a day.

    The sum over the places a page shows is that page's version. Rows are only added, so that no act waits for another;
    and a sum grows with each act that becomes visible, in whatever order they are committed (a highest number would
    miss the one that is committed late).
    """

    at = models.DateTimeField(_("time"), auto_now_add=True)
    place = models.CharField(_("place"), max_length=40, blank=True)  # the path of a neighbourhood; "" for all places
    acts = models.PositiveIntegerField(_("acts"), default=1)

    class Meta:
        verbose_name = _("change at a place")
        verbose_name_plural = _("changes at places")
        indexes = [models.Index(name="changes_at_place", fields=["place", "acts", "at"])]

    def __str__(self) -> str:
        return f"{self.place} {self.acts}"
