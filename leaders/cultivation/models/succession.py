from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.records.endings import Ending
from communities.records.placed import PlacePath
from communities.records.versioned import Versioned
from communities.scope import ScopedQuerySet
from communities.text.digits import refuse_text
from communities.text.fields import DayField, FreeCharField
from leaders.appointments.models import Appointment
from leaders.people.models import Leader
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check

CANDIDATES = 5


class SuccessionPlanQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(done_at=None)


class SuccessionPlan(Versioned):
    """Who may follow at the end of a term, when it is decided and who arranges it. One for each appointment."""

    appointment = models.OneToOneField(
        Appointment, models.CASCADE, related_name="succession_plan", verbose_name=_("appointment")
    )
    region_path = PlacePath("appointment", noun="succession_plan")
    candidates = models.ManyToManyField(
        Leader, through="SuccessionCandidate", related_name="succession_plans", verbose_name=_("candidates")
    )
    planned_on = DayField(_("day of the choice"))
    arranger = FreeCharField(_("arranged by"), max_length=30)
    note = FreeCharField(_("note"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("written at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("written by")
    )
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("closed by"),
    )
    outcome = FreeCharField(_("outcome"), max_length=200, blank=True, editable=False)

    objects = SuccessionPlanQuerySet.as_manager()
    unlogged_fields = ("version", "made_at", "made_by")
    changed_message = _("Somebody changed this plan in the meantime. What you typed is kept; compare and save again.")

    class Meta:
        verbose_name = _("succession plan")
        verbose_name_plural = _("succession plans")
        constraints = [
            Check(
                name="succession_done_iff_signed",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="succession_plans_due", fields=["region_path", "planned_on"], condition=Q(done_at=None))
        ]

    def __str__(self):
        return str(self.appointment.post)

    def get_absolute_url(self):
        return reverse("leaders:appointment-detail", args=[self.appointment_id])

    @property
    def is_done(self):
        return self.done_at is not None

    @transaction.atomic
    def keep(self, *, by, candidates, before=None):
        """Write the plan with its candidates; a closed one is open again, as after an extended term.

        Raises ValidationError: "ended" (the appointment is no longer in office), "left" (a candidate is not here any
        more), "many", "stale" (somebody wrote it, or closed it, since it was read).
        """
        appointment = Appointment.objects.select_for_update().get(pk=self.appointment_id)
        if appointment.state != Appointment.State.CURRENT:
            raise ValidationError(_("This term has ended; no succession is planned any more."), code="ended")
        chosen = list(dict.fromkeys(candidates))
        if len(chosen) > CANDIDATES:
            raise ValidationError(
                {"more": _("At most %(cap)s candidates; now there are %(count)s.")
                 % {"cap": CANDIDATES, "count": len(chosen)}},
                code="many",
            )  # fmt: skip
        for leader in chosen:
            leader.refuse_erased(anew=True)
            leader.refuse_after_departure()
        if self.pk:
            self._lift_version()
            self.done_at, self.done_by, self.outcome = None, None, ""
            self.save(update_fields=["planned_on", "arranger", "note", "done_at", "done_by", "outcome"])
        else:
            self._write_first(appointment, by)
        self.candidacies.all().delete()
        SuccessionCandidate.objects.bulk_create(
            [SuccessionCandidate(plan=self, leader=leader, slot=slot) for slot, leader in enumerate(chosen, start=1)]
        )
        said = ngettext("%(n)s candidate", "%(n)s candidates", len(chosen)) % {"n": len(chosen)}
        record("succession.plan", self, by=by, changes=differences(before or {}, self), note=said)

    @transaction.atomic
    def finish(self, *, by, outcome=""):
        """Close the plan: the choice has been made, or is no longer needed. Whoever has it open to edit is stale."""
        refuse_text(outcome)
        before, now = snapshot(self), timezone.now()
        self.done_at, self.done_by, self.outcome = now, by, outcome
        closed = SuccessionPlan.objects.filter(pk=self.pk, done_at=None)
        if not closed.update(done_at=now, done_by=by, outcome=outcome, version=F("version") + 1):
            raise ValidationError(_("This plan was closed already."), code="stale")
        record("succession.done", self, by=by, changes=differences(before, self), note=outcome)

    def _write_first(self, appointment, by):
        self.made_by = by
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as clash:
            self.pk = None
            raise self._changed() from clash


class SuccessionCandidate(models.Model):
    """One candidate. `slot` keeps the number at five in the database; it is no order of preference."""

    plan = models.ForeignKey(SuccessionPlan, models.CASCADE, related_name="candidacies")
    leader = models.ForeignKey(Leader, models.CASCADE, related_name="candidacies", verbose_name=_("leader"))
    slot = models.PositiveSmallIntegerField()

    on_leaving = Ending(
        _("Plans for a successor"), _("is no candidate any more"), lambda: Q(plan__done_at=None), returns=False,
        words=lambda row: str(row.plan),
    )  # fmt: skip

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            Check(name="at_most_five_candidates", condition=Q(slot__gte=1, slot__lte=CANDIDATES)),
            models.UniqueConstraint(name="one_candidate_a_slot", fields=["plan", "slot"]),
            models.UniqueConstraint(name="candidate_once_in_a_plan", fields=["plan", "leader"]),
        ]

    def __str__(self):
        return str(self.leader)

    def get_absolute_url(self):
        return self.plan.get_absolute_url()

    def let_go(self, *, by, note):
        """The person has left."""
        plan = SuccessionPlan.objects.select_for_update().get(pk=self.plan_id)
        SuccessionPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
        self.delete()
        record("succession.leave", plan, by=by, changes={"candidates": [str(self.leader), None]}, note=note)
