"""What is kept of each street is what its rows say, whatever was done there, and is counted only where something was."""

import pytest
from django.db import transaction
from django.urls import reverse

from communities.organizations.models import Organization
from communities.scope import WHOLE_TREE, span_of
from leaders.people.models import Kind
from registry.accounts.roles import Permission, Role
from registry.audit.changes import add_up
from registry.audit.log import snapshot
from registry.desk import streets
from registry.desk.statistics import Statistics
from tests.clock import NOW, TODAY
from tests.factories import (
    make_appointment,
    make_current,
    make_enrolment,
    make_leader,
    make_organization,
    make_region,
    make_session,
    make_superuser,
    make_user,
)
from tests.factories.records import move_session
from tests.figures import Told

pytestmark = pytest.mark.django_db
BY = Permission.STATISTICS_VIEW


@pytest.fixture
def overseer(tree):
    return make_user(Role.OVERSEER, tree.county)


@pytest.fixture
def spans(monkeypatch):
    """The ranges that were counted, an entry a count."""
    asked, count = [], streets.counted
    monkeypatch.setattr(streets, "counted", lambda ranges, today: asked.append(ranges) or count(ranges, today))
    return asked


def figures(user):
    """As the next request has them."""
    user.__dict__.pop("_figures_by_street", None)
    return streets.figures_by_street(user, BY)


def as_counted(user, tree):
    return {place: numbers for place, numbers in streets.counted([span_of(tree.county.path)], TODAY).items() if numbers}


def test_only_the_street_of_an_act_is_counted_anew(tree, overseer, spans):
    make_current(make_leader(tree.building), region=tree.building)
    assert figures(overseer)[tree.street.path]["building"] == 1
    assert spans == [[span_of(tree.county.path)]]

    figures(overseer)
    assert len(spans) == 1
    make_organization(tree.other_community)

    assert figures(overseer)[tree.other_street.path]["organizations"] == 1
    assert spans[1:] == [[span_of(tree.other_street.path)]]


def test_what_lies_above_the_streets_is_counted_once_and_in_its_own_place(tree, overseer):
    figures(overseer)
    make_organization(tree.county, name="区里团队")
    make_organization(tree.community)

    found = figures(overseer)

    assert found[tree.county.path]["organizations"] == found[tree.street.path]["organizations"] == 1
    assert streets.in_all(found)["organizations"] == 2
    assert set(streets.by_part(found, tree.county.path)) >= {tree.county.path, tree.street.path}


def test_a_street_that_comes_into_being_is_counted(tree, overseer):
    figures(overseer)
    street = make_region(tree.county, "新设街道", "street")
    make_organization(make_region(street, "新居委会", "community"))

    assert figures(overseer)[street.path]["organizations"] == 1


def test_the_next_day_counts_anew_and_a_sum_of_notes_does_not(tree, overseer, spans, clock):
    make_organization(tree.community)
    make_organization(tree.community, name="棋牌队")
    figures(overseer)
    add_up(dry_run=False)
    figures(overseer)
    assert len(spans) == 1

    clock.move_to(NOW.replace(day=NOW.day + 1))
    figures(overseer)
    assert len(spans) == 2


def test_what_is_rolled_back_was_never_counted(tree, overseer):
    figures(overseer)
    with pytest.raises(RuntimeError), transaction.atomic():
        make_organization(tree.community)
        raise RuntimeError

    assert streets.in_all(figures(overseer))["organizations"] == 0


def test_a_person_of_another_street_than_the_post_and_the_session_is_told_too(tree, overseer):
    """Who lives in one street may lead in the next, and learn in a third."""
    leader = make_leader(tree.other_building)
    session = make_session(tree.community, days=1)
    enrolment = make_enrolment(session, leader)
    move_session(session, -1)
    enrolment.refresh_from_db()
    steps = [
        lambda: make_current(leader, region=tree.building),
        lambda: enrolment.mark(by=make_user(), attendance="present"),
        lambda: type(session).objects.get(pk=session.pk).complete(by=make_user()),
        lambda: leader.appointments.get().end(by=make_user(), reason="resigned", on=TODAY),
    ]
    changed = 0
    for step in steps:
        told, before = Told(), figures(overseer)
        step()
        assert told.untold() == []
        assert {place: numbers for place, numbers in figures(overseer).items() if numbers} == as_counted(overseer, tree)
        changed += before.get(tree.other_street.path) != figures(overseer).get(tree.other_street.path)
    assert changed == 3


def test_a_group_that_moves_changes_both_streets(tree, overseer):
    team = make_organization(tree.community)
    figures(overseer)
    told = Told()
    team = Organization.objects.get(pk=team.pk)
    before = snapshot(team)
    team.region = tree.other_community
    team.revise(by=make_superuser(), before=before)

    found = figures(overseer)
    assert told.untold() == []
    assert "organizations" not in found[tree.street.path] and found[tree.other_street.path]["organizations"] == 1


def test_a_reach_of_a_street_or_of_the_country_is_counted_as_it_is(tree, sign_in):
    """A street is read whole at once; nobody keeps a country."""
    assert not streets.is_wide([WHOLE_TREE]) and not streets.is_wide([])
    assert not streets.is_wide([span_of(tree.street.path)])
    assert not streets.is_wide([span_of(tree.county.path), span_of(tree.other_community.path)])
    assert streets.is_wide([span_of(tree.county.path)])


def test_statistics_say_the_same_kept_and_counted(world, monkeypatch):
    tree, *_rest = world
    overseer = make_user(Role.OVERSEER, tree.county)
    make_appointment(make_leader(tree.building), Kind.OPINION)
    kept = Statistics(overseer, tree.county, TODAY.year).parts()
    monkeypatch.setattr("registry.desk.statistics.is_wide", lambda spans: False)
    counted = Statistics(overseer, tree.county, TODAY.year).parts()

    assert kept == counted and sum(part.now["organizations"] for part in kept) > 0


def test_the_desk_says_the_same_kept_and_counted(tree, world, sign_in, monkeypatch):
    overseer = make_user(Role.OVERSEER, world[0].county)
    names = ("stats", "stages", "coverage")
    kept = sign_in(overseer).get(reverse("desk:dashboard")).context
    for module in ("coverage", "views.dashboard"):
        monkeypatch.setattr(f"registry.desk.{module}.is_wide", lambda spans: False)
    counted = sign_in(overseer).get(reverse("desk:dashboard")).context

    assert [kept[name] for name in names] == [counted[name] for name in names]
