"""Fair conduct procedure 履职反馈: about acts in a role, on a closed list of grounds; never public, then deleted."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.scope import ScopedQuerySet
from communities.settings_of_street.models import RuleName, rule
from communities.text import digits
from communities.text.fields import DayField, FreeCharField, FreeTextField
from leaders.appointments.models import Appointment
from leaders.departures.models import Departure
from registry.audit.log import record
from registry.upkeep.constraints import Check


class ConductQuerySet(ScopedQuerySet):
    def with_names(self):
        return self.select_related(
            "appointment__leader", "appointment__organization", "appointment__region__parent", "entered_by"
        )

    def to_verify(self):
        return self.filter(state=ConductReview.State.HEARD)

    def expired(self):
        return self.filter(expires_on__lt=timezone.localdate())


class ConductReview(StateMachine):
    """One complaint about an act in a role, in the steps that are fair to both sides. Who complained is not kept."""

    class Ground(models.TextChoices):
        ACCOUNTS = "accounts", _("Accounts not published")
        INTEREST = "interest", _("Conflict of interest")
        PRIVACY = "privacy", _("Private data leaked")
        BENEFIT = "benefit", _("Benefit taken")
        INACTIVE = "inactive", _("Long inactivity")
        DISCRIMINATION = "unequal", _("Discrimination")

    class State(models.TextChoices):
        RAISED = "raised", _("Raised")
        ACCEPTED = "accepted", _("Taken up for review")
        DISMISSED = "dismissed", _("Dismissed")
        TOLD = "told", _("Person told")
        HEARD = "heard", _("Person heard")
        VERIFIED = "verified", _("Verified by another")
        DECIDED = "decided", pgettext_lazy("conduct", "Decided")
        INFORMED = "informed", _("Told in writing")
        APPEALED = "appealed", _("Appealed")
        ARCHIVED = "archived", _("Archived")

    MOVES = {
        State.RAISED: {State.ACCEPTED, State.DISMISSED},
        State.ACCEPTED: {State.TOLD, State.DISMISSED},
        State.TOLD: {State.HEARD, State.DISMISSED},
        State.HEARD: {State.VERIFIED, State.DISMISSED},
        State.VERIFIED: {State.DECIDED},
        State.DECIDED: {State.INFORMED},
        State.INFORMED: {State.APPEALED, State.ARCHIVED},
        State.APPEALED: {State.DECIDED},
        State.ARCHIVED: set(),
        State.DISMISSED: set(),
    }
    noun = "conduct"
    stale_message = _("This review has already moved on; reload the page.")

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name=_("post"))
    region_path = PlacePath("appointment")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    facts = FreeTextField(_("the act and its day"), max_length=1000)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RAISED, editable=False)
    raised_at = models.DateTimeField(_("raised at"), auto_now_add=True)
    stepped_at = models.DateTimeField(_("last step at"), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("verified by"),
    )  # fmt: skip
    body = FreeCharField(_("body that decided"), max_length=60, blank=True, editable=False)
    is_founded = models.BooleanField(_("found true"), null=True, editable=False)
    expires_on = DayField(_("deleted after"), null=True, editable=False)

    objects = ConductQuerySet.as_manager()
    # The operation log outlives a review: it learns that there were steps, never about whom or what.
    unlogged_fields = (
        "appointment", "region_path", "ground", "facts", "raised_at", "stepped_at", "body", "is_founded",
    )  # fmt: skip

    class Meta:
        verbose_name = _("conduct review")
        verbose_name_plural = _("conduct reviews")
        ordering = ["-id"]
        constraints = [
            Check(
                name="conduct_verified_by_another",
                condition=Q(verified_by=None) | ~Q(verified_by=F("entered_by")),
            ),
            Check(
                name="conduct_verified_before_decided",
                condition=Q(state__in=["raised", "accepted", "dismissed", "told", "heard"], verified_by=None)
                | Q(state__in=["verified", "decided", "informed", "appealed", "archived"], verified_by__isnull=False),
            ),
            Check(
                name="conduct_expires_once_it_is_over",
                condition=Q(state__in=["dismissed", "archived"], expires_on__isnull=False)
                | (~Q(state__in=["dismissed", "archived"]) & Q(expires_on=None)),
            ),
            Check(
                name="conduct_decided_by_a_body",
                condition=~Q(state__in=["decided", "informed", "archived"])
                | (~Q(body="") & Q(is_founded__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="conduct_by_place", fields=["region_path", "id"]),
            models.Index(name="conduct_by_expiry", fields=["expires_on"], condition=Q(expires_on__isnull=False)),
        ]

    def __str__(self):
        # Never a name: this stands in the operation log.
        return self.number

    def get_absolute_url(self):
        return reverse("leaders:conduct-detail", args=[self.pk])

    @property
    def number(self):
        return f"LZ-{self.pk:06d}" if self.pk else "LZ"

    @property
    def tag(self):
        tones = {self.State.RAISED: "warn", self.State.ARCHIVED: "mute", self.State.DISMISSED: "mute"}
        return tones.get(self.state, "info"), self.get_state_display()

    def may_become(self, target):
        """Once taken up it is dismissed only when the person has died: nobody could be told or heard any more."""
        is_late = target == self.State.DISMISSED and self.state != self.State.RAISED
        return super().may_become(target) and not (is_late and not self.is_of_the_dead)

    @property
    def is_open(self):
        return self.expires_on is None

    @property
    def is_of_the_dead(self):
        gone = Departure.objects.standing().filter(leader__appointments=self.appointment_id)
        return gone.filter(how=Departure.How.DIED).exists()

    @transaction.atomic
    def raise_(self, *, by):
        """Write down the act, the day and the ground; nothing is decided by it."""
        self.entered_by = by
        self.facts, self.stepped_at = digits.mask(self.facts), timezone.now()
        self.save(force_insert=True)
        record("conduct.raised", self, by=by)

    def accept(self, *, by, text=""):
        self._step(self.State.ACCEPTED, by=by, text=text, is_needed=False)

    @transaction.atomic
    def dismiss(self, *, by, text):
        """Outside the grounds, no act in the role, or the person has died: with the reason, and soon forgotten."""
        if not self._lock().may_become(self.State.DISMISSED):
            raise self._stale()
        self._step(self.State.DISMISSED, by=by, text=text, expires_on=self._kept_until(RuleName.CONDUCT_UNFOUNDED))

    def tell(self, *, by, text):
        """The person knows what is said, before anybody looks into it."""
        self._step(self.State.TOLD, by=by, text=text)

    def hear(self, *, by, text):
        """What the person says to it, word for word."""
        self._step(self.State.HEARD, by=by, text=text)

    @transaction.atomic
    def verify(self, *, by, text):
        """Somebody else than who wrote it down looks into it."""
        self._lock_for(self.State.VERIFIED, by=by, submitted_by="entered_by")
        self._step(self.State.VERIFIED, by=by, text=text, verified_by=by)

    def decide(self, *, by, text, body, is_founded):
        """The decision of the body that elected or appointed the person; the register only writes it down."""
        if not body.strip():
            raise ValidationError({"body": _("Name the body that elected or appointed the person.")}, code="body")
        self._step(self.State.DECIDED, by=by, text=text, body=body.strip(), is_founded=is_founded)

    def inform(self, *, by, text):
        self._step(self.State.INFORMED, by=by, text=text)

    def appeal(self, *, by, text):
        """The person disagrees: the body decides once more."""
        self._step(self.State.APPEALED, by=by, text=text)

    @transaction.atomic
    def archive(self, *, by, text=""):
        days = RuleName.CONDUCT_FOUNDED if self._lock().is_founded else RuleName.CONDUCT_UNFOUNDED
        self._step(self.State.ARCHIVED, by=by, text=text, is_needed=False, expires_on=self._kept_until(days))

    @transaction.atomic
    def _step(self, state, *, by, text, is_needed=True, **fields):
        text = digits.mask((text or "").strip())[:2000]
        if is_needed and not text:
            raise ValidationError({"text": _("Write down what was said or found.")}, code="text")
        self._move(state, by=by, stepped_at=timezone.now(), **fields)
        self.steps.create(state=state, by=by, text=text)

    def _kept_until(self, name):
        """By the rule of the street of this day; a later rule moves no day that was set."""
        return timezone.localdate() + timedelta(days=rule(name, self.region_path))


class ConductStep(models.Model):
    """One step with what was said or found; it goes with its review."""

    review = models.ForeignKey(ConductReview, models.CASCADE, related_name="steps", verbose_name=_("conduct review"))
    state = models.CharField(_("step"), max_length=9, choices=ConductReview.State)
    text = FreeTextField(_("text"), max_length=2000, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account"))

    class Meta:
        verbose_name = _("step of a conduct review")
        verbose_name_plural = _("steps of conduct reviews")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.review_id} {self.state}"
