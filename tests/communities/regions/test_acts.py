"""Acts on the tree: everything that carries a path follows, rights change at once, the last act can be taken back."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from communities.regions import actions
from communities.regions.models import Region, RegionAct, names_on
from communities.regions.paths import carriers
from communities.satisfaction.models import SatisfactionAnswer
from leaders.imports.models import ImportBatch
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.sheets.models import Blank
from tests.factories import (
    make_current,
    make_leader,
    make_organization,
    make_region,
    make_superuser,
    make_tree,
    make_user,
)

ABOUT = {"reason": "区划调整", "document_number": "民〔2026〕1号"}
HISTORY = {"communities.RegionAct", "communities.RegionTrace"}
HISTORY |= {"audit.AuditEntry", "audit.PlaceChange", "audit.ReadLog"}


def rows_with(path):
    """{model: rows} that hold the path, or one below it, in any text column."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField) and "path" in field.name:
                count = model._base_manager.filter(**{f"{field.name}__startswith": path}).count()
                found[model._meta.label] = found.get(model._meta.label, 0) + count
    return {label: count for label, count in found.items() if count}


def everything():
    """Every row of every model, the history of acts and looks left out."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in HISTORY
    }


def fill(world):
    """The tree of the world, with a row in every table that carries a path."""
    tree, users, rows = world
    SatisfactionAnswer(building=tree.building, score=5).keep()
    record_read("leader.view", rows["leader"], by=users["worker"])
    place = {"region_path": tree.community.path}
    Blank.objects.create(name="表", list_name="leaders", content=b"x", ending="xlsx", added_by=users["worker"], **place)
    ImportBatch.objects.create(
        subject="people", region=tree.community, file_name="a.xlsx", digest="0", created_by=users["worker"], **place
    )
    return tree


@pytest.mark.django_db
def test_a_street_moves_with_a_row_of_every_model(world):
    tree = fill(world)
    county = make_region(tree.prefecture, name="徐汇区", level="county")
    there = rows_with(tree.street.path)
    assert {model._meta.label for model, _column, _owner in carriers()} == set(there), "no row of these to move"

    actions.move(tree.street, county, by=make_superuser(), **ABOUT)

    assert rows_with(tree.street.path) == {}
    new = Region.objects.get(pk=tree.street.pk)
    assert new.parent == county and rows_with(new.path).keys() == there.keys()


@pytest.mark.django_db
def test_moved_and_moved_back_is_as_it_was():
    tree = make_tree()
    county = make_region(tree.prefecture, name="徐汇区", level="county")
    boss, before = make_superuser(), list(Region.objects.order_by("pk").values_list())

    actions.move(tree.street, county, by=boss, **ABOUT)
    actions.move(Region.objects.get(pk=tree.street.pk), tree.county, by=boss, **ABOUT)

    assert list(Region.objects.order_by("pk").values_list()) == before


@pytest.mark.django_db
def test_sight_changes_with_the_move():
    tree = make_tree()
    county = make_region(tree.prefecture, name="徐汇区", level="county")
    old, new = make_user("overseer", tree.county), make_user("overseer", county)
    leader = make_leader(tree.building)
    lose, gain = actions.sight_changes(tree.street, county)
    assert ([posting.user for posting in lose], [posting.user for posting in gain]) == ([old], [new])

    actions.move(tree.street, county, by=make_superuser(), **ABOUT)

    assert not Leader.objects.permitted(old, Permission.LEADER_LIST).filter(pk=leader.pk).exists()
    assert Leader.objects.permitted(new, Permission.LEADER_LIST).filter(pk=leader.pk).exists()


@pytest.mark.django_db
def test_a_merged_community_hands_everything_over_and_leads_on(client, sign_in):
    tree = make_tree()
    worker = make_user("worker", tree.community)
    both = make_user("worker", tree.community)
    both.postings.create(region=tree.community2, role="worker", started_on="2024-01-01")
    team, boss = make_organization(tree.community), make_superuser()
    before = everything()

    act = actions.merge(tree.community, tree.community2, by=boss, **ABOUT)

    team.refresh_from_db()
    tree.community2.refresh_from_db()
    assert team.region == tree.community2 and team.region_path == tree.community2.path
    assert Region.objects.get(pk=tree.compound.pk).parent == tree.community2
    assert worker.postings.get().region == tree.community2
    assert both.postings.filter(ended_on=None).count() == 1
    gone = Region.objects.get(pk=tree.community.pk)
    assert not gone.is_current and list(gone.successors.all()) == [tree.community2]
    public = client.get(reverse("directory:place", args=[gone.pk]))
    assert public.status_code == 302 and public.url == reverse("directory:place", args=[tree.community2.pk])
    actions.undo(act, by=boss)
    after = everything()
    assert {k: v for k, v in after.items() if v != before[k] and k != "accounts.User"} == {}


@pytest.mark.django_db
def test_a_split_gives_each_place_below_its_part():
    tree = make_tree()

    actions.split(tree.compound, ["平南苑二期"], places={tree.building2.pk: 0}, by=make_superuser(), **ABOUT)

    assert Region.objects.get(pk=tree.building2.pk).parent.name == "平南苑二期"
    assert Region.objects.get(pk=tree.building.pk).parent == tree.compound


@pytest.mark.django_db
def test_what_a_place_was_called_on_a_day_stays_known():
    tree = make_tree()
    today = timezone.localdate()

    actions.rename(tree.street, "古美新街道", by=make_superuser(), **ABOUT)

    building = Region.objects.get(pk=tree.community.pk)
    assert names_on(building, today - timedelta(days=1))[-2] == "古美街道"
    assert names_on(building, today)[-2] == "古美新街道"


@pytest.mark.django_db
def test_only_the_last_act_on_a_place_is_taken_back():
    tree, boss = make_tree(), make_superuser()
    first = actions.rename(tree.street, "甲街道", by=boss, **ABOUT)
    actions.recode(Region.objects.get(pk=tree.community.pk), "310112006001", by=boss, **ABOUT)

    with pytest.raises(ValidationError, match="First take back"):
        actions.undo(first, by=boss)


@pytest.mark.django_db
def test_a_place_is_not_moved_into_itself_or_onto_a_namesake():
    tree, boss = make_tree(), make_superuser()
    other = make_region(tree.community2, name="平南苑")

    for target in (tree.building, tree.community2):
        with pytest.raises(ValidationError):
            actions.move(tree.compound, target, by=boss, **ABOUT)
    assert other.pk and not RegionAct.objects.exists()


@pytest.mark.django_db
def test_a_building_whose_head_lives_elsewhere_is_not_retired():
    tree = make_tree()
    make_current(make_leader(tree.building), region=tree.building2)

    with pytest.raises(ValidationError, match="leaders in office 1"):
        actions.retire(tree.building2, by=make_superuser(), reason="拆除")


@pytest.mark.django_db
def test_the_page_shows_what_follows_before_it_is_done(client, sign_in):
    tree = make_tree()
    make_leader(tree.building)
    sign_in(make_user("manager", tree.street))
    url = reverse("communities:region-move", args=[tree.compound.pk])
    sent = {"to": tree.community2.pk, "effective_on": timezone.localdate(), "reason": "调整", "document_number": ""}

    shown = client.post(url, sent)
    assert "What follows" in shown.content.decode() and not RegionAct.objects.exists()
    client.post(url, sent | {"confirmed": "1"})

    assert Region.objects.get(pk=tree.compound.pk).parent == tree.community2
    page = client.get(tree.compound.get_absolute_url()).content.decode()
    assert "Take back" in page
    client.post(reverse("communities:region-act-undo", args=[RegionAct.objects.get().pk]))
    assert Region.objects.get(pk=tree.compound.pk).parent == tree.community


@pytest.mark.django_db
def test_a_manager_moves_nothing_out_of_reach(client, sign_in):
    tree = make_tree()
    sign_in(make_user("manager", tree.street))
    url = reverse("communities:region-move", args=[tree.compound.pk])
    sent = {"to": tree.other_community.pk, "effective_on": timezone.localdate(), "reason": "调整", "confirmed": "1"}

    client.post(url, sent)

    assert Region.objects.get(pk=tree.compound.pk).parent == tree.community
