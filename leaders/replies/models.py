"""What a group or whoever leads it replies to its figure of satisfaction; read by a second person before residents."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse_second, refuse_without
from communities.records.signed import Signed
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeTextField
from leaders.cases.models import Case
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check

TYPED = ("voice", "text", "replied_on", "is_agreed")


class SatisfactionReplyQuerySet(ScopedQuerySet):
    def pending(self):
        return self.filter(state=SatisfactionReply.State.PENDING)

    def shown(self):
        return self.filter(state=SatisfactionReply.State.SHOWN)

    def with_names(self):
        return self.select_related("organization__region", "region__parent", "submitted_by", "decided_by")


class SatisfactionReply(StateMachine):
    """About the figure of one organization, of one building's post, or of a place's matters, all or of one kind.

    Who spoke is kept as a role, not as a name: the text goes out without a person in it.
    """

    class Voice(models.TextChoices):
        GROUP = "group", _("The group")
        LEADER = "leader", _("Whoever leads it")

    class State(models.TextChoices):
        PENDING = "pending", _("Awaiting review")
        SHOWN = "shown", pgettext_lazy("reply", "Shown to residents")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", pgettext_lazy("reply", "Withdrawn")

    MOVES = {
        State.PENDING: {State.SHOWN, State.RETURNED, State.WITHDRAWN},
        State.RETURNED: {State.PENDING, State.WITHDRAWN},
        State.SHOWN: {State.PENDING, State.WITHDRAWN},
        State.WITHDRAWN: set(),
    }
    WAITING = {State.PENDING}
    OPEN = (State.PENDING, State.RETURNED, State.SHOWN)
    on_closing = Ending(
        _("Replies to satisfaction"), _("those that wait are withdrawn"), lambda: Q(state__in=["pending", "returned"])
    )
    noun = "satisfaction_reply"
    stale_message = _("This reply has already moved on; reload the page.")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="satisfaction_replies",
        verbose_name=_("organization"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, editable=False, related_name="satisfaction_replies", verbose_name=_("region")
    )
    category = models.CharField(_("kind of matter"), max_length=10, choices=Case.Category, blank=True, editable=False)
    region_path = PlacePath("organization", "region")
    voice = models.CharField(_("who replies"), max_length=6, choices=Voice)
    text = FreeTextField(pgettext_lazy("satisfaction", "reply"), max_length=300)
    replied_on = DayField(pgettext_lazy("satisfaction", "replied on"))
    is_agreed = models.BooleanField(_("agreed that residents read it"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    reason = FreeTextField(_("reason"), max_length=200, blank=True, editable=False)
    submission = Signed("submitted", at=_("submitted at"), by=_("submitted by"), required=True)
    decision = Signed("decided", at=_("decided at"), by=_("decided by"), other_than=("submitted",))

    objects = SatisfactionReplyQuerySet.as_manager()
    unlogged_fields = ("submitted_at", "submitted_by", "decided_at", "decided_by")

    class Meta:
        verbose_name = _("reply to satisfaction")
        verbose_name_plural = _("replies to satisfaction")
        ordering = ["-id"]
        constraints = [
            Check(
                name="satisfaction_reply_to_one_figure",
                condition=Q(organization__isnull=False, region=None, category="")
                | Q(organization=None, region__isnull=False),
            ),
            Check(name="satisfaction_reply_is_agreed", condition=Q(is_agreed=True)),
            Check(
                name="satisfaction_reply_shown_once_read",
                condition=Q(state__in=["shown", "returned"], decided_at__isnull=False)
                | Q(state="pending", decided_at=None)
                | Q(state="withdrawn"),
            ),
            Check(
                name="satisfaction_reply_returned_iff_reasoned",
                condition=(Q(state="returned") & ~Q(reason="")) | (~Q(state="returned") & Q(reason="")),
            ),
        ]
        indexes = [
            models.Index(name="satisfaction_reply_of_state", fields=["region_path", "state", "id"]),
            models.Index(name="satisfaction_reply_of_region", fields=["region", "state"]),
        ]

    def __str__(self):
        return _("Reply of %(about)s") % {"about": self.about}

    def get_absolute_url(self):
        return reverse("leaders:satisfaction-reply-detail", args=[self.pk])

    @property
    def about(self):
        """Whose figure it replies to, in words."""
        if self.organization_id:
            return self.organization.name
        place = self.region.place_label
        return f"{place} · {self.get_category_display()}" if self.category else place

    @property
    def figure_url(self):
        """The page with the figure it replies to."""
        if self.organization_id:
            return f"{self.organization.get_absolute_url()}?tab=ratings"
        return reverse("leaders:satisfaction", args=[self.region_id])

    @property
    def tag(self):
        tones = {self.State.PENDING: "info", self.State.SHOWN: "ok", self.State.RETURNED: "warn"}
        return tones.get(self.state, "mute"), self.get_state_display()

    def clean(self):
        wrong = {}
        if not self.is_agreed:
            wrong["is_agreed"] = _("Without their agreement no reply is shown. Leave it, and ask them first.")
        if self.replied_on and self.replied_on > timezone.localdate():
            wrong["replied_on"] = _("This day lies in the future.")
        if wrong:
            raise ValidationError(wrong)

    @transaction.atomic
    def submit(self, *, by, figure):
        """Hand in a new reply, or again one that was returned or is shown: residents read it once somebody else did.

        `figure` is what it replies to by now. Raises "few" without one, "taken" beside another open reply.
        """
        locked = self._lock_for(self.State.PENDING) if self.pk else None
        if not figure:
            raise ValidationError(_("There is no figure to reply to: fewer than five residents answered."), code="few")
        self.full_clean(exclude=["region_path", "state", "submitted_by"], validate_constraints=False)
        self._refuse_second()
        facts = {"submitted_at": timezone.now(), "submitted_by": by, "decided_at": None, "decided_by": None}
        if locked is None:
            for name, value in facts.items():
                setattr(self, name, value)
            self.save(force_insert=True)
            record("satisfaction_reply.submit", self, by=by, changes=differences({}, self))
            return
        facts |= {name: getattr(self, name) for name in TYPED} | {"reason": ""}
        self._move(self.State.PENDING, by=by, verb="submit", locked=locked, **facts)

    @transaction.atomic
    def decide(self, *, by):
        """A second person has read it: residents see it beside the figure."""
        locked = self._lock_for(self.State.SHOWN, by=by)
        self._move(self.State.SHOWN, by=by, verb="show", locked=locked, decided_at=timezone.now(), decided_by=by)

    @transaction.atomic
    def send_back(self, *, by, reason):
        refuse_without(reason)
        locked = self._lock_for(self.State.RETURNED, by=by)
        signed = {"decided_at": timezone.now(), "decided_by": by}
        self._move(self.State.RETURNED, by=by, verb="return", locked=locked, reason=reason[:200], **signed)

    @transaction.atomic
    def withdraw(self, *, by, note):
        """Take it away, shown or not: they no longer agree, or it no longer holds."""
        refuse_without(note)
        self._move(self.State.WITHDRAWN, by=by, verb="withdraw", note=note[:200], reason="")

    @transaction.atomic
    def let_go(self, *, by, note):
        """Its organization is closed."""
        self._move(self.State.WITHDRAWN, by=by, verb="withdraw", note=note, reason="")

    def _refuse_second(self):
        same = {"organization": self.organization_id, "region": self.region_id, "category": self.category}
        others = SatisfactionReply.objects.filter(state__in=self.OPEN, **same).exclude(pk=self.pk)
        first = others.select_related("submitted_by").first()
        if first:
            said = _("A reply to this figure is there already; change that one.")
            refuse_second(said, at=first.submitted_at, by=first.submitted_by)
