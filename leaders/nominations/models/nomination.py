from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse_without
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField, PersonNameField
from communities.text.names import LONGEST_NAME
from communities.text.phones import find_key, masked
from leaders.appointments.models import Appointment, Topic
from leaders.people.models import Kind, Leader
from leaders.people.terms import ends_soon
from registry.audit.log import differences, record
from registry.seal import seal, unseal
from registry.upkeep.constraints import Check

PHONE_FIELD = "nomination.phone"


class NominationQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(state__in=Nomination.OPEN)

    def with_names(self):
        return self.select_related("organization", "region__parent", "leader")

    def with_filled(self):
        """With `is_filled`: whether the seat of one has been filled meanwhile, see `seat_filled`."""
        return self.annotate(is_filled=seat_filled())

    def for_seat_of(self, kind, place):
        """A subquery of open nominations for the region or organization of an outer row."""
        return self.open().filter(**{place: OuterRef("pk"), "kind": kind})


def holders_of(kind, region):
    """Who holds a seat of one and is not about to leave it; no other is asked for it."""
    today = timezone.localdate()
    rows = Appointment.objects.current().filter(kind=kind, region=region, ended_on=None, term_ends_on__gte=today)
    return rows.exclude(ends_soon(today))


def seat_filled():
    """A condition on nominations: the seat of one they are for is held by somebody who stays."""
    return Q(kind__in=(Kind.BUILDING, Kind.ESTATE)) & Q(Exists(holders_of(OuterRef("kind"), OuterRef("region"))))


