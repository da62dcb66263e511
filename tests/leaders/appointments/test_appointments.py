from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from leaders.appointments.models import Appointment
from leaders.people.models import Kind
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import make_appointment, make_current, make_leader, make_organization, make_tree, make_user


@pytest.fixture
def pending(tree):
    return make_appointment(make_leader(tree.building), region=tree.building)


def test_a_confirmed_head_stands_in_the_lists(pending):
    pending.decide(by=make_user())

    pending.leader.refresh_from_db()
    assert (pending.state, pending.leader.leads_building, pending.leader.has_pending) == ("current", True, False)
    assert pending.leader.term_ends_on == pending.term_ends_on


def test_nobody_decides_what_they_submitted(tree):
    clerk = make_user()
    mine = make_appointment(make_leader(tree.building), region=tree.building, by=clerk)

    with pytest.raises(ValidationError) as refused:
        mine.decide(by=clerk)

    assert refused.value.code == "own"


def test_the_database_too_refuses_a_decision_by_its_submitter(pending):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=pending.pk).update(
            state="current", decided_by=pending.submitted_by, decided_at=timezone.now()
        )


def test_returning_needs_a_reason_and_can_be_handed_in_again(pending):
    with pytest.raises(ValidationError):
        pending.send_back(by=make_user(), reason=" ")
    pending.send_back(by=make_user(), reason="任期写错")

    pending.submit(by=make_user())

    assert (pending.state, pending.return_reason) == ("pending", "")


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("current", "decide"),
        ("current", "send_back"),
        ("ended", "decide"),
        ("ended", "end"),
        ("ended", "send_back"),
        ("pending", "end"),
    ],
)
def test_a_verb_out_of_turn_changes_nothing(tree, state, verb):
    appointment = make_appointment(make_leader(tree.building), region=tree.building)
    if state != "pending":
        appointment.decide(by=make_user())
    if state == "ended":
        appointment.end(by=make_user(), reason="own_wish")
    more = {"end": {"reason": "own_wish"}, "send_back": {"reason": "x"}}.get(verb, {})

    with pytest.raises(ValidationError) as refused:
        getattr(appointment, verb)(by=make_user(), **more)

    assert refused.value.code == "stale"
    assert Appointment.objects.get(pk=appointment.pk).state == state


def test_a_second_entry_for_the_same_building_is_told_who_is_there(tree, pending):
    with pytest.raises(ValidationError, match="entry already"):
        make_appointment(make_leader(tree.building2, name="钟桂英"), region=tree.building)


def test_a_taken_seat_needs_the_predecessor_to_leave(tree):
    sitting = make_current(make_leader(tree.building), region=tree.building)
    successor = make_appointment(make_leader(tree.building, name="钟桂英"), region=tree.building, started_on=TODAY)

    with pytest.raises(ValidationError) as refused:
        successor.decide(by=make_user())
    assert refused.value.code == "taken"
    successor.decide(by=make_user(), replace=True)

    sitting.refresh_from_db()
    assert (sitting.state, sitting.ended_on, successor.state) == ("ended", TODAY - timedelta(days=1), "current")


def test_the_database_holds_one_current_head(tree):
    make_current(make_leader(tree.building), region=tree.building)
    other = make_appointment(make_leader(tree.building, name="钟桂英"), region=tree.building)

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=other.pk).update(
            state="current", decided_by=make_user(), decided_at=timezone.now()
        )


@pytest.mark.parametrize(("end", "fine"), [(date(2029, 3, 1), True), (date(2029, 3, 2), False)])
def test_a_chair_sits_at_most_five_years(tree, end, fine):
    facts = {"region": tree.compound, "started_on": date(2024, 3, 1), "term_ends_on": end}
    if fine:
        assert make_appointment(make_leader(tree.compound), Kind.ESTATE, **facts).pk
        return
    with pytest.raises(ValidationError):
        make_appointment(make_leader(tree.compound), Kind.ESTATE, **facts)


def test_the_database_keeps_the_five_years_too(tree):
    row = make_appointment(
        make_leader(tree.compound),
        Kind.ESTATE,
        region=tree.compound,
        started_on=date(2024, 3, 1),
        term_ends_on=date(2029, 3, 1),
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(term_ends_on=date(2029, 3, 2))


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (Kind.TEAM, {}, "organization"),
        (Kind.OPINION, {"topic": ""}, "topic"),
        (Kind.OPINION, {"own_wish": False}, "own_wish"),
        (Kind.BUILDING, {}, "region"),
        (Kind.ESTATE, {}, "region"),
    ],
)
def test_each_kind_says_what_it_needs(tree, kind, facts, field):
    leader = make_leader(tree.building)
    row = Appointment(
        leader=leader,
        kind=kind,
        started_on=TODAY,
        term_ends_on=TODAY + timedelta(days=9),
        how_chosen="self",
        **({"topic": "parking", "own_wish": True} | facts if kind == Kind.OPINION else facts),
    )

    with pytest.raises(ValidationError) as refused:
        row.clean()

    assert field in refused.value.message_dict


def test_a_head_of_a_compound_is_no_building_head(tree):
    with pytest.raises(ValidationError, match="belongs to a building"):
        make_appointment(make_leader(tree.compound), region=tree.compound)


def test_a_part_of_a_linked_compound_stands_for_the_whole(tree):
    tree.other_compound.describe(by=None, linked_to=tree.compound)

    row = make_appointment(make_leader(tree.other_compound), Kind.ESTATE, region=tree.other_compound)

    assert row.region == tree.compound


def test_one_person_holds_several_posts(tree):
    leader = make_leader(tree.building)
    make_current(leader, region=tree.building)
    make_current(leader, Kind.TEAM, organization=make_organization(tree.community))
    make_current(leader, Kind.OPINION)

    leader.refresh_from_db()
    assert (leader.leads_building, leader.leads_team, leader.leads_opinion, leader.leads_estate) == (
        True,
        True,
        True,
        False,
    )


def test_every_act_is_written_down(pending):
    decider = make_user()
    pending.decide(by=decider)

    entry = AuditEntry.objects.get(verb="appointment.decide")
    assert (entry.actor, entry.object_id, entry.changes["state"]) == (decider, pending.pk, ["pending", "current"])


@pytest.mark.django_db(transaction=True)
def test_of_four_deciding_at_once_one_wins():
    tree = make_tree()
    deciders = [make_user() for _number in range(4)]
    pending = make_appointment(make_leader(tree.building), region=tree.building)
    barrier, won = Barrier(4), []

    def decide(user):
        row = Appointment.objects.get(pk=pending.pk)
        barrier.wait(timeout=20)
        try:
            row.decide(by=user)
            won.append(user)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[user]) for user in deciders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(won) == 1
    assert AuditEntry.objects.filter(verb="appointment.decide").count() == 1
