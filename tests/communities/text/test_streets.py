import pytest

from communities.text.streets import office_of, short_street_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("莘庄镇", "莘庄"),
        ("古美街道", "古美"),
        ("新华街道办事处", "新华"),
        ("太阳宫地区", "太阳宫"),
        ("太阳宫地区办事处", "太阳宫"),
        ("安民民族乡", "安民"),
        ("得力其尔鄂温克民族乡", "得力其尔"),
        ("常营回族乡", "常营"),
        ("喇嘛甸满族蒙古族乡", "喇嘛甸"),
        ("乌什塔拉回族民族乡", "乌什塔拉"),
        ("白族乡", "白族"),
        ("查干哈达苏木", "查干哈达"),
        ("彭镇", "彭镇"),
        ("西街道", "西街道"),
        ("上海综合保税区", "上海综合保税区"),
    ],
)
def test_the_short_name_of_a_street(name, short):
    assert short_street_name(name) == short


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("莘庄镇", "莘庄镇人民政府"),
        ("古美街道", "古美街道办事处"),
        ("太阳宫地区", "太阳宫地区办事处"),
        ("新华街道办事处", "新华街道办事处"),
        ("查干哈达苏木", "查干哈达苏木人民政府"),
        ("上海综合保税区", "上海综合保税区"),
    ],
)
def test_the_office_that_signs(name, office):
    assert office_of(name) == office
