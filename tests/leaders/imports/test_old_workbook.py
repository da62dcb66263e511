"""A workbook of the kind offices kept before 2007: read like every other, and its own file given back as .xlsx."""

from datetime import date

import pytest

from communities.regions.models import Region
from leaders.people.models import Leader
from registry.sheets.gate import Refused, look_at
from registry.sheets.read import read_table
from tests.leaders.imports.old_workbook import old_workbook

P1, P2, P3 = 13800138001, "138 0013 8002", "１３８００１３８００３"
ROWS = [
    ["楼组长花名册", "", "", "", ""],
    ["填报日期：2026年11月"],
    ["小区", "楼号", "姓名", "手机", "任职时间"],
    ["平南苑", "12号楼", "王芳", P1, date(2024, 3, 1)],
    ["", 13, "李建国", P2, 45352],
    ["", "14号楼 欧阳娜娜 13800138003"],
    ["", "15号楼", "", 13800138008],
]


def table(*more):
    return old_workbook(("楼组长", ROWS, [(0, 0, 0, 4), (3, 5, 0, 0)], False), *more)


def test_texts_numbers_days_and_merged_cells_are_read_and_what_is_hidden_is_told():
    assert look_at(table()) == "xls"

    shown, hidden = read_table(table(("旧表", [["姓名"], ["旧人"]], [], True)))

    assert (shown.name, shown.is_hidden, hidden.is_hidden, hidden.rows) == ("楼组长", False, True, [["姓名"], ["旧人"]])
    assert shown.rows[3] == ["平南苑", "12号楼", "王芳", "13800138001", "2024-03-01"]
    assert shown.rows[4][:4] == ["平南苑", "13", "李建国", P2]


def test_one_that_was_cut_off_is_refused():
    for length in (600, 1200, 3000):
        with pytest.raises(Refused):
            read_table(table()[:length])


@pytest.mark.django_db
def test_its_people_are_registered_and_the_same_file_again_changes_nothing(office, load, write):
    office.tree.compound.add_child(name="14号楼", by=office.clerk)
    batch = load(table(), name="名册.xls")
    assert [row.state for row in batch.rows.order_by("number")] == ["ready", "ready", "ready", "wrong"]
    assert "Taken apart" in batch.rows.get(number=6).said["notes"][0]

    write(batch)

    assert set(Leader.objects.values_list("name", flat=True)) == {"王芳", "李建国", "欧阳娜娜"}
    again = load(table(), name="名册.xls")
    assert again.counts == {"same": 3, "wrong": 1}


@pytest.mark.django_db
def test_no_place_takes_the_name_and_number_of_whoever_lives_there(office, load, write):
    write(load(table(), subject="places"))
    wrong = load([["小区", "楼号"], ["平南苑 13800138003", "1号楼"]], subject="places")
    group = load([["组织名称", "类别"], ["舞蹈队 13800138003", "舞蹈"]], subject="organizations")

    assert Region.objects.filter(name="14号楼", parent=office.tree.compound).exists()
    assert [row.state for batch in (wrong, group) for row in batch.rows.all()] == ["wrong", "wrong"]
