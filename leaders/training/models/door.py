"""Signing in at the door: a code for one session and its time, and the last four digits of the own telephone."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.refusals import refuse
from leaders.people.models import Leader
from leaders.training.models.enrolment import Attendance, Enrolment
from leaders.training.models.session import TrainingSession

BEFORE = timedelta(minutes=30)
ON_TIME = timedelta(minutes=15)  # after the beginning; later one is late
signer = Signer(salt="training-door")


def code_for(session, by):
    """What the QR code carries; a session that is moved gets another one. `by` answers for who is marked with it."""
    return signer.sign_object([session.pk, int(session.starts_at.timestamp()), by.pk])


def behind(code):
    """(the session, whose code it is), or None for anything that is no code of a session as it now stands."""
    try:
        number, starts, account = signer.unsign_object(code)
    except (BadSignature, ValueError, TypeError):
        return None
    session = TrainingSession.objects.filter(pk=number).unfinished().first()
    by = get_user_model().objects.filter(pk=account, is_active=True).first()
    if session is None or by is None or int(session.starts_at.timestamp()) != starts or not session.is_run_by(by):
        return None
    return session, by


def is_open(session):
    return session.starts_at - BEFORE <= timezone.now() <= session.ends_at


def check_in(session, *, by, tail):
    """Mark whoever among the enrolled has a telephone that ends in `tail`; done again it changes nothing.

    Raises ValidationError "desk" for everything else, in words that say nothing about anybody.
    """
    rows = Enrolment.objects.exclude(state=Enrolment.State.WITHDRAWN).filter(session=session)
    rows = list(rows.filter(leader__in=Leader.objects.with_phone_tail(tail)).select_related("leader", "session")[:2])
    if len(rows) != 1 or rows[0].attendance in Enrolment.AWAY or not is_open(session):
        _send_to_the_desk()
    if rows[0].came:
        return
    is_late = timezone.now() > session.starts_at + ON_TIME
    try:
        rows[0].mark(by=by, attendance=Attendance.LATE if is_late else Attendance.PRESENT, verb="door")
    except ValidationError:
        _send_to_the_desk()


def _send_to_the_desk():
    refuse("desk", _("These digits sign nobody in here. Please sign in at the desk of the session."))
