"""Erasure of a person's data: asked for, decided by somebody else within its working days, carried out for good.

个人信息保护法 第四十七条 (erasure), 第四十九条 (relatives of who died), 第五十条 (an answer, with its reasons).
"""

from django.db import models, transaction
from django.db.models import CharField, F, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.endings import let_go
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse, refuse_second, refuse_without
from communities.records.signed import Signed
from communities.scope import ScopedQuerySet
from communities.settings_of_street.models import RuleName, rule
from communities.text.fields import DayField, FreeCharField
from communities.workdays import add_workdays
from leaders.appointments.models import Appointment
from leaders.conduct.models import ConductReview
from leaders.departures.models import Departure
from leaders.incentives.models import Incentive
from leaders.people.models import Leader
from leaders.privacy.models.hold import Hold
from leaders.privacy.models.wiping import batches_naming, batches_open, wipe
from registry.audit.log import differences, record
from registry.ui.days import listed
from registry.ui.display import office_language
from registry.upkeep.constraints import Check


class ErasureQuerySet(ScopedQuerySet):
    def pending(self):
        return self.filter(state=Erasure.State.PENDING)

    def carried_out(self):
        """Also those whose data is kept sealed: it is out of the tables as well."""
        return self.filter(state__in=[Erasure.State.DONE, Erasure.State.HELD])

    def held(self):
        return self.filter(state=Erasure.State.HELD)

    def with_names(self):
        return self.select_related("leader__region__parent", "submitted_by", "decided_by")


