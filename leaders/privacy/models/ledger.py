"""What may not come back with an older backup: people who were erased, consents that were withdrawn.

Read from the database that is about to be replaced; numbers and moments alone, no names. A row is the same one when its
number and the moment it was made agree.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from communities.records.endings import let_go
from leaders.consents.models import Consent
from leaders.departures.models import Departure
from leaders.people.models import Leader
from leaders.privacy.models.erasure import Erasure
from leaders.privacy.models.wiping import wipe
from registry.accounts.models import User
from registry.audit.log import record

Told = list[dict[str, Any]]
DAYS, MOMENTS = ("asked_on", "answer_by"), ("submitted_at", "decided_at")


def erasures_carried_out() -> Told:
    """[{"leader", "made", and the columns of the request}]."""
    rows = Erasure.objects.carried_out().select_related("leader").order_by("pk")
    told = []
    for row in rows:
        days = {name: getattr(row, name).isoformat() for name in (*DAYS, *MOMENTS)}
        hands = {"submitted_by": row.submitted_by_id, "decided_by": row.decided_by_id}
        made = row.leader.created_at.isoformat()
        told.append({"leader": row.leader_id, "made": made, "asker": row.asker, **days, **hands})
    return told


def erase_again(told: Told) -> int:
    """Erase those who are here again; returns how many."""
    return sum(_erase_again(one) for one in told)


@transaction.atomic
def _erase_again(one: dict[str, Any]) -> bool:
    made = parse_datetime(one["made"])
    leader = Leader.objects.select_for_update().filter(pk=one["leader"], created_at=made, erased_on=None).first()
    if leader is None:
        return False
    by = _hand(one["decided_by"], leader.created_by)
    row = Erasure.objects.pending().filter(leader=leader).first() or _made_again(one, leader, by)
    let_go(leader, by=by, note="", how=Departure.How.MOVED, on=timezone.localdate())
    wipe(Leader.objects.select_related("region").get(pk=leader.pk), by=by)
    row.refresh_from_db()
    if row.state == Erasure.State.PENDING:
        row._move(
            row.State.DONE, by=by, verb="again", locked=row, decided_at=parse_datetime(one["decided_at"]), decided_by=by
        )
    else:
        record("erasure.again", row, by=by)
    return True


def _made_again(one: dict[str, Any], leader: Leader, decider: User) -> Erasure:
    """The request as it was; two hands were needed for it, and one of the accounts may not be here."""
    values = {name: parse_date(one[name]) for name in DAYS} | {name: parse_datetime(one[name]) for name in MOMENTS}
    entered = _hand(one["submitted_by"], leader.created_by)
    if entered == decider:
        entered = User.objects.exclude(pk=decider.pk).order_by("pk").first() or decider
    row = Erasure(
        leader=leader, asker=one["asker"], state=Erasure.State.DONE, submitted_by=entered, decided_by=decider, **values
    )
    row.save(force_insert=True)
    return row


def consents_withdrawn() -> Told:
    """[{"consent", "made", "by"}]."""
    rows = Consent.objects.exclude(withdrawn_at=None).order_by("pk").values_list("pk", "recorded_at", "withdrawn_by")
    return [{"consent": pk, "made": made.isoformat(), "by": by} for pk, made, by in rows]


def withdraw_again(told: Told) -> int:
    """Withdraw the consents that stand again; returns how many."""
    done = 0
    for one in told:
        made = parse_datetime(one["made"])
        consent = Consent.objects.given().filter(pk=one["consent"], recorded_at=made).first()
        if consent is not None:
            consent.withdraw(by=_hand(one["by"], consent.recorded_by))
            done += 1
    return done


def _hand(number: int | None, otherwise: User) -> User:
    """The account that acted then, where it is here; else the one that made the row."""
    return User.objects.filter(pk=number).first() or otherwise
