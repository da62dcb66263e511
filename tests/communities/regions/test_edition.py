"""A newer national table: told apart what became of each place, then carried out as acts; every bad row by number."""

import gzip

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from communities.regions import actions, edition_acts
from communities.regions.edition import compare
from communities.regions.models import Region, RegionAct, RegionEdition
from communities.regions.region_import import BadFile, import_file
from tests.factories import make_leader, make_superuser, make_user

pytestmark = pytest.mark.django_db
HEADER = "code,name,level,parent_code,parent_name\n"
OLD = [
    "220000,吉林省,province,,",
    "220300,四平市,prefecture,220000,",
    "220100,长春市,prefecture,220000,",
    "220381,公主岭市,county,220300,",
    "220302,铁西区,county,220300,",
    "220303,铁东区,county,220300,",
    "220381001000,东三街道,street,220381,",
    "220302001000,仁兴街道,street,220302,",
    "220302002000,英雄街道,street,220302,",
    "220302003000,站前街道,street,220302,",
    "220303001000,平东街道,street,220303,",
    "220303002000,北市场街道,street,220303,",
    "220302001001,桥北社区居委会,community,220302001000,",
    "220302001002,桥南社区居委会,community,220302001000,",
    "220302001003,新立村委会,community,220302001000,",
]


@pytest.fixture
def table(tmp_path):
    def make(lines, name="regions.csv"):
        path = tmp_path / name
        text = HEADER + "".join(f"{line}\n" for line in lines)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
        return path

    return make


@pytest.fixture
def tree(table):
    import_file(table(OLD))


def changed(*pairs, drop=(), more=()):
    """The old lines with texts replaced, some left out and some added."""
    text = "\n".join(line for line in OLD if line.partition(",")[0] not in drop)
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return [*text.split("\n"), *more]


def kinds(found):
    return [(one["kind"], one["was"], one["name"]) for one in found.changes]


def at(name):
    return Region.objects.current().get(name=name)


ABOUT = {"by": None, "reason": "2024年版", "document_number": "", "effective_on": None}


def apply(found):
    return [(change["name"], said) for change, said in edition_acts.apply(found.changes, **ABOUT) if said]


def test_the_same_table_changes_nothing(table, tree):
    found = compare(table(OLD, "again.csv.gz"))

    assert (found.changes, found.unchanged) == ([], len(OLD))


