from datetime import timedelta

from django.utils import timezone

from leaders.privacy.models import Erasure, Hold
from registry.accounts.roles import Role
from tests.factories.people import make_user


def make_erasure(leader, by=None, **fields):
    """A request for erasure of today that waits to be decided."""
    row = Erasure(leader=leader, **{"asker": "person", "asked_on": timezone.localdate(), "words": "口头"} | fields)
    row.enter(by=by or make_user())
    return row


def keep_sealed(leader, by=None, until=None, basis="会计档案管理办法"):
    """Take the person out and keep the record sealed, for a year; returns the request."""
    row = make_erasure(leader)
    until = until or timezone.localdate() + timedelta(days=365)
    row.hold(by=by or make_user(Role.MANAGER, leader.region), basis=basis, until=until)
    return row


def keep_past_its_day(leader):
    """As it is the day after: whoever holds the right may throw it away; returns the request."""
    row = keep_sealed(leader)
    Hold.objects.filter(erasure=row).update(until=timezone.localdate() - timedelta(days=1))
    return row


def carry_out(leader, by=None):
    """Erase the person: entered by one, decided by another; returns the request."""
    row = make_erasure(leader)
    row.decide(by=by or make_user(Role.MANAGER, leader.region))
    return row
