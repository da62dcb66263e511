"""What the staff does with a matter. Every verb locks, checks, writes the line of the timeline and records itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.moves import StateMachine
from communities.scope import reaches
from communities.settings_of_street.models import RuleName, rule
from communities.text.digits import mask
from communities.workdays import add_workdays
from leaders.cases.models.clock import due_days, workdays_taken
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot

TEXT_MOST = 2000


def said(text, missing):
    """What was typed, long numbers masked; raises ValidationError when nothing was."""
    text = mask((text or "").strip())[:TEXT_MOST]
    if not text:
        raise ValidationError({"text": missing}, code="text")
    return text


class Handled(StateMachine):
    """Mixin of the matter: taking up, handing over, answering, passing on, closing, opening again."""

    class Meta:
        abstract = True

    @transaction.atomic
    def accept(self, *, by):
        """Take it up: from now on `by` handles it, unless somebody else was named."""
        locked = self._open_for("handling")
        assignee = locked.assignee or by
        self._move("handling", by=by, verb="accept", locked=locked, assignee=assignee, due_on=locked.reply_by)
        self.entries.create(kind="accepted", by=by)

    @transaction.atomic
    def assign(self, *, by, to, note=""):
        """Hand it to `to`, who must be able to handle it there; the note stays inside."""
        locked = self._open()
        if not reaches(to, Permission.CASE_EDIT, locked.region_path):
            raise ValidationError(
                {"to": _("%(person)s does not handle matters of this place.") % {"person": to}}, code="reach"
            )
        if locked.assignee_id == to.pk:
            raise ValidationError({"to": _("%(person)s handles it already.") % {"person": to}}, code="same")
        self._change(locked, by=by, verb="assign", assignee=to)
        self.entries.create(kind="handed", by=by, text=mask(f"→ {to}　{note}".strip())[:TEXT_MOST])

    def hand_to(self, to, *, by, note):
        """The posting of whoever handled it has ended."""
        self.assign(by=by, to=to, note=note)

    @transaction.atomic
    def reply(self, *, by, text):
        """Answer whoever raised it. The first answer stops the clock of answering; a further one adds a line."""
        text = said(text, _("Write the answer."))
        locked = self._open()
        if locked.state == "received":
            raise ValidationError(_("Take the matter up before answering it."), code="early")
        today = timezone.localdate()
        first = {}
        if locked.answered_on is None:
            taken = workdays_taken(locked.received_on, today)
            first = {"answered_on": today, "answer_workdays": taken}
        if locked.state == "answered":
            record("case.reply", locked, by=by)
        else:
            self._move("answered", by=by, verb="reply", locked=locked, due_on=locked.close_by, **first)
        self.entries.create(kind="reply", by=by, text=text)

    @transaction.atomic
    def note(self, *, by, text):
        """A line only the staff reads."""
        text = said(text, _("Write the note."))
        record("case.note", self._lock(), by=by)
        self.entries.create(kind="note", by=by, text=text)

    @transaction.atomic
    def extend(self, *, by, days, reason):
        """More working days for the answer, once; the reason is told to whoever raised it. Called by the decision."""
        locked = self._open()
        if locked.extended_days:
            raise ValidationError(_("This matter was given more time already."), code="stale")
        most = rule(RuleName.CASE_EXTENSION, locked.region_path)
        if not 1 <= days <= most:
            raise ValidationError(
                {"days": _("Between 1 and %(most)s working days.") % {"most": most}}, code="days"
            )  # fmt: skip
        later = {name: add_workdays(getattr(locked, name), days) for name in ("reply_by", "close_by")}
        due = {"received": locked.acknowledge_by, "handling": later["reply_by"], "answered": later["close_by"]}
        self._change(locked, by=by, verb="extend", extended_days=days, due_on=due[locked.state], **later)
        self.entries.create(kind="extended", by=by, text=said(reason, _("Say why it takes longer.")))

    @transaction.atomic
    def transfer(self, *, by, destination, name, text):
        """Pass it on to a named body outside; whoever raised it is told where."""
        name = (name or "").strip()
        if destination == self.Destination.HOTLINE:
            name = name or "12345"
        if destination not in self.Destination.values or not name:
            raise ValidationError({"name": _("Name the body that takes it over.")}, code="nowhere")
        text = said(text, _("Tell whoever raised it why it is passed on."))
        locked = self._open_for("transferred")
        self._move(
            "transferred", by=by, verb="transfer", locked=locked, destination=destination, destination_name=name,
            due_on=None, settled_at=timezone.now(), assignee=locked.assignee or by,
        )  # fmt: skip
        self.entries.create(kind="transferred", by=by, text=f"{name}　{text}"[:TEXT_MOST])
        self._settle_doubles()

    @transaction.atomic
    def decline(self, *, by, text):
        """Close what is no matter for committee or street, unanswered so far; the reason is told."""
        text = said(text, _("Tell whoever raised it why it is not taken up."))
        locked = self._open_for("closed")
        if locked.state != "received":
            raise self._stale()
        self._close(locked, by=by, outcome=self.Outcome.NOT_TAKEN, text=text)

    @transaction.atomic
    def close(self, *, by, outcome, text=""):
        """Close what was answered. `by` is nobody when whoever raised it does so."""
        locked = self._open_for("closed")
        if locked.state != "answered":
            raise ValidationError(_("Answer the matter before closing it."), code="early")
        if outcome not in self.Outcome.values:
            raise ValidationError({"outcome": _("Say what came of it.")}, code="outcome")
        self._close(locked, by=by, outcome=outcome, text=mask((text or "").strip())[:TEXT_MOST])

    @transaction.atomic
    def reopen(self, *, by, text):
        """Handle it again, with a new clock. `by` is nobody when whoever raised it asks for it in time."""
        text = said(text, _("Say what is not solved."))
        locked = self._open_for("handling", even_closed=True)
        if locked.state not in ("closed", "transferred"):
            raise self._stale()
        if by is None and not locked.may_be_reopened:
            raise ValidationError(_("The days for opening it again are over; please raise it anew."), code="late")
        self._handle_again(
            locked, by=by, verb="reopen", outcome="", destination="", destination_name="",
            settled_at=None, satisfaction=None, still_solved=None,
        )  # fmt: skip
        self.entries.create(kind="reopened", by=by, text=text)
        self.doubles.update(settled_at=None)

    @property
    def may_be_reopened(self):
        """Whether the days in which residents may open it again are not over. One query."""
        days = rule(RuleName.CASE_REOPEN, self.region_path)
        return self.settled_at is not None and (timezone.now() - self.settled_at).days < days

    def _handle_again(self, locked, *, by, verb, **fields):
        days = due_days(locked.region_path, timezone.localdate())
        days = {"reply_by": days["reply_by"], "close_by": days["close_by"], "due_on": days["reply_by"]}
        self._move("handling", by=by, verb=verb, locked=locked, **days, **fields)

    def _close(self, locked, *, by, outcome, text):
        self._move(
            "closed", by=by, verb="close", locked=locked, outcome=outcome, due_on=None, settled_at=timezone.now(),
            assignee=locked.assignee or by,
        )  # fmt: skip
        self.entries.create(kind="closed", by=by, text=text)
        self._settle_doubles()

    def _settle_doubles(self):
        """What was joined with it is forgotten by the same day."""
        self.doubles.update(settled_at=self.settled_at)

    def _open(self):
        locked = self._lock()
        if not locked.is_open:
            raise self._stale()
        return locked

    def _open_for(self, target, *, even_closed=False):
        locked = self._lock_for(target)
        if locked.merged_into_id or not (even_closed or locked.is_open):
            raise self._stale()
        return locked

    def _change(self, locked, *, by, verb, **fields):
        """Write what is no move, as `_move` writes moves; the lock and the state decide the race."""
        before, read = snapshot(locked), locked.version
        fields["version"] = read + 1
        for name, value in fields.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        if not type(self)._base_manager.filter(pk=self.pk, state=locked.state, version=read).update(**fields):
            raise self._stale()
        record(f"{self.noun}.{verb}", locked, by=by, changes=differences(before, locked))