class Erasure(StateMachine):
    """One request to erase what is held about one person."""

    class Asker(models.TextChoices):
        PERSON = "person", pgettext_lazy("erasure", "The person, at the desk")
        LETTER = "letter", pgettext_lazy("erasure", "The person, in writing")
        RELATIVE = "relative", pgettext_lazy("erasure", "A relative, after the person's death")
        OFFICE = "office", pgettext_lazy("erasure", "The office itself: the data is needed no longer")

    class State(models.TextChoices):
        PENDING = "pending", _("Erasure to be decided")
        HELD = "held", _("Kept sealed by law")
        DONE = "done", _("Personal data erased")
        REFUSED = "refused", _("Erasure refused")
        WITHDRAWN = "withdrawn", _("Request for erasure withdrawn")

    MOVES = {
        State.PENDING: {State.HELD, State.DONE, State.REFUSED, State.WITHDRAWN},
        State.HELD: {State.DONE},
        State.DONE: set(),
        State.REFUSED: set(),
        State.WITHDRAWN: set(),
    }
    WAITING = {State.PENDING}
    TONES = {State.PENDING: "info", State.REFUSED: "warn"}
    noun = "erasure"
    stale_message = _("This request has already moved on; reload the page.")

    leader = models.ForeignKey(
        Leader, models.PROTECT, editable=False, related_name="erasures", verbose_name=_("leader")
    )
    region_path = PlacePath("leader")
    asker = models.CharField(pgettext_lazy("erasure", "who asks"), max_length=8, choices=Asker)
    asked_on = DayField(pgettext_lazy("erasure", "asked on"))
    words = FreeCharField(pgettext_lazy("erasure", "in which words"), max_length=200, blank=True)
    answer_by = DayField(pgettext_lazy("erasure", "to be answered by"), editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    reason = FreeCharField(_("reason"), max_length=200, blank=True, editable=False)
    left = models.JSONField(default=list, editable=False)  # [[model, address]] of texts that still name the person
    submission = Signed("submitted", at=_("entered at"), by=_("entered by"), required=True)
    decision = Signed("decided", at=_("decided at"), by=_("decided by"), other_than=("submitted",))

    objects = ErasureQuerySet.as_manager()
    unlogged_fields = ("left", "submitted_at", "submitted_by", "decided_at", "decided_by")

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_pending_erasure_per_person", fields=["leader"], condition=Q(state="pending")
            ),
            Check(
                name="erasure_decided_by_somebody",
                condition=~Q(state__in=["held", "done", "refused"]) | Q(decided_by__isnull=False),
            ),
            Check(name="erasure_refused_with_a_reason", condition=~Q(state="refused") | ~Q(reason="")),
            Check(name="erasure_answered_after_it_was_asked", condition=Q(answer_by__gte=F("asked_on"))),
        ]
        indexes = [
            models.Index(name="erasure_of_state", fields=["region_path", "state", "id"]),
            models.Index(name="erasure_by_place", fields=["region_path", "id"]),
            models.Index(name="erasure_by_day", fields=["answer_by", "id"], condition=Q(state="pending")),
        ]

    def __str__(self):
        return f"{self.leader} {self.leader.number}"

    def get_absolute_url(self):
        return reverse("leaders:erasure-detail", args=[self.pk])

    @property
    def tag(self):
        return self.TONES.get(self.state, "mute"), self.get_state_display()

    @property
    def is_overdue(self):
        return self.state == self.State.PENDING and self.answer_by < timezone.localdate()

    @transaction.atomic
    def enter(self, *, by):
        """Write the request down; raises "taken" while another waits, "erased", or "date" for a day to come."""
        leader = Leader.objects.select_for_update().get(pk=self.leader_id)
        leader.refuse_erased()
        first = Erasure.objects.pending().select_related("submitted_by").filter(leader=leader).first()
        if first:
            said = _("A request for erasure of %(name)s waits already.") % {"name": leader}
            refuse_second(said, at=first.submitted_at, by=first.submitted_by)
        if self.asked_on > timezone.localdate():
            refuse("date", _("This day lies in the future."), field="asked_on")
        self.answer_by = add_workdays(self.asked_on, rule(RuleName.ERASURE_DAYS, leader.region_path))
        self.submitted_at, self.submitted_by = timezone.now(), by
        self.full_clean(exclude=["region_path", "submitted_by", "leader"], validate_constraints=False)
        self.save(force_insert=True)
        record("erasure.enter", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def decide(self, *, by):
        """Erase for good: what is open is let go, then the person is taken out of every table and file.

        Refused to whoever entered it ("own"); raises "held" while a post, a review or an import still needs the data.
        """
        locked = self._lock_for(self.State.DONE, by=by)
        leader = _let_all_go(locked, by, self.State.DONE.label)
        self._taken_out(self.State.DONE, locked, by, wipe(leader, by=by))

    @transaction.atomic
    def hold(self, *, by, basis, until):
        """A law still asks for the data: it goes out of the tables and files as in `decide`, but is kept sealed.

        Refused as `decide` is; also "date" for a day that is over and "named" where the ground says who it is about.
        """
        refuse_without(basis, _("Name the law, for the person is told."))
        locked = self._lock_for(self.State.HELD, by=by)
        if until <= timezone.localdate():
            refuse("date", _("Keep it until a day to come, or erase it now."), field="until")
        if locked.leader.name in basis:
            refuse("named", _("These words stay readable: leave the name out."), field="basis")
        leader = _let_all_go(locked, by, self.State.HELD.label)
        left = Hold.keep(leader, locked, by=by, basis=basis, until=until)
        self._taken_out(self.State.HELD, locked, by, left)

    @transaction.atomic
    def end_hold(self, *, by, reason):
        """The law asks for it no longer: what was kept sealed is thrown away, files too.

        Refused with "early" before its day is over, for nobody alone may cut short what a law wants kept, and with
        "named" where the reason says who it is about.
        """
        refuse_without(reason)
        locked, kept = self._lock_held()
        if not kept.is_over:
            said = _("A law wants it kept until the end of %(day)s.")
            refuse("early", said % {"day": kept.until.isoformat()}, field="note")
        if kept.named_in(reason):
            refuse("named", _("These words stay readable: leave the name out."), field="note")
        self._throw_away(locked, kept, by, reason)

    @transaction.atomic
    def _end_hold_again(self, *, by, reason):
        """After a restore: what the backup still keeps was thrown away since, whatever day the backup names."""
        locked, kept = self._lock_held()
        self._throw_away(locked, kept, by, reason)

    def _lock_held(self):
        locked = self._lock()
        if locked.state != self.State.HELD:
            raise self._stale()
        return locked, Hold.objects.select_for_update().get(erasure=locked)

    def _throw_away(self, locked, kept, by, reason):
        kept.empty(by=by, reason=reason)
        self._move(self.State.DONE, by=by, verb="end_hold", locked=locked, note=reason)

    def _taken_out(self, state, locked, by, left):
        locked.refresh_from_db()  # what was typed with the request is gone with the rest
        self.leader = locked.leader
        self._move(state, by=by, locked=locked, decided_at=timezone.now(), decided_by=by, left=left)

    def _refuse_erased(self):
        """What is kept sealed comes to its end after the person is out of the tables."""
        if self.state != self.State.HELD:
            super()._refuse_erased()

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Refuse it, with the reason the person is told."""
        refuse_without(reason, _("Say why, for the person is told."))
        locked = self._lock_for(self.State.REFUSED, by=by)
        decided = {"decided_at": timezone.now(), "decided_by": by, "reason": reason[:200]}
        self._move(self.State.REFUSED, by=by, locked=locked, note=reason, **decided)

    @transaction.atomic
    def withdraw(self, *, by):
        """Whoever entered it takes it back before it is decided."""
        locked = self._lock_own(self.State.WITHDRAWN, by=by)
        self._move(self.State.WITHDRAWN, by=by, locked=locked)


def _let_all_go(locked, by, label):
    """The person of the request, locked, with all that was open let go; raises "held" as `held_by` says."""
    leader = Leader.objects.select_for_update().get(pk=locked.leader_id)
    leader.refuse_erased()
    if why := held_by(leader):
        refuse("held", listed([str(one) for one in why]))
    with office_language():
        note = str(label)
    let_go(leader, by=by, note=note, how=Departure.How.MOVED, on=timezone.localdate())
    return Leader.objects.select_related("region").get(pk=leader.pk)


def held_by(leader):
    """[sentence] of what still needs the person's data; [] when nothing does. One query where nothing does."""
    posts = Appointment.objects.filter(leader=leader, state__in=["current", "pending", "returned"])
    reviews = ConductReview.objects.filter(appointment__leader=leader).exclude(state__in=["dismissed", "archived"])
    given = Incentive.objects.filter(Incentive.on_leaving.is_open(), leader=leader)
    kinds = {"post": posts, "review": reviews, "incentive": given, "import": batches_open(leader)}
    marked = [
        rows.order_by().annotate(held=Value(kind, CharField())).values_list("held", flat=True)
        for kind, rows in kinds.items()
    ]
    holding, found = set(marked[0].union(*marked[1:])), []
    if "post" in holding:
        found.append(_("A post is held or waits to be confirmed: end or withdraw it first."))
    if "review" in holding:
        found.append(_("A procedure in which the person must be heard is not at its end."))
    if "incentive" in holding:
        found.append(_("An incentive is under way: award or withdraw it first."))
    if "import" in holding and (batches := batches_naming(leader)):
        names = listed([str(one) for one in batches])
        said = _("An import not yet finished names the person: %(names)s. Finish it or give it up.")
        found.append(said % {"names": names})
    return found
