"""What happens at one time in one place; regular sessions are computed from `ActivityRule` until they are counted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from communities.activities.models.announced import Announced, AnnouncedQuerySet
from communities.activities.models.rule import ActivityRule
from communities.activities.models.times import start_of, uses_between
from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.refusals import refuse_without
from communities.text.fields import DayField, FreeCharField
from registry.audit.log import differences, record, snapshot
from registry.ui.days import listed
from registry.upkeep.constraints import Check
from registry.upkeep.written import ago

COUNTED_MOST = 100_000


def tab_conditions():
    now = ago()
    planned = Q(state=Activity.State.PLANNED)
    return {
        "coming": planned & Q(ends_at__gte=now),
        "uncounted": planned & Q(ends_at__lt=now),
        "held": Q(state=Activity.State.HELD),
        "cancelled": Q(state=Activity.State.CANCELLED),
    }


class ActivityQuerySet(AnnouncedQuerySet):
    def uncounted(self):
        """Over, and nobody has entered how many came."""
        return self.in_tab("uncounted")

    def in_tab(self, tab):
        """The rows of one tab of the list: coming, uncounted, held or cancelled."""
        return self.filter(tab_conditions()[tab])


class Activity(StateMachine, Announced):
    class Kind(models.TextChoices):
        SESSION = "session", _("Regular session")
        EVENT = "event", _("Event")
        VISIT = "visit", _("Visit to others")
        COMPETITION = "competition", _("Competition")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Called off")

    class CompetitionLevel(models.TextChoices):
        COMMUNITY = "community", _("Of the community")
        STREET = "street", _("Of the street")
        COUNTY = "county", _("Of the district")
        CITY = "city", _("Of the city")
        PROVINCE = "province", _("Of the province")
        NATION = "nation", _("National")

    MOVES = {State.PLANNED: {State.HELD, State.CANCELLED}, State.HELD: set(), State.CANCELLED: set()}
    on_closing = Ending(
        pgettext_lazy("menu", "Activities"), _("what is not counted yet is called off"), lambda: Q(state="planned")
    )
    noun = "activity"
    stale_message = _("This activity was counted or called off already; reload the page.")
    revised = (
        "organization", "kind", "title", "description", "place", "venue", "joining", "open_to_residents",
        "starts_at", "ends_at", "competition", "level",
    )  # fmt: skip

    rule = models.ForeignKey(ActivityRule, models.PROTECT, null=True, editable=False, verbose_name=_("weekly rule"))
    rule_date = DayField(_("day of the rule"), null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EVENT)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    competition = FreeCharField(_("name of the competition"), max_length=60, blank=True)
    level = models.CharField(_("level of the competition"), max_length=10, choices=CompetitionLevel, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    attended = models.PositiveIntegerField(_("attended"), null=True, validators=[MaxValueValidator(COUNTED_MOST)])
    new_members = models.PositiveIntegerField(_("new members"), default=0, validators=[MaxValueValidator(COUNTED_MOST)])
    volunteers = models.PositiveIntegerField(_("volunteers"), default=0, validators=[MaxValueValidator(COUNTED_MOST)])
    result = FreeCharField(_("result"), max_length=60, blank=True)
    prize = FreeCharField(_("prize"), max_length=60, blank=True)
    counted_at = models.DateTimeField(_("counted at"), null=True, editable=False)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("counted by"),
    )
    cancel_reason = FreeCharField(_("why it was called off"), max_length=100, blank=True)
    cancelled_at = models.DateTimeField(_("called off at"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("called off by"),
    )

    objects = ActivityQuerySet.as_manager()
    unlogged_fields = (
        "region_path", "version", "created_at", "created_by",
        "counted_at", "counted_by", "cancelled_at", "cancelled_by",
    )  # fmt: skip

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        default_related_name = "activities"
        constraints = [
            Check(
                name="activity_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            Check(
                name="activity_held_iff_counted",
                condition=Q(state="held", attended__isnull=False, counted_at__isnull=False, counted_by__isnull=False)
                | (~Q(state="held") & Q(attended=None, counted_at=None, counted_by=None)),
            ),
            Check(
                name="activity_called_off_iff_signed",
                condition=(
                    Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason="")
                )
                | (~Q(state="cancelled") & Q(cancelled_at=None, cancelled_by=None, cancel_reason="")),
            ),
            Check(
                name="activity_counts_are_sane",
                condition=(Q(attended=None) | Q(attended__lte=COUNTED_MOST))
                & Q(new_members__lte=COUNTED_MOST, volunteers__lte=COUNTED_MOST),
            ),
            Check(
                name="activity_new_members_attended",
                condition=Q(attended=None, new_members=0) | Q(new_members__lte=F("attended")),
            ),
            Check(
                name="activity_competition_is_named",
                condition=(Q(kind="competition") & ~Q(competition="") & ~Q(level=""))
                | (~Q(kind="competition") & Q(competition="", level="", result="", prize="")),
            ),
            Check(
                name="activity_of_a_rule_names_its_day",
                condition=Q(rule=None, rule_date=None) | Q(rule__isnull=False, rule_date__isnull=False, kind="session"),
            ),
            models.UniqueConstraint(name="activity_once_a_day_of_its_rule", fields=["rule", "rule_date"]),
        ]
        indexes = [
            models.Index(name="activity_by_time", fields=["starts_at", "id"]),
            models.Index(name="activity_in_place", fields=["region_path", "starts_at", "id"]),
            models.Index(name="activity_of_organization", fields=["organization", "starts_at"]),
        ]

    def get_absolute_url(self):
        return reverse("communities:activity-detail", args=[self.pk])

    @staticmethod
    def room_uses(rows, first):
        """A counted session of a weekly rule is told by its rule."""
        rows = rows.filter(rule=None, ends_at__gte=start_of(first)).exclude(state=Activity.State.CANCELLED)
        return [use for row in rows.with_names() for use in row.own_uses]

    @property
    def own_uses(self):
        return uses_between(self, self.starts_at, self.ends_at)

    @property
    def is_over(self):
        return self.ends_at <= timezone.now()

    @property
    def is_uncounted(self):
        return self.state == self.State.PLANNED and self.is_over

    @property
    def tag(self):
        """(tone, words) of the state."""
        if self.is_uncounted:
            return "warn", _("Not counted yet")
        tones = {self.State.PLANNED: "info", self.State.HELD: "ok", self.State.CANCELLED: "mute"}
        return tones[self.state], self.get_state_display()

    @property
    def outcome(self):
        """“22 came, 5 new members, second place”; "" while nothing is counted."""
        if self.attended is None:
            return ""
        words = [ngettext("%(n)s came", "%(n)s came", self.attended) % {"n": self.attended}]
        if self.new_members:
            new = ngettext("%(n)s new member", "%(n)s new members", self.new_members)
            words.append(new % {"n": self.new_members})
        return listed([*words, self.result] if self.result else words)

    @transaction.atomic
    def plan(self, *, by):
        """Enter what is to come; what has begun already is entered with its counts (`enter_held`)."""
        if self.starts_at < timezone.now():
            raise ValidationError(
                {"starts_at": _("The beginning lies in the past; enter it as held already, with its counts.")},
                code="past",
            )
        self._enter(by=by)

    @transaction.atomic
    def enter(self, *, by):
        """Enter it whatever its time; pages call `plan` or `enter_held`."""
        self._enter(by=by)

    @transaction.atomic
    def enter_held(self, *, by, **counts):
        """Enter what took place already, in one act with its counts."""
        self._enter(by=by)
        self.hold(by=by, **counts)

    @transaction.atomic
    def hold(self, *, by, attended, new_members=0, volunteers=0, result="", prize=""):
        """It took place: enter how many came, and how a competition ended."""
        locked = self._lock_for(self.State.HELD)
        if locked.starts_at > timezone.now():
            raise ValidationError(_("It has not begun yet; counts are entered afterwards."), code="early")
        counts = {"attended": attended, "new_members": new_members, "volunteers": volunteers}
        signed = {"counted_at": timezone.now(), "counted_by": by, "version": locked.version + 1}
        self._move(self.State.HELD, by=by, locked=locked, result=result, prize=prize, **counts, **signed)

    @transaction.atomic
    def recount(self, *, by, **counts):
        """Correct the counts or the result of what was held; the log keeps the old ones."""
        locked = self._lock()
        if locked.state != self.State.HELD or locked.version != self.version:
            raise self._stale()
        before = snapshot(locked)
        for name, value in counts.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        locked.counted_at, locked.counted_by, locked.version = timezone.now(), by, locked.version + 1
        locked.save(update_fields=[*counts, "counted_at", "counted_by", "version"])
        self.version = locked.version
        record("activity.recount", locked, by=by, changes=differences(before, locked))

    @transaction.atomic
    def cancel(self, *, by, reason):
        """It does not take place; what residents saw of it stays, marked so, with the reason."""
        refuse_without(reason, _("State why it is called off."))
        locked = self._lock_for(self.State.CANCELLED)
        signed = {"cancelled_at": timezone.now(), "cancelled_by": by, "version": locked.version + 1}
        self._move(self.State.CANCELLED, by=by, locked=locked, note=reason, cancel_reason=reason, **signed)

    def let_go(self, *, by, note):
        """Its organization is closed."""
        self.cancel(by=by, reason=note[:100])

    def revision_refused(self, wanted):
        """What was called off stays as it was announced; a planned one does not slip into the past."""
        if self.state == self.State.CANCELLED:
            raise self._stale()
        now = timezone.now()
        moved = wanted.starts_at != self.starts_at
        if moved and self.state == self.State.PLANNED and wanted.starts_at < now:
            raise ValidationError({"starts_at": _("The beginning lies in the past.")}, code="past")
        if moved and self.state == self.State.HELD and wanted.starts_at > now:
            raise ValidationError({"starts_at": _("It was held already, so it began before now.")}, code="future")
        if self.rule_id and (wanted.organization_id != self.organization_id or wanted.kind != self.kind):
            raise ValidationError(_("This session belongs to a weekly rule; change the rule."), code="rule")
