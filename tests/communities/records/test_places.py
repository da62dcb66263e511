"""Whatever follows a record lies where it lies: every kind of holder moves, and no row of any model stays behind."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from communities.documents.models import Document
from communities.organizations.models import Organization
from communities.records.placed import OwnerPath, PlacePath, follow, place_paths, strays
from communities.satisfaction.models import SatisfactionAnswer
from leaders.people.models import Kind
from registry.audit.log import snapshot
from tests.factories import (
    make_activity,
    make_current,
    make_filing,
    make_incentive,
    make_leader,
    make_nomination,
    make_opinion,
    make_organization,
    make_rating,
    make_reserve_place,
    make_returned,
    make_rule,
    make_slot,
    make_superuser,
    make_support,
    make_user,
    make_venue,
)

WHERE_IT_WAS_DONE = {"audit.AuditEntry", "audit.ReadLog", "communities.Merge"}  # a log stays at the place it tells of
OF_A_PLACE = {"sheets.Blank"}  # a form of a street's own: it names no record


@pytest.fixture
def world(db, world):
    """(tree, rows) with a row of every model that follows another record, and a paper of every record that takes some."""
    tree, _users, rows = world
    team = rows["full organization"] = make_organization(tree.community)
    rows["room"] = make_venue(tree.community, name="排练厅")
    make_slot(rows["room"], team)
    support = make_support(team, granted="500.00")
    support.book("used", "10.00", on=timezone.localdate(), what_for="球拍", by=make_user())
    activity = make_activity(tree.community, organization=team)
    make_rule(tree.community, organization=team)
    make_current(make_leader(tree.building, name="顾建平"), kind=Kind.TEAM, organization=team)
    make_rating(organization=team)
    make_incentive(team)
    make_filing(team)
    make_nomination(tree.community, kind=Kind.TEAM, organization=team)
    make_reserve_place(make_leader(tree.building, name="陆建国"), team)
    SatisfactionAnswer(organization=team, score=5).keep()
    make_opinion(rows["notice"], side="support")
    rows["team activity"] = activity
    for model in documented():
        for row in model._base_manager.all():
            Document.attach(row, ContentFile(b"%PDF-1.4 x", name="a.pdf"), title="材料", by=make_superuser())
    return tree, rows


def documented():
    return [field.model for field in place_paths() if hasattr(field.model, "document_permission")]


def astray():
    return {model._meta.label: rows.count() for model, rows in strays()}


def revised(row, **values):
    row = type(row)._base_manager.get(pk=row.pk)
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.revise(by=make_superuser(), before=before)


def amended(organization, region):
    """What is on file moves by a filing alone."""
    organization = Organization.objects.get(pk=organization.pk)
    if organization.legal_status == Organization.LegalStatus.FILED:
        organization.amend(by=make_superuser(), note="变更", region=region)
    else:
        revised(organization, region=region)


def resubmitted(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.submit(by=make_user())


def entered_again(tree, _rows):
    row = make_support(make_organization(tree.community), granted="100.00", confirmed=False)
    Document.attach(row, ContentFile(b"%PDF-1.4 x", name="a.pdf"), title="材料", by=make_superuser())
    row.send_back(by=make_superuser(), reason="改")
    row.organization = make_organization(tree.other_community)
    row.enter(by=make_user())


MOVES = {
    "organization": lambda tree, rows: amended(rows["full organization"], tree.other_community),
    "hosted organization": lambda tree, rows: amended(rows["proposal"].organization, tree.other_community),
    "supported organization": lambda tree, rows: amended(rows["support"].organization, tree.other_community),
    "filed organization": lambda tree, rows: amended(rows["filed"].organization, tree.other_community),
    "reporting organization": lambda tree, rows: amended(rows["report"].organization, tree.other_community),
    "leader": lambda tree, rows: revised(rows["leader"], region=tree.other_building),
    "leader heard on a topic": lambda tree, rows: revised(
        rows["review"].appointment.leader, region=tree.other_building
    ),
    "leader in training": lambda tree, rows: revised(rows["attended"].leader, region=tree.other_building),
    "leader thanked": lambda tree, rows: revised(rows["incentive_given"].leader, region=tree.other_building),
    "venue": lambda tree, rows: revised(rows["room"], region=tree.other_community),
    "activity": lambda tree, rows: revised(rows["activity"], region=tree.other_community),
    "activity of a group": lambda tree, rows: revised(
        rows["team activity"], organization=make_organization(tree.other_community)
    ),
    "weekly rule": lambda tree, rows: revised(rows["rule"], region=tree.other_community),
    "training session": lambda tree, rows: revised(rows["session"], region=tree.other_community),
    "matter": lambda tree, rows: rows["case_told"].sort(
        by=make_superuser(), title="x", category="other", region=tree.other_building
    ),
    "post": lambda tree, rows: resubmitted(
        make_returned(make_leader(tree.building, name="汪海"), region=tree.building), region=tree.other_building
    ),
    "support": entered_again,
}


def test_every_model_with_a_path_says_whose_place_it_takes():
    silent = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == "region_path" and not isinstance(field, PlacePath)
    }

    assert silent == WHERE_IT_WAS_DONE | OF_A_PLACE


def test_whoever_moves_leaves_no_row_behind(world):
    tree, rows = world
    assert astray() == {}

    left = {}
    for holder, move in MOVES.items():
        move(tree, rows)
        left[holder] = astray()

    assert left == dict.fromkeys(MOVES, {})


def test_every_follower_is_carried_from_every_kind_of_holder(world):
    tree, _rows = world
    seen = set()
    for field in place_paths():
        for model in field.holders() - {type(tree.street)}:
            for followers, name in field.rows_of(model):
                for holder in model._base_manager.filter(pk__in=followers.values(name)):
                    holder.region_path = tree.other_community.path
                    follow(holder)
                    own = followers.filter(**{name: holder.pk})
                    assert set(own.values_list("region_path", flat=True)) == {tree.other_community.path}
                    seen.add((field.model._meta.label, model._meta.label))

    wanted = {
        (field.model._meta.label, model._meta.label)
        for field in place_paths()
        for model in field.holders() - {type(tree.street)}
    }
    assert seen == wanted, "no row of these to carry"
    assert {model for model in documented() if ("communities.Document", model._meta.label) not in seen} == set()


def test_what_was_left_behind_is_found(world):
    tree, rows = world
    Organization.objects.filter(pk=rows["full organization"].pk).update(region_path=tree.other_community.path)

    found = astray()

    assert found["communities.Organization"] == 1
    assert {"communities.VenueSlot"}.isdisjoint(found)  # it lies where the room lies
    assert {"communities.Activity", "communities.Support", "leaders.Nomination"} <= set(found)
    said = StringIO()
    call_command("settle_places", "--dry-run", stdout=said)
    assert said.getvalue().endswith(f"{sum(found.values())} records would be moved\n") and astray() == found

    call_command("settle_places", stdout=StringIO())
    assert astray() == {}


def test_a_nearer_holder_counts_before_a_farther_one():
    [field] = [field for field in place_paths() if field.model._meta.label == "leaders.Appointment"]

    assert field.follows == ("region", "organization", "leader")
    assert not isinstance(field, OwnerPath)
