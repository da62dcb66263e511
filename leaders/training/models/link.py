"""Enrolling oneself: one person, one session, by an address of their own that holds until the session begins."""

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.refusals import refuse
from leaders.people.models import Leader, Stage
from leaders.training.models.enrolment import Enrolment
from leaders.training.models.session import TrainingSession
from registry.audit.log import record

signer = Signer(salt="training-link")


class Standing(models.TextChoices):
    """What the page behind a link says, and with it what may be done there."""

    ENROLLED = "enrolled", _("You have a place")
    WAITING = "waiting", _("You are on the waiting list")
    OPEN = "open", _("Places are free")
    FULL = "full", _("All places are taken")
    CLOSED = "closed", _("Enrolment is closed")
    ENDED = "ended", _("Enrolment has ended: the session has begun or is over")
    CANCELLED = "cancelled", _("The session was cancelled")


class Invited(NamedTuple):
    """Who may enrol where, and the account that answers for it in the log."""

    session: TrainingSession
    leader: Leader
    by: Any


def code_for(session, leader, by):
    """What the address carries: four numbers and a signature, no name and no telephone.

    The last is how many links of this person were withdrawn before.
    """
    return signer.sign_object([session.pk, leader.pk, by.pk, withdrawn(session, leader.pk)])


def withdrawn(session, person):
    return session.ended_links.get(str(person), 0)


def behind(code):
    """The `Invited` of a link, or None: no link of ours, or who gave it may no longer enrol this person there."""
    try:
        number, person, account, *turn = signer.unsign_object(code)  # those printed first carry three
    except (BadSignature, ValueError, TypeError):
        return None
    session = TrainingSession.objects.filter(pk=number).first()
    by = get_user_model().objects.filter(pk=account, is_active=True).first()
    if session is None or by is None or (turn or [0]) != [withdrawn(session, person)]:
        return None
    people = Leader.objects.in_spans(session.spans_to_enrol(by)).here().exclude(stage=Stage.EMERITUS)
    leader = people.filter(pk=person).first()
    return Invited(session, leader, by) if leader else None


@transaction.atomic
def end_links(session, leader, *, by):
    """Every link of this person for this session given so far opens nothing any more; a new one may be given."""
    locked = session._lock()
    if not locked.is_unfinished:
        raise locked._stale()
    locked.ended_links[str(leader.pk)] = withdrawn(locked, leader.pk) + 1
    TrainingSession.objects.filter(pk=session.pk).update(ended_links=locked.ended_links)
    session.ended_links = locked.ended_links
    record("training.link_end", leader, by=by, note=str(session))


def own_row(found):
    rows = Enrolment.objects.filter(session=found.session, leader=found.leader)
    return rows.exclude(state=Enrolment.State.WITHDRAWN).select_related("session", "leader").first()


def standing(session, row):
    """How it stands with one person; `row` is the enrolment or None."""
    if session.state == TrainingSession.State.CANCELLED:
        return Standing.CANCELLED
    if not session.is_unfinished or session.starts_at <= timezone.now():
        return Standing.ENDED
    if row is not None:
        return Standing.ENROLLED if row.state == Enrolment.State.ENROLLED else Standing.WAITING
    if session.state == TrainingSession.State.CLOSED:
        return Standing.CLOSED
    is_queued = Enrolment.objects.filter(session=session).waiting().exists()
    return Standing.FULL if session.is_full or is_queued else Standing.OPEN


@transaction.atomic
def join(found):
    """Take a place or a number on the waiting list; done again it changes nothing. Raises "shut" when too late."""
    session = found.session._lock()
    now = standing(session, own_row(found))
    if now in (Standing.ENROLLED, Standing.WAITING):
        return
    if now not in (Standing.OPEN, Standing.FULL):
        refuse("shut", now.label)
    Enrolment.enrol(session, [found.leader], by=found.by, verb="link")


@transaction.atomic
def leave(found):
    """Give it back; the first who waits moves up. Done again it changes nothing. Raises "shut" or "marked"."""
    session = found.session._lock()
    row = own_row(found)
    if row is None:
        return
    if standing(session, row) == Standing.ENDED or session.state == TrainingSession.State.CANCELLED:
        raise ValidationError(standing(session, row).label, code="shut")
    row.withdraw(by=found.by, verb="link_back")
