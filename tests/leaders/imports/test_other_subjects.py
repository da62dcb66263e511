"""Compounds with buildings, and organizations."""

import pytest

from communities.organizations.models import Category, MemberCount, Organization
from communities.regions.models import Level, Region
from leaders.imports import actions, tasks, undoing
from leaders.imports.models import ImportBatch, ImportRow
from tests.factories import make_filing, make_organization

pytestmark = pytest.mark.django_db
State = ImportRow.State


def states(batch):
    return list(batch.rows.order_by("position").values_list("state", flat=True))


@pytest.fixture
def dancing(db):
    group, _new = Category.objects.get_or_create(name="文体娱乐", parent=None, defaults={"national_class": "culture"})
    return Category.objects.get_or_create(name="舞蹈", parent=group, defaults={"national_class": "culture"})[0]


def test_compounds_and_runs_of_buildings(office, load, write):
    rows = [["社区", "小区", "楼栋"], ["古美一村", "新苑", "1-3号楼"], ["", "新苑", "第四栋"], ["", "平南苑", "12幢"]]
    batch = load(rows, subject="places")
    assert states(batch) == [State.READY, State.READY, State.SAME]

    write(batch)

    compound = Region.objects.get(name="新苑")
    assert compound.parent == office.tree.community
    assert list(compound.children.order_by("path").values_list("name", flat=True)) == [
        "1号楼",
        "2号楼",
        "3号楼",
        "第四栋",
    ]


@pytest.mark.parametrize(
    "text, names",
    [
        ("1#-3#", ["1号楼", "2号楼", "3号楼"]),
        ("1、2、5号楼", ["1号楼", "2号楼", "5号楼"]),
        ("1幢，3幢至5幢", ["1幢", "3幢", "4幢", "5幢"]),
        ("1-2、4", ["1号楼", "2号楼", "4号楼"]),
        ("10弄3号", ["10弄3号"]),
        ("A1-1", ["A1-1"]),
    ],
)
def test_lists_and_runs_of_buildings_in_one_cell(office, load, write, text, names):
    write(load([["小区", "楼号"], ["新苑", text]], subject="places"))

    assert list(Region.objects.get(name="新苑").children.order_by("path").values_list("name", flat=True)) == names


def test_a_community_named_once_in_its_column_stands_for_the_rows_below(office, load, write):
    rows = "居委,小区,楼号\n古美一村,新苑,1号楼\n,东苑,1号楼\n古美三村,旧苑,2号楼\n,西苑,1号楼\n"
    write(load(rows.encode(), subject="places", region=office.tree.street))

    found = {name: Region.objects.get(name=name).parent for name in ("东苑", "西苑")}
    assert found == {"东苑": office.tree.community, "西苑": office.tree.community2}


def test_the_same_places_again_change_nothing(office, load, write):
    rows = [["小区", "楼栋", "别名"], ["新苑", "1-3号楼", "老新苑"]]
    write(load(rows, subject="places"))

    assert states(load(rows, subject="places")) == [State.SAME]


def test_places_are_taken_back_unless_somebody_lives_there(office, load, write):
    batch = write(load([["小区", "楼栋"], ["新苑", "1-3号楼"]], subject="places"))

    undoing.undo(batch, by=office.clerk)

    assert not Region.objects.filter(name="新苑").exists()
    assert Region.objects.filter(level=Level.BUILDING, parent=office.tree.compound).count() == 2


def test_a_community_named_once_above_its_rows(office, load, write):
    rows = [["小区", "楼栋"], ["古美一村居委会", ""], ["新苑", "1号楼"], ["古美三村居委会", None], ["旧苑", "2号楼"]]

    write(load(rows, subject="places", region=office.tree.street))

    assert Region.objects.get(name="新苑").parent == office.tree.community
    assert Region.objects.get(name="旧苑").parent == office.tree.community2


def test_organizations_with_members(office, load, write, dancing):
    rows = [
        ["团队名称", "类型", "人数", "成立时间", "活动地点", "负责人"],
        ["康乐舞蹈队", "", "32人", "2019.5", "一楼活动室", "王芳"],
        ["象棋社", "没有这种", "", "", "", ""],
    ]
    batch = load(rows, subject="organizations")
    assert states(batch) == [State.READY, State.WRONG]

    write(batch)

    group = Organization.objects.get()
    assert (group.category, group.founded_on.year, group.meeting_place) == (dancing, 2019, "一楼活动室")
    assert MemberCount.objects.get().members == 32


def test_a_known_organization_is_filled_in_by_choice_and_put_back_by_undo(office, load, write, dancing):
    known = make_organization(office.tree.community, name="康乐舞蹈队", category=dancing, meeting_place="")
    rows = [["团队名称", "类型", "人数", "活动地点"], ["康乐舞蹈队", "舞蹈", "32", "一楼"]]
    batch = load(rows, subject="organizations")
    assert states(batch) == [State.DOUBTFUL]

    actions.revise_rows(batch, edits={}, choices={0: "update"}, chosen={})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)
    batch = write(batch)
    known.refresh_from_db()
    assert (known.meeting_place, known.member_counts.get().members) == ("一楼", 32)
    assert states(load(rows, subject="organizations")) == [State.SAME]

    undoing.undo(batch, by=office.clerk)
    known.refresh_from_db()
    assert (known.meeting_place, known.member_counts.count()) == ("", 0)


def test_an_import_fills_nothing_into_what_is_on_file(office, load, write, dancing):
    known = make_organization(office.tree.community, name="康乐舞蹈队", category=dancing, meeting_place="一楼")
    make_filing(known, state="filed")
    Organization.objects.filter(pk=known.pk).update(purpose="", meeting_times="")
    rows = [["团队名称", "类型", "宗旨", "活动时间"], ["康乐舞蹈队", "舞蹈", "跳舞", "周三"]]
    batch = load(rows, subject="organizations")

    actions.revise_rows(batch, edits={}, choices={0: "update"}, chosen={})
    tasks.begin(batch, ImportBatch.State.CHECKING, by=office.clerk)
    write(batch)

    known.refresh_from_db()
    assert (known.purpose, known.meeting_times) == ("", "周三")
