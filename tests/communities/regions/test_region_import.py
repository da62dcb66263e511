import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communities.regions import region_import
from communities.regions.models import Region
from communities.regions.region_import import DATA, BadFile, import_file
from registry.audit.models import AuditEntry

HEADER = "code,name,level,parent_code,parent_name\n"
GOOD = (
    HEADER
    + "310000,上海市,province,,\n310100,市辖区,prefecture,310000,上海市\n310112000000,闵行区,county,310100000000,市辖区\n"
)


@pytest.fixture
def write(tmp_path):
    def make(text):
        path = tmp_path / "regions.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.mark.django_db
def test_six_and_twelve_digits_meet_in_one_tree(write):
    counts = import_file(write(GOOD))

    assert counts == {"new": 3, "renamed": 0, "unchanged": 0}
    assert list(Region.objects.in_tree_order().values_list("name", "path", "code")) == [
        ("上海市", "0001", "310000000000"),
        ("市辖区", "00010001", "310100000000"),
        ("闵行区", "000100010001", "310112000000"),
    ]
    assert Region.objects.get(name="市辖区").is_virtual


@pytest.mark.django_db
def test_a_second_import_changes_nothing(write):
    path = write(GOOD)
    import_file(path)
    before = list(Region.objects.values_list().order_by("id"))
    entries = AuditEntry.objects.count()

    counts = import_file(path)

    assert counts == {"new": 0, "renamed": 0, "unchanged": 3}
    assert list(Region.objects.values_list().order_by("id")) == before
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_a_dry_run_counts_and_writes_nothing(write):
    assert import_file(write(GOOD), dry_run=True)["new"] == 3
    assert Region.objects.count() == 0


@pytest.mark.django_db
def test_what_differs_under_a_code_is_named_and_nothing_is_written(write):
    import_file(write(GOOD))
    before = list(Region.objects.values_list().order_by("id"))
    new = "310113000000,宝山区,county,310100000000,市辖区\n"
    for was, now, row in [
        ("闵行区", "新闵行区", 4), ("310112000000,闵行区,county,310100000000,市辖区", "310112000000,闵行区,county,310000000000,上海市", 4),
        ("310112000000,闵行区,county", "310112000000,闵行区,street", 4),
    ]:  # fmt: skip
        changed = GOOD.replace("310100,", "310100000000,").replace(was, now)
        assert changed != GOOD
        with pytest.raises(BadFile) as bad:
            import_file(write(changed + new))
        assert [number for number, _what in bad.value.rows] == [row] and "--compare" in str(bad.value)
    assert list(Region.objects.values_list().order_by("id")) == before


@pytest.mark.django_db
def test_a_new_name_of_what_ships_keeps_the_old_one_findable(write):
    import_file(write(GOOD))

    counts = import_file(write(GOOD.replace("闵行区", "新闵行区")), is_shipped=True)

    assert counts["renamed"] == 1
    assert Region.objects.get(name="新闵行区").aliases == ["闵行区"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("310113000000,宝山区,county,999900000000,无\n", 5),
        ("310112000000,又一个,county,310100000000,市辖区\n", 5),
        ("31011,短码,county,310100000000,市辖区\n", 5),
        ("310113000000,,county,310100000000,市辖区\n", 5),
        ("310113000000,宝山区,planet,310100000000,市辖区\n", 5),
        ("310113000000,宝山区,county,,\n", 5),
        ("310113000000,宝山区,county,310112000000,闵行区\n", 5),
        ("310113000000," + "长" * 60 + ",county,310100000000,市辖区\n", 5),
    ],
)
def test_one_bad_row_stops_the_whole_file_and_is_named(write, row, number):
    with pytest.raises(BadFile) as bad:
        import_file(write(GOOD + row))

    assert [line for line, _what in bad.value.rows] == [number]
    assert Region.objects.count() == 0


@pytest.mark.django_db
def test_a_cycle_is_refused(write):
    rows = "100000000001,甲,county,100000000002,乙\n100000000002,乙,county,100000000001,甲\n"

    with pytest.raises(BadFile) as bad:
        import_file(write(HEADER + rows))

    assert len(bad.value.rows) == 2


