"""An act taken back leaves every row of every table as it was, whatever the act and whatever hangs on the place."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.regions import actions
from communities.regions.models import Region, RegionAct
from leaders.people.models import Leader
from registry.audit.log import snapshot
from registry.audit.models import AuditEntry
from tests.communities.regions.test_acts import everything, fill
from tests.factories import make_leader, make_region, make_superuser

ABOUT = {"reason": "区划调整", "document_number": "民〔2026〕1号"}

ACTS = {
    "rename": lambda tree, about: actions.rename(tree.community, "古美新居委会", **about),
    "rename without the old name": lambda tree, about: actions.rename(tree.building, "21号楼", keep_old=False, **about),
    "recode": lambda tree, about: actions.recode(tree.community, "310112000999", **about),
    "relevel": lambda tree, about: actions.relevel(tree.town, "county", **about),
    "move a street": lambda tree, about: actions.move(tree.street, tree.county2, **about),
    "move a community": lambda tree, about: actions.move(tree.community, tree.other_street, **about),
    "move a compound": lambda tree, about: actions.move(tree.compound, tree.community2, **about),
    "merge communities": lambda tree, about: actions.merge(tree.community, tree.community2, **about),
    "merge streets": lambda tree, about: actions.merge(tree.street, tree.other_street, **about),
    "merge buildings": lambda tree, about: actions.merge(tree.building, tree.building2, **about),
    "split a street": lambda tree, about: actions.split(
        tree.street, ["甲街道", "乙街道"], places={tree.community.pk: 0, tree.community2.pk: 1}, **about
    ),
    "split a compound": lambda tree, about: actions.split(
        tree.compound, ["平南苑二期"], places={tree.building2.pk: 0}, **about
    ),
    "retire": lambda tree, about: actions.retire(tree.spare, **about),
}


@pytest.fixture
def laden(world):
    """The world, with rows in the tables of which it has none, and a place beside each that an act goes to."""
    tree = fill(world)
    tree.county2 = make_region(tree.prefecture, name="徐汇区", level="county")
    tree.town = make_region(tree.prefecture, name="新镇", level="street")
    tree.spare = make_region(tree.compound, name="99号楼")
    return tree


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ACTS)
def test_every_row_of_every_table_is_as_it_was(laden, kind):
    boss = make_superuser()
    before = everything()
    act = ACTS[kind](laden, {"by": boss, **ABOUT})
    assert everything() != before

    actions.undo(act, by=boss)

    after = everything()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}
    assert after.keys() == before.keys() and not RegionAct.objects.filter(undone_at=None, pk=act.pk).exists()


@pytest.mark.django_db
def test_the_number_of_a_place_that_never_was_is_free_and_its_log_stays_above(tree, client, sign_in):
    boss = make_superuser()
    act = actions.split(tree.compound, ["平南苑二期"], places={}, by=boss, **ABOUT)
    made = Region.objects.get(name="平南苑二期")

    actions.undo(act, by=boss)

    lines = AuditEntry.objects.filter(object_type="communities.region", object_id=made.pk)
    assert {line.region_path for line in lines} == {tree.community.path}
    next_one = Region.objects.get(pk=tree.community.pk).add_child(name="平南苑三期", by=boss)
    assert next_one.path == made.path and next_one.pk != made.pk
    sign_in(boss)
    assert "平南苑二期" in client.get(reverse("desk:audit-list")).content.decode()


@pytest.mark.django_db
def test_a_part_with_a_history_of_its_own_is_retired_with_its_number(tree):
    boss = make_superuser()
    split = actions.split(tree.compound, ["平南苑二期"], places={}, by=boss, **ABOUT)
    made = Region.objects.get(name="平南苑二期")
    actions.undo(actions.rename(made, "平南苑北区", by=boss, **ABOUT), by=boss)

    actions.undo(split, by=boss)

    assert Region.objects.get(pk=made.pk).retired_on
    assert Region.objects.get(pk=tree.community.pk).add_child(name="平南苑三期", by=boss).path != made.path


@pytest.mark.django_db
def test_a_part_that_is_used_since_keeps_the_split(tree):
    boss = make_superuser()
    split = actions.split(tree.compound, ["平南苑二期"], places={}, by=boss, **ABOUT)
    make_leader(Region.objects.get(name="平南苑二期"))

    with pytest.raises(ValidationError, match="not empty"):
        actions.undo(split, by=boss)


@pytest.mark.django_db
def test_what_was_done_since_stays_where_it_is(tree):
    """A person given another home after the merge, and another name of the place entered after its renaming."""
    boss = make_superuser()
    moved, stays = make_leader(tree.community), make_leader(tree.community)
    merged = actions.merge(tree.community, tree.community2, by=boss, **ABOUT)
    moved = Leader.objects.get(pk=moved.pk)
    moved.region = tree.other_building
    moved.revise(by=boss, before=snapshot(Leader.objects.get(pk=moved.pk)))

    actions.undo(merged, by=boss)

    moved, stays = Leader.objects.get(pk=moved.pk), Leader.objects.get(pk=stays.pk)
    assert (moved.region, moved.region_path) == (tree.other_building, tree.other_building.path)
    assert (stays.region, stays.region_path) == (tree.community, tree.community.path)

    renamed = actions.rename(tree.community2, "古美新村居委会", by=boss, **ABOUT)
    here = Region.objects.get(pk=tree.community2.pk)
    here.describe(by=boss, aliases=[*here.aliases, "新村"])
    actions.undo(renamed, by=boss)

    after = Region.objects.get(pk=here.pk)
    assert (after.name, after.aliases) == (tree.community2.name, ["新村"]) and after.version > here.version
    assert Region.objects.filter(pk=here.pk, alias_key__contains="新村").exists()
