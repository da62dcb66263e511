from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.money import YuanField
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath, settle
from communities.records.refusals import refuse_second, refuse_without
from communities.scope import ScopedQuerySet
from communities.text.fields import FreeCharField, FreeTextField
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check


def report_year(today=None):
    """The year whose report is due in this one."""
    return (today or timezone.localdate()).year - 1


def report_due(year, number):
    """The last day for the report of `year`; `number` is the rule's month and day, MMDD."""
    month, day = divmod(number, 100)
    try:
        return date(year + 1, month, day)
    except ValueError:  # 29 February in a common year
        return date(year + 1, month, day - 1)


class YearlyReportQuerySet(ScopedQuerySet):
    def with_names(self):
        return self.select_related("organization__region")

    def handed_in(self):
        return self.filter(state__in=[YearlyReport.State.SUBMITTED, YearlyReport.State.ACCEPTED])


class YearlyReport(StateMachine):
    """What a filed organization did in one year, in figures and a few sentences; no names of members."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Report to be accepted")
        ACCEPTED = "accepted", _("Report accepted")
        RETURNED = "returned", _("Report returned")
        DROPPED = "dropped", _("Report given up")

    MOVES = {
        State.SUBMITTED: {State.ACCEPTED, State.RETURNED, State.DROPPED},
        State.RETURNED: {State.SUBMITTED, State.DROPPED},
        State.ACCEPTED: set(),
        State.DROPPED: set(),
    }
    WAITING = {State.SUBMITTED}
    noun = "report"
    stale_message = _("This report has already moved on; reload the page.")
    on_closing = Ending(_("Yearly reports"), _("is given up"), lambda: Q(state__in=["submitted", "returned"]))
    CONTENT = ("summary", "activities", "members", "income", "expense")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reports", verbose_name=_("organization")
    )
    region_path = PlacePath("organization")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)], editable=False
    )
    summary = FreeTextField(_("what was done in the year"), max_length=1000)
    activities = models.PositiveIntegerField(_("number of activities"), validators=[MaxValueValidator(10_000)])
    members = models.PositiveIntegerField(_("members at the end of the year"), validators=[MaxValueValidator(100_000)])
    income = YuanField(_("income in yuan"), validators=[MinValueValidator(0)])
    expense = YuanField(_("expense in yuan"), validators=[MinValueValidator(0)])
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SUBMITTED, editable=False)
    return_reason = FreeCharField(_("reason for returning"), max_length=200, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("submitted by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )

    objects = YearlyReportQuerySet.as_manager()
    unlogged_fields = ("submitted_at", "submitted_by", "decided_at", "decided_by")

    class Meta:
        verbose_name = _("yearly report")
        verbose_name_plural = _("yearly reports")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(name="one_report_a_year", fields=["organization", "year"]),
            Check(
                name="report_decided_iff_signed",
                condition=Q(state="submitted", decided_at=None, decided_by=None)
                | Q(state__in=["accepted", "returned"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state="dropped"),
            ),
            Check(
                name="report_not_decided_by_its_submitter",
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
            ),
            Check(name="report_money_not_negative", condition=Q(income__gte=0, expense__gte=0)),
        ]
        indexes = [models.Index(name="reports_by_place", fields=["region_path", "year", "id"])]

    def __str__(self):
        return _("%(organization)s, report of %(year)s") % {"organization": self.organization, "year": self.year}

    def get_absolute_url(self):
        return reverse("communities:report-detail", args=[self.pk])

    @property
    def tag(self):
        tones = {self.State.SUBMITTED: "info", self.State.ACCEPTED: "ok", self.State.RETURNED: "warn"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @transaction.atomic
    def submit(self, *, by):
        """Hand in a new report, or a returned one again; raises ValidationError for a year not over or reported."""
        if self.year > report_year():
            raise ValidationError(_("The year %(year)s is not over yet.") % {"year": self.year}, code="early")
        now = timezone.now()
        if self.pk:
            locked = self._lock_for(self.State.SUBMITTED)
            content = {name: getattr(self, name) for name in self.CONTENT}
            self._move(
                self.State.SUBMITTED, by=by, locked=locked, verb="submit", submitted_at=now, submitted_by=by,
                decided_at=None, decided_by=None, return_reason="", **content,
            )  # fmt: skip
            return
        self.organization.lock_current()
        same = YearlyReport.objects.filter(organization=self.organization, year=self.year)
        first = same.select_related("submitted_by").first()
        if first:
            said = _("The report of %(year)s is in already.") % {"year": self.year}
            refuse_second(said, at=first.submitted_at, by=first.submitted_by)
        settle(self)
        self.submitted_at, self.submitted_by = now, by
        self.full_clean(exclude=["submitted_by", "organization"])
        self.save(force_insert=True)
        record("report.submit", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def decide(self, *, by):
        """Take it into the register."""
        locked = self._lock_for(self.State.ACCEPTED, by=by)
        self._move(self.State.ACCEPTED, by=by, verb="decide", locked=locked, decided_at=timezone.now(), decided_by=by)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Send it back with what is to be changed."""
        refuse_without(reason)
        locked = self._lock_for(self.State.RETURNED, by=by)
        self._move(
            self.State.RETURNED, by=by, verb="return", locked=locked, note=reason, decided_at=timezone.now(),
            decided_by=by, return_reason=reason[:200],
        )  # fmt: skip

    @transaction.atomic
    def let_go(self, *, by, note):
        """Its organization is closed before anybody accepted it."""
        self._move(self.State.DROPPED, by=by, note=note)

    def _to_lock(self):
        return YearlyReport.objects.select_for_update(of=("self",)).select_related("organization")
