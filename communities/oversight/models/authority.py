"""What competent authorities decided about a group. The register writes it down; it does not decide."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse_without
from communities.scope import ScopedQuerySet, reaches
from communities.text.fields import DayField, FreeCharField, FreeTextField, KeyField
from communities.text.names import organization_key
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check

Restraint = Organization.Restraint


class AuthorityDecisionQuerySet(ScopedQuerySet):
    def entered(self):
        return self.filter(state=AuthorityDecision.State.ENTERED)

    def standing(self):
        """Confirmed decisions that restrain a group and were not lifted."""
        return self.filter(~Exists(lift_of_row()), state=AuthorityDecision.State.CONFIRMED, lifts=None)

    def with_lifted(self):
        """With `is_lifted`, by which the tag of one that stands differs from that of one that does no more."""
        return self.annotate(is_lifted=Exists(lift_of_row()))

    def with_names(self):
        return self.select_related("organization__region", "lifts", "entered_by", "checked_by", "reply_entered_by")


def lift_of_row():
    """A subquery: the confirmed decision that lifts an outer one."""
    return AuthorityDecision.objects.filter(state=AuthorityDecision.State.CONFIRMED, lifts=OuterRef("pk"))


class AuthorityDecision(StateMachine):
    """One document of an authority, entered by one person and confirmed by another. It has effect once confirmed."""

    class Kind(models.TextChoices):
        RESTRICT = "restrict", _("Restriction of activities")
        LIFT = "lift", _("Lifting of a decision")
        CANCEL = "cancel", _("Cancellation")
        BAN = "ban", _("Ban")

    class State(models.TextChoices):
        ENTERED = "entered", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        RETURNED = "returned", _("Sent back")
        WITHDRAWN = "withdrawn", _("Entry withdrawn")

    MOVES = {
        State.ENTERED: {State.CONFIRMED, State.RETURNED, State.WITHDRAWN},
        State.RETURNED: {State.ENTERED, State.WITHDRAWN},
        State.CONFIRMED: set(),
        State.WITHDRAWN: set(),
    }
    WAITING = {State.ENTERED}
    NOT_COUNTED = (State.RETURNED, State.WITHDRAWN)
    on_closing = Ending(
        _("Decisions of authorities"), _("what nobody confirmed is withdrawn; what stands stays in the history"),
        lambda: Q(state__in=["entered", "returned"]),
    )  # fmt: skip
    # The effect of a standing decision, the gravest first.
    EFFECTS = {Kind.BAN: Restraint.BANNED, Kind.CANCEL: Restraint.CANCELLED, Kind.RESTRICT: Restraint.RESTRICTED}
    noun = "authority"
    stale_message = _("This decision has already moved on; reload the page.")
    document_permission = Permission.OVERSIGHT_VIEW

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="authority_decisions", verbose_name=_("organization")
    )
    region_path = PlacePath("organization")
    kind = models.CharField(_("kind of decision"), max_length=8, choices=Kind)
    lifts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="lifted_by", verbose_name=_("decision lifted")
    )
    authority = FreeCharField(_("authority"), max_length=60)
    document_number = FreeCharField(_("document number"), max_length=60)
    document_key = KeyField(max_length=60, derive=lambda row: organization_key(row.document_number))
    legal_basis = FreeCharField(_("legal basis"), max_length=200)
    decided_on = DayField(_("decided on"))
    effective_on = DayField(_("effective from"))
    summary = FreeTextField(_("summary"), max_length=500)
    remedy_told = FreeCharField(_("remedies told"), max_length=300, blank=True)
    remedy_told_on = DayField(_("told on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ENTERED, editable=False)
    return_reason = FreeCharField(_("reason for returning"), max_length=200, blank=True, editable=False)
    entered_at = models.DateTimeField(_("entered at"), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
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
    reply = FreeTextField(_("reply of the organization"), max_length=500, blank=True, editable=False)
    reply_on = DayField(_("replied on"), null=True, editable=False)
    reply_entered_at = models.DateTimeField(_("reply entered at"), null=True, editable=False)
    reply_entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("reply entered by"),
    )

    objects = AuthorityDecisionQuerySet.as_manager()
    unlogged_fields = (
        "region_path", "entered_at", "entered_by", "checked_at", "checked_by", "reply_entered_at", "reply_entered_by",
    )  # fmt: skip

    class Meta:
        verbose_name = _("decision of an authority")
        verbose_name_plural = _("decisions of authorities")
        ordering = ["-decided_on", "-id"]
        constraints = [
            Check(
                name="authority_lift_names_what_it_lifts",
                condition=Q(kind="lift", lifts__isnull=False) | (~Q(kind="lift") & Q(lifts=None)),
            ),
            models.UniqueConstraint(
                name="authority_decision_lifted_once",
                fields=["lifts"],
                condition=Q(lifts__isnull=False, state__in=["entered", "confirmed"]),
            ),
            models.UniqueConstraint(
                name="authority_paper_once",
                fields=["organization", "kind", "authority", "document_number"],
                condition=Q(state__in=["entered", "confirmed"]),
            ),
            Check(name="authority_effective_after_decided", condition=Q(effective_on__gte=F("decided_on"))),
            Check(
                name="authority_checked_iff_signed",
                condition=Q(state="entered", checked_at=None, checked_by=None)
                | Q(state__in=["confirmed", "returned"], checked_at__isnull=False, checked_by__isnull=False)
                | Q(state="withdrawn"),
            ),
            Check(
                name="authority_not_confirmed_by_who_entered_it",
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
            ),
            Check(
                name="authority_returned_iff_reasoned",
                condition=(Q(state="returned") & ~Q(return_reason="")) | (~Q(state="returned") & Q(return_reason="")),
            ),
            Check(
                name="authority_remedy_told_iff_dated",
                condition=Q(remedy_told="", remedy_told_on=None)
                | (~Q(remedy_told="") & Q(remedy_told_on__isnull=False)),
            ),
            Check(
                name="authority_reply_iff_dated_and_signed",
                condition=Q(reply="", reply_on=None, reply_entered_at=None, reply_entered_by=None)
                | (
                    ~Q(reply="")
                    & Q(reply_on__isnull=False, reply_entered_at__isnull=False, reply_entered_by__isnull=False)
                ),
            ),
        ]
        indexes = [
            models.Index(name="authority_of_state", fields=["region_path", "state", "id"]),
            models.Index(name="authority_by_number", fields=["document_key"]),
        ]

    def __str__(self):
        return f"{self.organization} {self.get_kind_display()} {self.document_number}"

    def get_absolute_url(self):
        return reverse("communities:authority-detail", args=[self.pk])

    @property
    def tag(self):
        if getattr(self, "is_lifted", False):
            return "mute", _("Lifted")
        tones = {self.State.ENTERED: "info", self.State.CONFIRMED: "ok", self.State.RETURNED: "warn"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @property
    def takes_documents(self):
        return self.state not in self.NOT_COUNTED

    def documents_changed_by(self, user):
        """What a confirmed decision rests on stays with it."""
        return self.state == self.State.ENTERED and reaches(user, Permission.AUTHORITY_ENTER, self.region_path)

    def clean(self):
        """The rules of one document: dates in order, remedies told on a day, a lift that names what it lifts."""
        wrong, today = {}, timezone.localdate()
        for name in ("decided_on", "remedy_told_on"):
            if getattr(self, name) and getattr(self, name) > today:
                wrong[name] = _("This day lies in the future.")
        if self.decided_on and self.effective_on and self.effective_on < self.decided_on:
            wrong["effective_on"] = _("A decision takes effect on %(day)s at the earliest, the day it was made.") % {
                "day": self.decided_on
            }
        wrong |= self._wrong_remedy() | self._wrong_lift()
        if wrong:
            raise ValidationError(wrong)

    def _wrong_remedy(self):
        if self.remedy_told and not self.remedy_told_on:
            return {"remedy_told_on": _("Say on which day the remedies were told.")}
        if self.remedy_told_on and not self.remedy_told:
            return {"remedy_told": _("Say which remedies were told.")}
        if self.remedy_told_on and self.decided_on and self.remedy_told_on < self.decided_on:
            return {"remedy_told_on": _("The day lies before the decision.")}
        return {}

    def _wrong_lift(self):
        if self.kind != self.Kind.LIFT:
            return {}
        standing = AuthorityDecision.objects.standing().filter(organization=self.organization_id)
        if self.lifts is None:
            missing = _("Choose the decision that is lifted.")
            return {"lifts": missing if standing.exists() else _("No decision stands that could be lifted.")}
        if not standing.filter(pk=self.lifts_id).exists():
            return {"lifts": _("The decision named does not stand, or belongs to another organization.")}
        if self.decided_on and self.decided_on < self.lifts.decided_on:
            return {"decided_on": _("The decision lifted is of %(day)s.") % {"day": self.lifts.decided_on}}
        return {}

    @transaction.atomic
    def enter(self, *, by):
        """Write a new decision, or a returned one again, for a second person to confirm."""
        locked = self._lock_for(self.State.ENTERED) if self.pk else None
        organization = Organization.objects.select_for_update().get(pk=self.organization_id)
        if organization.ended_on is not None:
            raise ValidationError(_("The registration of %(name)s has ended.") % {"name": organization}, code="ended")
        if self.kind != self.Kind.LIFT:
            self.lifts = None
        self.full_clean(exclude=["region_path", "state", "entered_by"], validate_constraints=False)
        self._refuse_twice()
        facts = {"entered_at": timezone.now(), "entered_by": by, "checked_at": None, "checked_by": None}
        if locked is None:
            for name, value in facts.items():
                setattr(self, name, value)
            self.save(force_insert=True)
            record("authority.enter", self, by=by, changes=differences({}, self))
            return
        typed = (
            "kind", "lifts", "authority", "document_number", "legal_basis", "decided_on", "effective_on", "summary",
            "remedy_told", "remedy_told_on",
        )  # fmt: skip
        facts |= {name: getattr(self, name) for name in typed} | {"return_reason": ""}
        self._move(self.State.ENTERED, by=by, verb="enter", locked=locked, **facts)

    @transaction.atomic
    def decide(self, *, by):
        """Let it take effect on the organization: new things are refused, the public directory follows.

        Raises ValidationError: "own" (confirmed by who entered it), "early" (not effective yet), "stale".
        """
        locked = self._lock_for(self.State.CONFIRMED, by=by, submitted_by="entered_by")
        organization = Organization.objects.select_for_update().get(pk=locked.organization_id)
        if locked.effective_on > timezone.localdate():
            raise ValidationError(
                _("It takes effect on %(day)s; confirm it from that day on.") % {"day": locked.effective_on},
                code="early",
            )
        locked.clean()
        self._move(self.State.CONFIRMED, by=by, verb="decide", locked=locked, checked_at=timezone.now(), checked_by=by)
        before = snapshot(organization)
        organization.restraint = restraint_of(organization)
        organization.version += 1
        organization.save(update_fields=["restraint", "version"])
        changes = differences(before, organization)
        record("organization.restraint", organization, by=by, changes=changes, note=locked.document_number)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Send it back to be compared with the paper again."""
        refuse_without(reason)
        locked = self._lock_for(self.State.RETURNED, by=by, submitted_by="entered_by")
        self._move(
            self.State.RETURNED,
            by=by,
            verb="return",
            locked=locked,
            checked_at=timezone.now(),
            checked_by=by,
            return_reason=reason[:200],
        )

    @transaction.atomic
    def withdraw(self, *, by):
        """Whoever entered it takes it back before it is confirmed."""
        locked = self._lock_own(self.State.WITHDRAWN, by=by, submitted_by="entered_by")
        self._move(self.State.WITHDRAWN, by=by, locked=locked, return_reason="")

    @transaction.atomic
    def let_go(self, *, by, note):
        """Its organization is closed before anybody confirmed it."""
        self._move(self.State.WITHDRAWN, by=by, note=note, return_reason="")

    @transaction.atomic
    def take_reply(self, *, by, text, on):
        """Keep what the organization answered; written once, changed by nobody."""
        locked = self._lock()
        if locked.state in self.NOT_COUNTED:
            raise self._stale()
        if locked.reply:
            raise ValidationError(_("The reply is kept already; it is not written over."), code="stale")
        if on < locked.decided_on or on > timezone.localdate():
            raise ValidationError({"reply_on": _("Between the day of the decision and today.")}, code="date")
        before = snapshot(locked)
        values = {"reply": text, "reply_on": on, "reply_entered_at": timezone.now(), "reply_entered_by": by}
        values["version"] = locked.version + 1
        for name, value in values.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        if not AuthorityDecision.objects.filter(pk=self.pk, reply="").update(**values):
            raise ValidationError(_("The reply is kept already; it is not written over."), code="stale")
        record("authority.reply", locked, by=by, changes=differences(before, locked))

    def _refuse_twice(self):
        """Two open entries of one document, or two liftings of one decision, are one too many."""
        others = AuthorityDecision.objects.exclude(state__in=self.NOT_COUNTED).exclude(pk=self.pk)
        same = others.filter(
            organization=self.organization_id,
            kind=self.kind,
            authority=self.authority,
            document_number=self.document_number,
        )
        if same.exists():
            raise ValidationError(
                {"document_number": _("This document of the authority is entered already.")}, code="taken"
            )
        if self.lifts_id and others.filter(lifts=self.lifts_id).exists():
            raise ValidationError({"lifts": _("A lifting of this decision is entered already.")}, code="taken")


def restraint_of(organization):
    """The gravest effect of what stands against the organization; "" when nothing does."""
    standing = AuthorityDecision.objects.standing().filter(organization=organization)
    kinds = set(standing.values_list("kind", flat=True))
    return next((effect for kind, effect in AuthorityDecision.EFFECTS.items() if kind in kinds), Restraint.NONE)