class Nomination(StateMachine):
    """Somebody put forward, or offering to try. Holds a person's data without a record yet, so it goes again soon:
    the number with the answer, the row or what is personal in it after the street's `NOMINATION_DAYS`."""

    class State(models.TextChoices):
        RECEIVED = "received", _("To be contacted")
        CONTACTED = "contacted", _("Contacted")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not taken up")

    class Source(models.TextChoices):
        RESIDENT = "resident", _("A resident")
        SELF = "self", _("The person")
        WORKER = "worker", _("A community worker")

    class Relation(models.TextChoices):
        SELF = "self", _("I offer to try myself")
        NEIGHBOUR = "neighbour", _("A neighbour")
        TEAMMATE = "teammate", _("Somebody of my team")
        FAMILY = "family", _("Somebody of my family")
        OTHER = "other", _("Somebody else")

    class Channel(models.TextChoices):
        PHONE = "phone", _("By telephone")
        VISIT = "visit", _("At home or in the compound")
        DESK = "desk", _("At the committee's desk")
        MEETING = "meeting", _("At a meeting")

    class DeclineReason(models.TextChoices):
        UNWILLING = "unwilling", _("The person would rather not")
        UNREACHED = "unreached", _("The person could not be reached")
        TAKEN = "taken", _("The seat has been filled")
        ELSEWHERE = "elsewhere", _("The person lives elsewhere")
        TWICE = "twice", _("Put forward twice")
        OTHER_WAY = "other_way", _("Takes part in another way")
        DISSOLVED = "dissolved", _("The group or seat no longer exists")

    MOVES = {
        State.RECEIVED: {State.CONTACTED, State.DECLINED},
        State.CONTACTED: {State.ACCEPTED, State.DECLINED},
        State.ACCEPTED: set(),
        State.DECLINED: set(),
    }
    OPEN = (State.RECEIVED, State.CONTACTED)
    on_closing = Ending(
        _("Nominations"), _("are answered: the group no longer exists"), lambda: Q(state__in=Nomination.OPEN),
        returns=False,
    )  # fmt: skip
    noun = "nomination"
    stale_message = _("Somebody has answered this nomination already; reload the page.")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    region = models.ForeignKey(Region, models.PROTECT, related_name="nominations", verbose_name=_("place"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name=_("organization")
    )
    topic = models.CharField(_("topic"), max_length=10, choices=Topic, blank=True)
    region_path = PlacePath("organization", "region")
    nominee_name = PersonNameField(_("name of the person"), max_length=LONGEST_NAME, blank=True)
    phone_sealed = models.CharField(max_length=120, blank=True, editable=False)
    sealed_columns = {"phone_sealed": PHONE_FIELD}
    phone_masked = models.CharField(_("mobile"), max_length=20, blank=True, editable=False)
    reason = FreeCharField(_("why this person"), max_length=300, blank=True)
    source = models.CharField(_("put forward by"), max_length=8, choices=Source)
    relation = models.CharField(_("who is put forward"), max_length=9, choices=Relation)
    nominator = PersonNameField(_("name of who puts forward"), max_length=LONGEST_NAME, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RECEIVED, editable=False)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("entered by"),
    )
    contacted_at = models.DateTimeField(_("contacted at"), null=True, editable=False)
    contacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("contacted by"),
    )
    contacted_how = models.CharField(_("how contacted"), max_length=8, choices=Channel, blank=True, editable=False)
    agreed_on = DayField(_("the person agreed on"), null=True, editable=False)
    agreed_how = models.CharField(_("how the person agreed"), max_length=8, choices=Channel, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("answered by"),
    )
    decline_reason = models.CharField(
        _("reason for not taking it up"), max_length=9, choices=DeclineReason, blank=True, editable=False
    )
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, related_name="nominations", editable=False, verbose_name=_("leader")
    )
    nonce = models.CharField(max_length=32, null=True, unique=True, editable=False)  # of the public form, sent once

    objects = NominationQuerySet.as_manager()
    # The log is kept for years, a nomination for weeks: nothing personal may enter the log.
    unlogged_fields = (
        "region_path", "nominee_name", "phone_sealed", "phone_masked", "reason", "nominator", "received_at", "nonce",
    )  # fmt: skip

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["id"]
        constraints = [
            Check(
                name="nomination_has_what_its_kind_needs",
                condition=Q(kind="team", organization__isnull=False, topic="")
                | (Q(kind="opinion", organization=None) & ~Q(topic=""))
                | Q(kind__in=["building", "estate"], organization=None, topic=""),
            ),
            Check(
                name="nomination_of_oneself_comes_from_oneself",
                condition=Q(relation="self", source="self") | (~Q(relation="self") & ~Q(source="self")),
            ),
            Check(
                name="nomination_by_a_worker_names_the_worker",
                condition=~Q(source="worker") | Q(entered_by__isnull=False),
            ),
            Check(
                name="nomination_contacted_iff_signed",
                condition=Q(state="received", contacted_at=None, contacted_by=None, contacted_how="")
                | (
                    Q(state__in=["contacted", "accepted"], contacted_at__isnull=False, contacted_by__isnull=False)
                    & ~Q(contacted_how="")
                )
                | Q(state="declined", contacted_at=None, contacted_by=None, contacted_how="")
                | (Q(state="declined", contacted_at__isnull=False, contacted_by__isnull=False) & ~Q(contacted_how="")),
            ),
            Check(
                name="nomination_answered_iff_signed",
                condition=Q(state__in=["received", "contacted"], answered_at=None, answered_by=None)
                | Q(state__in=["accepted", "declined"], answered_at__isnull=False, answered_by__isnull=False),
            ),
            Check(
                name="nomination_accepted_iff_the_person_agreed",
                condition=(Q(state="accepted", leader__isnull=False, agreed_on__isnull=False) & ~Q(agreed_how=""))
                | (~Q(state="accepted") & Q(leader=None, agreed_on=None, agreed_how="")),
            ),
            Check(
                name="nomination_declined_iff_reasoned",
                condition=(Q(state="declined") & ~Q(decline_reason="")) | (~Q(state="declined") & Q(decline_reason="")),
            ),
            Check(
                name="nomination_open_iff_it_may_hold_a_number",
                condition=Q(state__in=["received", "contacted"]) | Q(phone_sealed="", phone_masked=""),
            ),
            Check(
                name="nomination_open_names_the_person",
                condition=Q(state__in=["accepted", "declined"]) | ~Q(nominee_name=""),
            ),
        ]
        indexes = [models.Index(name="nomination_of_state", fields=["region_path", "state", "id"])]

    def __str__(self):
        # Never the person's name: this stands in the operation log.
        return f"{self.number} {self.post}"

    def get_absolute_url(self):
        return reverse("leaders:nomination-detail", args=[self.pk])

    @property
    def number(self):
        return f"TJ-{self.pk:06d}" if self.pk else "TJ"

    # The columns `post_of` reads, for lists that are read as plain values.
    POST_WORDS = ("kind", "topic", "organization__name", "region__level", "region__parent__name", "region__name")

    @staticmethod
    def post_of(kind, topic, organization, level, above, place):
        """“康城一期 7号楼 楼组长”, made of the columns in POST_WORDS."""
        title, place = Kind(kind).label, Region.label_of(level, above, place)
        if kind == Kind.TEAM:
            return f"{organization} {title}"
        return f"{place} {Topic(topic).label} {title}" if kind == Kind.OPINION else f"{place} {title}"

    @property
    def post(self):
        """What the person is put forward for. Read it on rows of `with_names()`."""
        group = self.organization.name if self.organization_id else ""
        return self.post_of(self.kind, self.topic, group, "", "", self.region.place_label)

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def shown_name(self):
        """The nominee; after acceptance the person's name stands on the record alone. Needs the leader selected."""
        return self.leader.name if self.leader_id else self.nominee_name

    @property
    def tag(self):
        tones = {self.State.RECEIVED: "warn", self.State.CONTACTED: "info", self.State.ACCEPTED: "ok"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @property
    def days_waiting(self):
        return (timezone.localdate() - timezone.localtime(self.received_at).date()).days

    def holder(self):
        """Who holds the seat of one it is for, and stays; None where it is still asked for."""
        if self.kind not in (Kind.BUILDING, Kind.ESTATE):
            return None
        return holders_of(self.kind, self.region_id).with_names().first()

    def others(self):
        """What else waits for the same seat; `is_same` where the same name is put forward."""
        seat = {"kind": self.kind, "region": self.region_id, "organization": self.organization_id, "topic": self.topic}
        rows = Nomination.objects.open().with_names().filter(**seat).exclude(pk=self.pk).order_by("id")
        return rows.annotate(is_same=Q(nominee_name=self.nominee_name) & ~Q(nominee_name=""))

    def likely_reason(self):
        """Why it is probably not taken up, as far as the register knows; "" where it does not."""
        if self.holder():
            return self.DeclineReason.TAKEN
        return self.DeclineReason.TWICE if self.others().filter(is_same=True).exists() else ""

    def set_phone(self, number):
        number = find_key(number) or number
        self.phone_sealed = seal(number, field=PHONE_FIELD)
        self.phone_masked = masked(number)

    def open_phone(self):
        """The full number. The caller writes the read log."""
        return unseal(self.phone_sealed, field=PHONE_FIELD)

    def clean(self):
        if self.kind == Kind.TEAM and self.organization_id:
            self.region = self.organization.region
        levels = {Kind.BUILDING: [Level.BUILDING], Kind.ESTATE: [Level.COMPOUND]}
        if self.kind in levels and self.region.level not in levels[self.kind]:
            raise ValidationError(_("%(region)s has no such seat.") % {"region": self.region})
        if not self.region.is_current or (self.organization_id and not self.organization.is_current):
            raise ValidationError(_("This place or organization no longer exists."), code="retired")
        if self.kind == Kind.ESTATE and self.region.linked_to_id:
            self.region = self.region.linked_to

    @transaction.atomic
    def receive(self, *, by=None):
        """Take it in; `by` is the worker who entered it, nobody when it came through the public form."""
        self.clean()
        self.source = self.Source.SELF if self.relation == self.Relation.SELF else self.source
        self.entered_by = by
        self.save(force_insert=True)
        record("nomination.receive", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def contact(self, *, by, how):
        """The person was asked and thinks it over."""
        self._move(self.State.CONTACTED, by=by, contacted_at=timezone.now(), contacted_by=by, contacted_how=how)

    @transaction.atomic
    def accept(self, *, by, leader, agreed_on, agreed_how):
        """The person agreed and is on record as `leader`; the name and number stand there alone from now on.

        Called by `actions.accept_nomination`, which writes the person in the same transaction.
        """
        self._move(
            self.State.ACCEPTED, by=by, leader=leader, agreed_on=agreed_on, agreed_how=agreed_how,
            nominee_name="", phone_sealed="", phone_masked="", answered_at=timezone.now(), answered_by=by,
        )  # fmt: skip

    @transaction.atomic
    def decline(self, *, by, reason):
        """Not taken up, for a reason from the neutral list; the phone number is deleted at once."""
        refuse_without(reason, _("Give the reason."))
        self._move(
            self.State.DECLINED, by=by, decline_reason=reason, phone_sealed="", phone_masked="",
            answered_at=timezone.now(), answered_by=by,
        )  # fmt: skip

    def let_go(self, *, by, note):
        """Its organization is closed. The number is forgotten with the answer, so it does not come back."""
        self.decline(by=by, reason=self.DeclineReason.DISSOLVED)

    def _to_lock(self):
        return Nomination.objects.select_for_update(of=("self",)).with_names()


def may_nominate_in_public(kind, region):
    """Whether residents are asked for this seat now: nobody holds it, or the term is about to end."""
    if kind not in (Kind.BUILDING, Kind.ESTATE):
        return True
    seat = region.linked_to_id or region.pk if kind == Kind.ESTATE else region.pk
    holder = Appointment.objects.current().filter(kind=kind, region=seat).first()
    return holder is None or holder.is_ending_or_over


def waiting_for(kind, place):
    """{"is_pending", "pending_id", "is_nominated"}: what is under way for the seat of an outer row, as annotations."""
    pending = Appointment.objects.pending().filter(**{place: OuterRef("pk"), "kind": kind})
    return {
        "is_pending": Exists(pending),
        "pending_id": Subquery(pending.order_by("id").values("pk")[:1]),
        "is_nominated": Exists(Nomination.objects.for_seat_of(kind, place)),
    }
