import pytest

from communities.text.buildings import building_key, building_plate
from communities.text.numerals import number_of

SAME = """
12号楼 １２号楼|12 号楼|12幢|12栋|12棟|12#楼|12#|十二号楼|第12号楼|012号楼|第十二幢|12號樓|12号|12座|12|№12|No.12|拾贰号楼|12栋楼|12幢楼|#12|＃12|12楼栋|12#楼栋
10弄3号 10弄 3号楼|十弄三号|１０弄３栋|10弄3#
A1栋 a1幢|Ａ1号楼|A-1栋|A—1
12号楼2单元 12幢二单元|12-2单元|12#楼 2单元
东1号楼 东一幢|东 1号|東1號樓
102号楼 一〇二号楼|1〇2号楼|一百零二号楼|一百〇二幢
12甲号楼 12号甲|12-甲
二十三号楼 廿三号|23幢
12号楼附楼 12附楼|十二幢附楼
12-1号楼 12之1号楼|12号楼之1|12.1号楼
"""


@pytest.mark.parametrize("line", SAME.strip().splitlines())
def test_spellings_of_one_building_share_a_key(line):
    name, _space, spellings = line.partition(" ")
    assert {building_key(one) for one in spellings.split("|")} == {building_key(name)}


def test_other_buildings_have_other_keys():
    names = ["1号楼", "2号楼", "12号楼", "10弄3号", "3弄10号", "103号楼", "A1栋", "B1栋", "东1号楼", "西1号楼", "甲3号楼",
             "12号楼2单元", "12-2号楼", "12甲号楼", "1.2号楼", "康乐楼", "三友楼", "幼儿园", "3号门", "楼"]  # fmt: skip

    assert len({building_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "plate"),
    [
        ("12号楼", "12"), ("012幢", "12"), ("十二号楼", "12"), ("10弄3号", "10弄3"), ("3弄10号", "3弄10"), ("A1栋", "A1"),
        ("b1栋", "B1"), ("东1号楼", "东1"), ("西1号楼", "西1"), ("甲3号楼", "甲3"), ("12号楼2单元", "12-2"),
        ("12单元", "12单元"), ("A栋2单元", "A-2"), ("12号楼附楼", "12附楼"), ("附楼", "附楼"),
        ("康乐楼", "康乐楼"), ("A座", "A"), ("三友楼", "三友楼"), ("3号门", "3号门"), ("", ""),
    ],
)  # fmt: skip
def test_a_plate_reads_what_tells_the_building(name, plate):
    assert building_plate(name) == plate


def test_keys_sort_as_people_count():
    names = [
        "1号楼",
        "二号楼",
        "3幢",
        "10号楼",
        "10弄3号",
        "12号楼",
        "12甲号楼",
        "13号楼",
        "A1栋",
        "A2栋",
        "B1栋",
        "东1号楼",
    ]

    assert sorted(names, key=building_key) == names


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("一百一十", 110), ("二〇二六", 2026), ("廿三", 23),
     ("三十百", None), ("百家", None), ("", None)],
)  # fmt: skip
def test_chinese_numerals(text, number):
    assert number_of(text) == number
