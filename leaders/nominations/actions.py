from django.db import transaction

from leaders.people.models import Stage
from leaders.registration.actions import register_leader


@transaction.atomic
def accept_nomination(nomination, *, by, leader, agreed_on, agreed_how):
    """Link an agreed nomination to a person; an unsaved `leader` is registered as nominated by the same act.

    Raises ValidationError "stale" when somebody answered it already: then nobody is registered.
    """
    nomination._lock_for(nomination.State.ACCEPTED)
    if leader.pk is None:
        leader.stage = Stage.NOMINATED
        register_leader(leader, by=by, note=nomination.reason)
    nomination.accept(by=by, leader=leader, agreed_on=agreed_on, agreed_how=agreed_how)
