"""Inspections of groups. What they found is about the group and its rooms, never about a person."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.scope import ScopedQuerySet, reaches
from communities.text.fields import DayField, FreeCharField, FreeTextField
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check


class InspectionQuerySet(ScopedQuerySet):
    def to_rectify(self):
        return self.filter(state=Inspection.State.TO_RECTIFY)

    def with_names(self):
        return self.select_related("organization__region", "entered_by", "checked_by")


class Inspection(StateMachine):
    """One look at a group: fine, or something to put right by a day and to be checked again."""

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("Yearly inspection")
        SPOT = "spot", _("Spot check")
        SAFETY = "safety", _("Safety inspection")
        OTHER = "other", _("Other inspection")

    class State(models.TextChoices):
        PASSED = "passed", _("Passed")
        TO_RECTIFY = "to_rectify", _("To be rectified")
        RECTIFIED = "rectified", _("Rectified")
        LAPSED = "lapsed", _("Lapsed with the closing of the group")

    MOVES = {
        State.PASSED: set(),
        State.TO_RECTIFY: {State.RECTIFIED, State.LAPSED},
        State.RECTIFIED: set(),
        State.LAPSED: set(),
    }
    on_closing = Ending(_("Inspections"), _("nothing is to be put right any more"), lambda: Q(state="to_rectify"))
    noun = "inspection"
    stale_message = _("The rectification of this inspection was entered already; reload the page.")
    document_permission = Permission.OVERSIGHT_VIEW
    takes_documents = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="inspections", verbose_name=_("organization")
    )
    region_path = PlacePath("organization")
    inspected_on = DayField(_("inspected on"))
    kind = models.CharField(_("kind of inspection"), max_length=6, choices=Kind)
    findings = FreeTextField(_("findings"), max_length=500)
    state = models.CharField(pgettext_lazy("inspection", "result"), max_length=10, choices=State, editable=False)
    due_on = DayField(_("to be rectified by"), null=True, blank=True)
    rectified_on = DayField(_("rectified on"), null=True, blank=True, editable=False)
    rectification = FreeCharField(
        pgettext_lazy("inspection", "what was done"), max_length=300, blank=True, editable=False
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("checked by"),
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )

    objects = InspectionQuerySet.as_manager()
    unlogged_fields = ("entered_at", "entered_by", "checked_at", "checked_by")

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-inspected_on", "-id"]
        constraints = [
            Check(
                name="inspection_due_iff_something_is_to_rectify",
                condition=Q(state="passed", due_on=None)
                | Q(state__in=["to_rectify", "rectified", "lapsed"], due_on__gte=F("inspected_on")),
            ),
            Check(
                name="inspection_rectified_iff_checked",
                condition=(
                    Q(
                        state="rectified",
                        rectified_on__gte=F("inspected_on"),
                        checked_at__isnull=False,
                        checked_by__isnull=False,
                    )
                    & ~Q(rectification="")
                )
                | Q(
                    state__in=["passed", "to_rectify", "lapsed"],
                    rectified_on=None,
                    rectification="",
                    checked_at=None,
                    checked_by=None,
                ),
            ),
        ]
        indexes = [
            models.Index(name="inspection_of_state", fields=["region_path", "state", "inspected_on", "id"]),
            models.Index(
                name="inspection_due", fields=["region_path", "due_on", "id"], condition=Q(state="to_rectify")
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.title}"

    def get_absolute_url(self):
        return reverse("communities:inspection-detail", args=[self.pk])

    @property
    def title(self):
        """“Yearly inspection 2026-04-15”."""
        return f"{self.get_kind_display()} {self.inspected_on}"

    @property
    def days_left(self):
        return (self.due_on - timezone.localdate()).days

    @property
    def is_overdue(self):
        return self.state == self.State.TO_RECTIFY and self.days_left < 0

    @property
    def tag(self):
        if self.is_overdue:
            return "bad", _("To be rectified, %(days)s days late") % {"days": -self.days_left}
        tones = {self.State.PASSED: "ok", self.State.TO_RECTIFY: "warn", self.State.RECTIFIED: "info"}
        return tones.get(self.state, "mute"), self.get_state_display()

    def documents_changed_by(self, user):
        return reaches(user, Permission.INSPECTION_EDIT, self.region_path)

    def clean(self):
        wrong, today = {}, timezone.localdate()
        if self.inspected_on and self.inspected_on > today:
            wrong["inspected_on"] = _("This day lies in the future.")
        founded = self.organization.founded_on
        if self.inspected_on and founded and self.inspected_on < founded:
            wrong["inspected_on"] = _("The organization was founded on %(day)s.") % {"day": founded}
        if self.state != self.State.PASSED and self.due_on is None:
            wrong["due_on"] = _("Say by which day it is to be rectified.")
        if self.due_on and self.inspected_on and self.due_on < self.inspected_on:
            wrong["due_on"] = _("The due day lies before the inspection on %(day)s.") % {"day": self.inspected_on}
        if wrong:
            raise ValidationError(wrong)

    @transaction.atomic
    def enter(self, *, by):
        """Write a new inspection of a current organization; `state` says its result."""
        organization = Organization.objects.select_for_update().get(pk=self.organization_id)
        if organization.ended_on is not None:
            raise ValidationError(_("The registration of %(name)s has ended.") % {"name": organization}, code="ended")
        self.entered_by = by
        self._check()
        self.save(force_insert=True)
        record("inspection.enter", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def correct(self, *, by):
        """Write corrected facts while nothing was rectified; the result stays what it is.

        Raises ValidationError "stale" when somebody wrote the row since `self.version` was read.
        """
        locked = self._lock()
        if locked.version != self.version or locked.state in ENDED:
            raise self._stale() if locked.state in ENDED else self._changed()
        before = snapshot(locked)
        self._check()
        self.version += 1
        self.save(update_fields=["inspected_on", "kind", "findings", "due_on", "version"])
        record("inspection.correct", self, by=by, changes=differences(before, self))

    @transaction.atomic
    def rectify(self, *, by, on, done):
        """Record, once, that what was found is put right and was looked at again."""
        locked = self._lock_for(self.State.RECTIFIED)
        if on < locked.inspected_on:
            raise ValidationError(
                {"rectified_on": _("This day lies before the inspection on %(day)s.") % {"day": locked.inspected_on}},
                code="date",
            )
        if on > timezone.localdate():
            raise ValidationError({"rectified_on": _("This day lies in the future.")}, code="date")
        if not done.strip():
            raise ValidationError({"rectification": _("Say what was done.")}, code="reason")
        self._move(
            self.State.RECTIFIED,
            by=by,
            verb="rectify",
            locked=locked,
            rectified_on=on,
            rectification=done[:300],
            checked_at=timezone.now(),
            checked_by=by,
        )

    @transaction.atomic
    def let_go(self, *, by, note):
        """Its organization is closed before anything was put right."""
        self._move(self.State.LAPSED, by=by, note=note)

    def _check(self):
        if self.state == self.State.PASSED:
            self.due_on = None
        self.full_clean(exclude=["region_path", "entered_by"], validate_constraints=False)


ENDED = (Inspection.State.RECTIFIED, Inspection.State.LAPSED)
