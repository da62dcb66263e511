"""What may not come back with an older backup: people who were erased, consents that were withdrawn.

Read from the database that is about to be replaced; numbers and moments, the law of what is kept sealed, no names. A
row is the same one when its number and the moment it was made agree.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from communities.records.endings import let_go
from leaders.consents.models import Consent
from leaders.departures.models import Departure
from leaders.people.models import Leader
from leaders.privacy.models.erasure import Erasure
from leaders.privacy.models.hold import Hold
from leaders.privacy.models.wiping import wipe
from registry.accounts.models import User
from registry.audit.log import record
from registry.ui.display import office_language

Told = list[dict[str, Any]]
DAYS, MOMENTS = ("asked_on", "answer_by"), ("submitted_at", "decided_at")


def erasures_carried_out() -> Told:
    """[{"leader", "made", and the columns of the request}]."""
    rows = Erasure.objects.carried_out().select_related("leader", "kept").defer("kept__sealed").order_by("pk")
    told = []
    for row in rows:
        days = {name: getattr(row, name).isoformat() for name in (*DAYS, *MOMENTS)}
        hands = {"submitted_by": row.submitted_by_id, "decided_by": row.decided_by_id}
        made = row.leader.created_at.isoformat()
        told.append({"leader": row.leader_id, "made": made, "asker": row.asker, **days, **hands, **_kept(row)})
    return told


def _kept(row: Erasure) -> dict[str, str]:
    """The ground and the day of what is still kept sealed."""
    if row.state != Erasure.State.HELD:
        return {}
    return {"basis": row.kept.basis, "until": row.kept.until.isoformat()}


def erase_again(told: Told) -> int:
    """Erase those who are here again; returns how many."""
    return sum(_erase_again(one) for one in told)


@transaction.atomic
def _erase_again(one: dict[str, Any]) -> bool:
    made = parse_datetime(one["made"])
    leader = Leader.objects.select_for_update().filter(pk=one["leader"], created_at=made, erased_on=None).first()
    if leader is None:
        return _end_again(one)
    by = _hand(one["decided_by"], leader.created_by)
    row = Erasure.objects.pending().filter(leader=leader).first() or _made_again(one, leader, by)
    with office_language():
        note = str(_state_of(one).label)
    let_go(leader, by=by, note=note, how=Departure.How.MOVED, on=timezone.localdate())
    leader = Leader.objects.select_related("region").get(pk=leader.pk)
    if "until" in one:
        Hold.keep(leader, row, by=by, basis=one["basis"], until=parse_date(one["until"]))
    else:
        wipe(leader, by=by)
    row.refresh_from_db()
    if row.state == Erasure.State.PENDING:
        decided = {"decided_at": parse_datetime(one["decided_at"]), "decided_by": by}
        row._move(_state_of(one), by=by, verb="again", locked=row, **decided)
    else:
        record("erasure.again", row, by=by)
    return True


def _state_of(one: dict[str, Any]) -> Erasure.State:
    return Erasure.State.HELD if "until" in one else Erasure.State.DONE


def _end_again(one: dict[str, Any]) -> bool:
    """Throw away what the backup still keeps sealed and was thrown away since."""
    rows = Erasure.objects.held().filter(leader=one["leader"], leader__created_at=parse_datetime(one["made"]))
    row = None if "until" in one else rows.first()
    if row is None:
        return False
    with office_language():
        row._end_hold_again(
            by=_hand(one["decided_by"], row.decided_by), reason=_("Ended before, and again after a restore")
        )
    return True


def _made_again(one: dict[str, Any], leader: Leader, decider: User) -> Erasure:
    """The request as it was; two hands were needed for it, and one of the accounts may not be here."""
    values = {name: parse_date(one[name]) for name in DAYS} | {name: parse_datetime(one[name]) for name in MOMENTS}
    entered = _hand(one["submitted_by"], leader.created_by)
    if entered == decider:
        entered = User.objects.exclude(pk=decider.pk).order_by("pk").first() or decider
    row = Erasure(
        leader=leader, asker=one["asker"], state=_state_of(one), submitted_by=entered, decided_by=decider, **values
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