CASES = {
    "renamed": (changed(("桥北社区", "桥北新村社区")), [("rename", "桥北社区居委会", "桥北新村社区居委会")]),
    "another ending": (changed(("新立村委会", "新立村村委会")), [("rename", "新立村委会", "新立村村委会")]),
    "moved and re-coded": (
        changed(("220381,公主岭市,county,220300", "220184,公主岭市,county,220100"), ("220381001000", "220184001000"), (",220381,", ",220184,")),
        [("recode", "220381000000", "公主岭市"), ("recode", "220381001000", "东三街道"), ("move", "四平市", "公主岭市")],
    ),
    "codes changed in a ring": (
        changed(("220302001000,仁兴", "X"), ("220302002000,英雄", "220302001000,英雄"), ("X", "220302002000,仁兴"), (",220302001000,", ",220302002000,")),
        [("recode", "220302002000", "英雄街道"), ("recode", "220302001000", "仁兴街道")],
    ),
    "gone": (changed(drop=["220302001003"]), [("retire", "新立村委会", "新立村委会")]),
    "new": (changed(more=["220302001004,晨光社区居委会,community,220302001000,"]), [("new", "", "晨光社区居委会")]),
    "merged": (
        changed(("220303001000,平东街道,street,220303", "220302005000,平东街道,street,220302"),
                ("220303002000,北市场街道,street,220303", "220302006000,北市场街道,street,220302"), drop=["220303"]),
        [("recode", "220303001000", "平东街道"), ("recode", "220303002000", "北市场街道"), ("move", "铁东区", "平东街道"),
         ("move", "铁东区", "北市场街道"), ("merge", "铁东区", "铁西区")],
    ),
    "split": (
        changed(("220302002000,英雄街道,street,220302", "220304001000,英雄街道,street,220304"),
                ("220302003000,站前街道,street,220302", "220304002000,站前街道,street,220304"), more=["220304,英雄区,county,220300,"]),
        [("recode", "220302002000", "英雄街道"), ("recode", "220302003000", "站前街道"), ("split", "铁西区", "英雄区"),
         ("move", "铁西区", "英雄街道"), ("move", "铁西区", "站前街道")],
    ),
    "another level": (
        changed(("220303002000,北市场街道,street,220303", "220303002000,北市场街道,county,220300")),
        [("level", "street", "北市场街道"), ("move", "铁东区", "北市场街道")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_became_of_a_place_is_told_carried_out_and_then_nothing_differs(table, tree, case):
    lines, expected = CASES[case]
    path = table(lines)
    found = compare(path)
    assert sorted(kinds(found)) == sorted(expected)

    assert apply(found) == []

    assert kinds(compare(path)) == []
    codes = {line.partition(",")[0].ljust(12, "0") for line in lines}
    assert set(Region.objects.current().values_list("code", flat=True)) == codes
    for act in RegionAct.objects.order_by("-id"):  # and back, the last one first
        actions.undo(act, by=make_superuser())
    assert case == "new" or set(kinds(compare(table(OLD)))) <= {("retire", "英雄区", "英雄区")}


def test_a_code_given_to_another_place_is_left_for_a_person(table, tree):
    found = compare(table(changed(("桥北社区居委会", "晨光社区居委会"))))

    assert [(one["kind"], one["is_doubtful"]) for one in found.changes] == [("rename", True)]


def test_places_of_streets_that_are_not_served_are_left_out(table, tree):
    found = compare(table([*OLD, "220303001001,平东第一社区,community,220303001000,"]))

    assert (found.changes, found.left_out) == ([], 1)


def test_a_table_of_streets_says_nothing_of_communities(table, tree):
    found = compare(table([line for line in OLD if ",community," not in line]))

    assert found.changes == []


def test_a_table_of_one_province_says_nothing_of_the_others(table, tree):
    import_file(table(["310000,上海市,province,,"]))

    assert compare(table(OLD)).changes == []


def test_a_table_of_one_city_or_district_says_nothing_of_the_others(table, tree):
    others = ["220900,旁市,prefecture,220000,", "220901,旁区,county,220900,", "220901001000,旁街道,street,220901,"]
    beside = ["220304,邻区,county,220300,", "220304001000,邻街道,street,220304,"]
    import_file(table([*OLD, *others, *beside]))

    assert compare(table(OLD)).changes == []


def test_names_the_office_gave_stay(table, tree):
    at("桥北社区居委会").rename("桥北一居", by=None)

    assert compare(table(OLD)).changes == []


def test_an_own_community_without_a_code_takes_the_code_of_its_line(table, tree):
    made = at("仁兴街道").add_child(name="晨光社区", by=None)

    found = compare(table([*OLD, "220302001004,晨光社区居委会,community,220302001000,"]))
    assert apply(found) == []

    made.refresh_from_db()
    assert (made.code, made.name) == ("220302001004", "晨光社区居委会")


def test_what_is_not_empty_stays_and_is_told(table, tree):
    make_leader(at("新立村委会"), name="王芳")

    refused = apply(compare(table(changed(drop=["220302001003"]))))

    assert refused[0][0] == "新立村委会" and at("新立村委会")


def test_a_place_altered_since_the_comparison_is_not_touched(table, tree):
    found = compare(table(changed(("桥北社区", "桥北新村社区"))))
    at("桥北社区居委会").rename("桥北一居", by=None)

    assert [name for name, _said in apply(found)] == ["桥北新村社区居委会"]


BAD = {
    "twice under one parent": ("220302001009,桥北社区居委会,community,220302001000,", len(OLD) + 2),
    "markup": ("220302001009,<b>桥</b>,community,220302001000,", len(OLD) + 2),
    "emoji": ("220302001009,桥😀,community,220302001000,", len(OLD) + 2),
    "a huge field": (f"220302001009,{'桥' * 200_000},community,220302001000,", len(OLD) + 2),
    "an open quotation mark": ('220302001009,"桥,community,220302001000,', len(OLD) + 2),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_row_is_named_by_number(table, bad):
    line, number = BAD[bad]
    with pytest.raises(BadFile) as refused:
        compare(table([*OLD, line]))

    assert [row for row, _what in refused.value.rows] == [number]


def test_a_file_that_was_cut_off_is_told_and_nothing_is_written(table, tmp_path):
    whole = table(
        [*OLD, *(f"22030200{n:04d},社区{n}居委会,community,220302001000," for n in range(3000, 9000))], "a.csv.gz"
    )
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(whole.read_bytes()[:-200])

    with pytest.raises(CommandError, match="Row"):
        call_command("import_regions", str(cut))
    assert not Region.objects.exists()


def test_a_row_whose_name_stands_there_with_another_code_is_named(table, tree):
    line = "220302001009,桥北社区居委会,community,220302001000,"
    lines = [one for one in OLD if "桥北" not in one]
    with pytest.raises(BadFile) as refused:
        import_file(table([*lines, line]))

    assert [row for row, _what in refused.value.rows] == [len(lines) + 2]


def test_an_administrator_looks_leaves_out_and_carries_out(table, tree, sign_in):
    client = sign_in(make_superuser())
    lines = changed(("桥北社区", "桥北新村社区"), ("桥南社区", "晨光社区"), drop=["220302001003"])
    file = SimpleUploadedFile("2024.csv", table(lines).read_bytes())
    shown = client.post(reverse("communities:region-editions"), {"table": file}, follow=True)
    edition = RegionEdition.objects.get()
    gone = next(n for n, one in enumerate(edition.changes) if one["kind"] == "retire")
    assert "桥北新村社区居委会" in shown.content.decode()

    sent = {"kind": ["rename", "retire"], "leave": [gone], "effective_on": "2024-01-01", "reason": "2024年版"}
    client.post(edition.get_absolute_url(), sent)
    done = client.get(edition.get_absolute_url()).content.decode()

    assert (at("桥北新村社区居委会"), at("晨光社区居委会"), at("新立村委会")) and "桥北社区居委会" in done
    assert RegionAct.objects.filter(kind="rename", reason="2024年版").count() == 2
    client.post(edition.get_absolute_url(), sent)
    assert RegionAct.objects.count() == 2


def test_a_bad_table_is_told_beside_its_field(table, sign_in):
    client = sign_in(make_superuser())
    file = SimpleUploadedFile("a.csv", b"code,name\n1,2\n")

    page = client.post(reverse("communities:region-editions"), {"table": file})

    assert page.status_code == 200 and page.context["form"].errors["table"]


def test_the_command_compares_and_carries_out(table, tree, capsys):
    path = str(table(changed(("桥北社区", "桥北新村社区"))))
    call_command("import_regions", path, "--compare")
    assert "rename: 桥北社区居委会" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_regions", path, "--apply")

    call_command("import_regions", path, "--apply", "--reason", "2024年版")

    assert at("桥北新村社区居委会")


OTHERS = [f"22030200200{number},英雄{number}社区居委会,community,220302002000," for number in range(1, 4)]


@pytest.mark.parametrize("back", [False, True], ids=["there", "and back"])
def test_a_community_moved_into_a_street_that_is_not_served_brings_none_of_the_others(table, tree, back):
    admin = make_superuser()
    actions.move(at("桥北社区居委会"), at("英雄街道"), by=admin, reason="调整")
    edition = changed(("桥北社区居委会,community,220302001000", "桥北社区居委会,community,220302002000"))
    if back:
        actions.rename(at("桥北社区居委会"), "桥北新社区居委会", by=admin, reason="更名")
        actions.move(at("桥北新社区居委会"), at("仁兴街道"), by=admin, reason="调整")
        actions.rename(at("桥北新社区居委会"), "桥北社区居委会", by=admin, reason="更名")
        edition = OLD

    assert kinds(compare(table([*edition, *OTHERS]))) == []


@pytest.mark.parametrize("how", ["staffed", "added"])
def test_a_street_that_is_taken_on_lists_its_others_also_when_all_were_moved_in(table, tree, how):
    admin = make_superuser()
    if how == "staffed":
        make_user("manager", at("英雄街道"))
    else:
        Region.objects.filter(name="英雄街道").update(opened_on="2026-01-01")
    actions.move(at("桥北社区居委会"), at("英雄街道"), by=admin, reason="调整")
    edition = changed(("桥北社区居委会,community,220302001000", "桥北社区居委会,community,220302002000"))

    assert [kind for kind, *_rest in kinds(compare(table([*edition, *OTHERS])))] == ["new"] * 3
