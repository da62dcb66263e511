"""What an act on the tree refuses, what it leaves alone, and the line it leaves in the log."""

import pytest
from django.core.exceptions import ValidationError

from communities.regions import actions
from communities.regions.models import Region, RegionAct
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import make_center, make_region, make_superuser, make_venue

ABOUT = {"reason": "区划调整", "document_number": "民〔2026〕1号"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_superuser()


def refused(code, act, *args, **options):
    with pytest.raises(ValidationError) as caught:
        act(*args, **options)
    assert caught.value.code == code
    assert not RegionAct.objects.exists()


def test_only_two_current_places_of_one_level_are_merged(tree, boss):
    refused("merge", actions.merge, tree.community, tree.street, by=boss, **ABOUT)
    refused("merge", actions.merge, tree.community, tree.community, by=boss, **ABOUT)
    refused("merge", actions.merge, tree.building, tree.compound, by=boss, **ABOUT)

    Region.objects.filter(pk=tree.community2.pk).update(retired_on=TODAY)
    refused("merge", actions.merge, tree.community, tree.community2, by=boss, **ABOUT)


def test_what_each_of_two_places_has_alone_stops_their_merging(tree, boss):
    for make in (make_center, make_venue):
        for place in (tree.street, tree.other_street):
            make(place, name="同名服务站")
    refused("both", actions.merge, tree.street, tree.other_street, by=boss, **ABOUT)
    assert Region.objects.get(pk=tree.community.pk).parent == tree.street, "nothing is half done"


def test_a_split_leaves_the_places_of_others_alone(tree, boss):
    elsewhere = make_region(make_region(tree.community2, name="平吉苑"), name="9号楼")

    actions.split(tree.compound, ["平南苑二期"], places={tree.building2.pk: 0, elsewhere.pk: 0}, by=boss, **ABOUT)

    assert Region.objects.get(pk=elsewhere.pk).parent_id == elsewhere.parent_id
    assert Region.objects.get(pk=tree.building2.pk).parent.name == "平南苑二期"


def test_a_place_hangs_under_a_higher_level_that_is_current_and_not_already_its_own(tree, boss):
    refused("level", actions.move, tree.community, tree.community2, by=boss, **ABOUT)
    refused("level", actions.move, tree.compound, tree.building, by=boss, **ABOUT)
    refused("there", actions.move, tree.compound, tree.community, by=boss, **ABOUT)
    Region.objects.filter(pk=tree.community2.pk).update(retired_on=TODAY)
    refused("retired", actions.move, tree.compound, tree.community2, by=boss, **ABOUT)


ACTS = {
    "rename": lambda tree, about: actions.rename(tree.community, "古美新居委会", **about),
    "recode": lambda tree, about: actions.recode(tree.community, "310112000999", **about),
    "move": lambda tree, about: actions.move(tree.compound, tree.community2, **about),
    "merge": lambda tree, about: actions.merge(tree.community, tree.community2, **about),
    "split": lambda tree, about: actions.split(tree.compound, ["平南苑二期"], places={}, **about),
    "retire": lambda tree, about: actions.retire(tree.building2, **about),
}


@pytest.mark.parametrize("kind", ACTS)
@pytest.mark.parametrize(
    ("number", "note"), [("民〔2026〕1号", "区划调整 民〔2026〕1号"), ("", "区划调整")], ids=["number", "none"]
)
def test_each_act_leaves_one_line_with_its_reason_and_number(tree, boss, kind, number, note):
    last = AuditEntry.objects.order_by("pk").last()
    ACTS[kind](tree, {"by": boss, "reason": "区划调整", "document_number": number})

    [line] = AuditEntry.objects.filter(pk__gt=last.pk if last else 0, verb=f"region.{kind}")
    assert (line.actor, line.note) == (boss, note)


def test_one_building_is_written_once_below_a_compound_and_again_below_another(tree):
    beside = make_region(tree.community2, name="平吉苑")
    Region(parent=beside, name=tree.building.name, level="building").full_clean(exclude=["path"])

    twice = Region(parent=tree.compound, name=tree.building.name.replace("号楼", "幢"), level="building")
    with pytest.raises(ValidationError):
        twice.full_clean(exclude=["path"])