@pytest.mark.django_db
def test_every_bad_row_is_named_with_its_reason(write):
    rows = [
        "31,短码,county,310100000000,市辖区",
        "310113000000,宝山区,county,310100000000,市辖区",
        "310113000000,宝山区,county,310100000000,市辖区",
        "310114000000,嘉定区,county,999900000000,无",
        "310115000000,,county,310100000000,市辖区",
        "310116000000,金山区,planet,310100000000,市辖区",
        "310117000000,松江区,county",
        "",
    ]

    with pytest.raises(BadFile) as bad:
        import_file(write(GOOD + "\n".join(rows) + "\n"))

    said = str(bad.value).splitlines()
    assert [line.split(":")[0] for line in said] == [f"Row {number}" for number in (5, 7, 8, 9, 10, 11, 12)]
    assert "stands twice" in said[1] and "neither in the file nor in the tree" in said[2]
    assert Region.objects.count() == 0


@pytest.mark.django_db
def test_of_very_many_bad_rows_all_numbers_are_told(write):
    with pytest.raises(BadFile) as bad:
        import_file(write(GOOD + "x,x,county,310100000000,市辖区\n" * 250))

    assert str(bad.value).splitlines()[-1] == "Also wrong: rows 205–254"


@pytest.mark.django_db
def test_the_command_names_a_file_with_another_header(write):
    with pytest.raises(CommandError, match="the header should be code,name,level,parent_code,parent_name"):
        call_command("import_regions", str(write("a,b\n1,2\n")), stdout=StringIO())


@pytest.mark.django_db
def test_what_ships_holds_every_promised_province_and_prefecture():
    call_command("import_regions", str(DATA / "seed_regions.csv"), stdout=StringIO())
    call_command("import_regions", str(DATA / "seed_missing.csv"), stdout=StringIO())
    rows = []
    for name in ("seed_regions.csv", "seed_missing.csv"):
        with open(DATA / name, encoding="utf-8") as source:
            rows += list(csv.DictReader(source))

    found = set(Region.objects.values_list("name", "level", "parent__name"))

    assert len(rows) == 373
    assert {(row["name"], row["level"], row["parent_name"] or None) for row in rows} == found
    assert Region.objects.filter(level="province").count() == 31


@pytest.mark.django_db
def test_all_372_rows_of_the_seed_stand_in_the_tree_exactly_and_a_second_import_changes_nothing():
    with open(DATA / "seed_regions.csv", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    call_command("import_regions", str(DATA / "seed_regions.csv"), stdout=StringIO())
    regions = list(Region.objects.select_related("parent").order_by("id"))
    before, entries = list(Region.objects.order_by("id").values_list()), AuditEntry.objects.count()

    call_command("import_regions", str(DATA / "seed_regions.csv"), stdout=StringIO())

    def told(code, name, level, parent_code, parent_name):
        return code.ljust(12, "0"), name, level, parent_code and parent_code.ljust(12, "0"), parent_name

    found = [
        (row.code, row.name, row.level, row.parent.code if row.parent else "", row.parent.name if row.parent else "")
        for row in regions
    ]
    assert len(rows) == 372
    assert sorted(found) == sorted(told(*row.values()) for row in rows)
    assert list(Region.objects.order_by("id").values_list()) == before
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_a_community_of_a_file_is_written_like_one_that_is_added(write):
    """The statement of the file names every column by itself; here it is held against the model."""
    street = "310112006000,古美街道,street,310112000000,闵行区\n"
    import_file(write(GOOD + street + "310112006001,龍柏居委会,community,310112006000,古美街道\n"))
    region = Region.objects.get(code="310112006001")
    found = Region.objects.filter(pk=region.pk).values().get()

    region.set_keys()
    region.save()
    again = Region.objects.filter(pk=region.pk).values().get()
    assert found == again and found["alias_key"]


@pytest.mark.django_db
def test_a_name_is_stored_as_every_place_is_and_met_under_that(write):
    lines = "310112101000,莘庄镇,street,310112000000,\n310112101001,甲\u3000村\u202e,community,310112101000,\n"

    assert import_file(write(GOOD + lines))["new"] == 5
    assert Region.objects.get(code="310112101001").name == "甲 村"
    with pytest.raises(BadFile) as bad:
        import_file(write(GOOD + lines + "310112101002,甲 村,community,310112101000,\n"))
    assert [number for number, _what in bad.value.rows] == [7]


@pytest.mark.django_db
def test_more_places_than_a_path_can_number_are_named(write, monkeypatch):
    monkeypatch.setattr(region_import, "CHILDREN_CAP", 2)
    rows = "".join(f"31010{n}000000,第{n}区,county,310100000000,市辖区\n" for n in (1, 2))

    with pytest.raises(BadFile) as bad:
        import_file(write(GOOD + rows))

    assert [number for number, _what in bad.value.rows] == [6] and not Region.objects.exists()
