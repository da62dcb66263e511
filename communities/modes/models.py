"""How a group is managed: a change of mode is proposed by one person and decided by another."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.centers.models import Hosting, ServiceCenter, retired
from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse_second, refuse_without
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField, KeyField
from communities.text.names import organization_key
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check

Mode = Organization.ManagementMode
OLDEST = timedelta(days=366)
MEANINGS = {
    Mode.SELF_RUN: _("A mature interest team: it runs itself, and the street leaves it to it."),
    Mode.KEY_SUPPORT: _("A grown team: it is backed with funds, a venue and competitions."),
    Mode.CENTER_MANAGED: _("Looked after by the service centre: filing, guidance and services come from one place."),
}


class ManagementDecisionQuerySet(ScopedQuerySet):
    def pending(self):
        return self.filter(state=ManagementDecision.State.PENDING)

    def decided(self):
        return self.filter(state=ManagementDecision.State.DECIDED)

    def with_names(self):
        return self.select_related("organization__region", "center", "proposed_by", "decided_by")


class ManagementDecision(StateMachine):
    """One change of mode, with the paper it rests on. It counts from `effective_on`, which never lies ahead."""

    class State(models.TextChoices):
        PENDING = "pending", _("Proposed")
        DECIDED = "decided", pgettext_lazy("state", "Decided")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Proposal withdrawn")

    MOVES = {
        State.PENDING: {State.DECIDED, State.RETURNED, State.WITHDRAWN},
        State.RETURNED: {State.PENDING, State.WITHDRAWN},
        State.DECIDED: set(),
        State.WITHDRAWN: set(),
    }
    WAITING = {State.PENDING}
    on_closing = Ending(
        _("Changes of management mode"), _("the proposal is withdrawn"), lambda: Q(state__in=["pending", "returned"])
    )
    noun = "management"
    stale_message = _("This proposal has already moved on; reload the page.")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="management_decisions", verbose_name=_("organization")
    )
    region_path = PlacePath("organization")
    from_mode = models.CharField(_("mode until then"), max_length=14, choices=Mode, editable=False)
    to_mode = models.CharField(_("new mode"), max_length=14, choices=Mode)
    center = models.ForeignKey(
        ServiceCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="management_decisions",
        verbose_name=_("service centre"),
    )
    reason = FreeCharField(_("reason"), max_length=300)
    document_number = FreeCharField(_("document number"), max_length=60)
    document_key = KeyField(max_length=60, derive=lambda row: organization_key(row.document_number))
    effective_on = DayField(_("counts from"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    return_reason = FreeCharField(_("reason for returning"), max_length=200, blank=True, editable=False)
    proposed_at = models.DateTimeField(_("proposed at"), editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("proposed by")
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

    objects = ManagementDecisionQuerySet.as_manager()
    unlogged_fields = ("proposed_at", "proposed_by", "decided_at", "decided_by")

    class Meta:
        verbose_name = _("change of management mode")
        verbose_name_plural = _("changes of management mode")
        ordering = ["-effective_on", "-id"]
        constraints = [
            Check(name="management_changes_the_mode", condition=~Q(from_mode=F("to_mode"))),
            Check(
                name="management_names_a_center_iff_it_manages",
                condition=Q(to_mode="center_managed", center__isnull=False)
                | (~Q(to_mode="center_managed") & Q(center=None)),
            ),
            models.UniqueConstraint(
                name="one_pending_management_change_per_organization",
                fields=["organization"],
                condition=Q(state="pending"),
            ),
            Check(
                name="management_decided_iff_signed",
                condition=Q(state="pending", decided_at=None, decided_by=None)
                | Q(state__in=["decided", "returned"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state="withdrawn"),
            ),
            Check(
                name="management_not_decided_by_its_proposer",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            Check(
                name="management_returned_iff_reasoned",
                condition=(Q(state="returned") & ~Q(return_reason="")) | (~Q(state="returned") & Q(return_reason="")),
            ),
        ]
        indexes = [
            models.Index(name="management_of_state", fields=["region_path", "state", "id"]),
            models.Index(name="management_by_day", fields=["region_path", "effective_on"]),
            models.Index(name="management_by_number", fields=["document_key"]),
        ]

    def __str__(self):
        return f"{self.organization} {self.get_from_mode_display()} → {self.get_to_mode_display()}"

    def get_absolute_url(self):
        return reverse("communities:management-detail", args=[self.pk])

    @property
    def meaning(self):
        """What the new mode means, in plain words."""
        return MEANINGS[self.to_mode]

    @property
    def tag(self):
        tones = {self.State.PENDING: "info", self.State.DECIDED: "ok", self.State.RETURNED: "warn"}
        return tones.get(self.state, "mute"), self.get_state_display()

    def clean(self):
        """The rules that need no lock: the mode changes, a centre where one is needed, a day within the last year."""
        wrong = {}
        if self.to_mode and self.to_mode == self.from_mode:
            wrong["to_mode"] = _("The organization has this mode already: %(mode)s.") % {
                "mode": self.get_to_mode_display()
            }
        wrong |= self._wrong_center() | self._wrong_day()
        if wrong:
            raise ValidationError(wrong)

    def _wrong_center(self):
        if self.to_mode != Mode.CENTER_MANAGED:
            return {}
        if self.center is None:
            return {"center": _("Name the service centre that looks after the group.")}
        if not self.center.is_current:
            return {"center": retired(self.center).message}
        if not self.center.covers(self.organization):
            return {"center": _("This centre serves another street.")}
        return {}

    def _wrong_day(self):
        day, today = self.effective_on, timezone.localdate()
        if day is None:
            return {}
        if day > today:
            return {"effective_on": _("This day lies in the future; enter the change when it takes effect.")}
        if day < today - OLDEST:
            return {"effective_on": _("This day lies more than a year back.")}
        founded = self.organization.founded_on
        if founded and day < founded:
            return {"effective_on": _("The organization was founded on %(day)s.") % {"day": founded}}
        return {}

    @transaction.atomic
    def propose(self, *, by):
        """Hand in a new proposal, or a returned one again; the mode until then is what the group has now."""
        locked = self._lock_for(self.State.PENDING) if self.pk else None
        organization = self._group()
        self.from_mode = organization.management_mode
        if self.to_mode != Mode.CENTER_MANAGED:
            self.center = None
        self._refuse_second()
        self.full_clean(exclude=["region_path", "from_mode", "state", "proposed_by"], validate_constraints=False)
        self._refuse_earlier()
        facts = {"proposed_at": timezone.now(), "proposed_by": by, "decided_at": None, "decided_by": None}
        if locked is None:
            for name, value in facts.items():
                setattr(self, name, value)
            self.save(force_insert=True)
            record("management.propose", self, by=by, changes=differences({}, self))
            return
        typed = ("from_mode", "to_mode", "center", "reason", "document_number", "effective_on")
        facts |= {name: getattr(self, name) for name in typed} | {"return_reason": ""}
        self._move(self.State.PENDING, by=by, verb="propose", locked=locked, **facts)

    @transaction.atomic
    def decide(self, *, by):
        """Give the group its new mode, and the centre its group.

        Raises ValidationError: "own" (decided by its proposer), "stale" (decided already, or the mode changed
        since), "restrained" (a decision of an authority stands), or what `clean` finds by now.
        """
        locked = self._lock_for(self.State.DECIDED, by=by, submitted_by="proposed_by")
        organization = locked._group()
        if organization.management_mode != locked.from_mode:
            raise ValidationError(
                _("The mode of %(name)s has changed since; return the proposal.") % {"name": organization},
                code="stale",
            )
        locked.clean()
        locked._refuse_earlier()
        self._move(self.State.DECIDED, by=by, verb="decide", locked=locked, decided_at=timezone.now(), decided_by=by)
        before = snapshot(organization)
        organization.management_mode = locked.to_mode
        organization.version += 1
        organization.save(update_fields=["management_mode", "version"])
        changes = differences(before, organization)
        record("organization.mode", organization, by=by, changes=changes, note=locked.document_number)
        locked._settle_hosting(organization, by=by)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Send it back with what is to be changed."""
        refuse_without(reason)
        locked = self._lock_for(self.State.RETURNED, by=by, submitted_by="proposed_by")
        self._move(
            self.State.RETURNED,
            by=by,
            verb="return",
            locked=locked,
            decided_at=timezone.now(),
            decided_by=by,
            return_reason=reason[:200],
        )

    @transaction.atomic
    def withdraw(self, *, by):
        """Whoever proposed it takes it back before it is decided."""
        locked = self._lock_own(self.State.WITHDRAWN, by=by, submitted_by="proposed_by")
        self._move(self.State.WITHDRAWN, by=by, locked=locked, return_reason="")

    @transaction.atomic
    def let_go(self, *, by, note):
        """Its organization is closed."""
        self._move(self.State.WITHDRAWN, by=by, note=note, return_reason="")

    def _group(self):
        """The organization's row, locked; refused after its end, and while restrained unless it is left to itself."""
        organization = Organization.objects.select_for_update().get(pk=self.organization_id)
        if self.to_mode != Mode.SELF_RUN or organization.ended_on is not None:
            organization.refuse_while_restrained()
        return organization

    def _refuse_second(self):
        others = ManagementDecision.objects.pending().filter(organization=self.organization_id)
        first = others.exclude(pk=self.pk).select_related("proposed_by").first()
        if first:
            said = _("A proposal for this organization is waiting to be decided already.")
            refuse_second(said, at=first.proposed_at, by=first.proposed_by)

    def _refuse_earlier(self):
        last = ManagementDecision.objects.decided().filter(organization=self.organization_id).first()
        if last and self.effective_on < last.effective_on:
            raise ValidationError(
                {"effective_on": _("The last change counts from %(day)s.") % {"day": last.effective_on}}, code="date"
            )

    def _settle_hosting(self, organization, *, by):
        """A group managed by a centre is hosted by it; one that leaves this mode is hosted no longer."""
        hosting = Hosting.objects.current().filter(organization=organization).first()
        if hosting and hosting.center_id == self.center_id:
            return
        leaves = self.from_mode == Mode.CENTER_MANAGED or self.to_mode == Mode.CENTER_MANAGED
        day = self.effective_on
        if hosting and leaves:
            day = max(day, hosting.started_on)
            hosting._end(by=by, on=day, note=self.document_number)
        if self.center_id:
            self.center._begin(organization, by=by, on=day, document_number=self.document_number)
