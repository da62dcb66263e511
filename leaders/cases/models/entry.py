from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.text.fields import FreeTextField
from leaders.cases.models.case import Case
from registry.upkeep.constraints import Check

TEXT_MOST = 2000


class CaseEntry(models.Model):
    """One dated line of a matter. Whoever raised it reads the kinds in PUBLIC, nothing else. Written once."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        ACCEPTED = "accepted", _("Taken up")
        REPLY = "reply", _("Answer")
        MESSAGE = "message", _("Message of who raised it")
        NOTE = "note", _("Internal note")
        HANDED = "handed", _("Handed over")
        EXTENDED = "extended", _("Takes longer")
        TRANSFERRED = "transferred", _("Passed on")
        CLOSED = "closed", pgettext_lazy("matter", "Closed")
        REOPENED = "reopened", _("Opened again")
        MERGED = "merged", _("Joined with another matter")

    PUBLIC = (
        Kind.RECEIVED, Kind.ACCEPTED, Kind.REPLY, Kind.MESSAGE, Kind.EXTENDED, Kind.TRANSFERRED, Kind.CLOSED,
        Kind.REOPENED,
    )  # fmt: skip

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries", verbose_name=_("matter"))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    text = FreeTextField(_("text"), max_length=TEXT_MOST, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("line of a matter")
        verbose_name_plural = _("lines of matters")
        ordering = ["-id"]
        constraints = [
            Check(
                name="case_entry_of_staff_is_signed",
                condition=Q(kind__in=["received", "message", "closed", "reopened"]) | Q(by__isnull=False),
            ),
            Check(
                name="case_entry_says_something",
                condition=~Q(kind__in=["reply", "message", "note"]) | ~Q(text=""),
            ),
        ]
        indexes = [models.Index(name="case_entries", fields=["case", "-id"])]

    def __str__(self):
        return f"{self.get_kind_display()} {self.case_id}"

    @property
    def is_public(self):
        return self.kind in self.PUBLIC
