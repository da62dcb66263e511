import pytest
from django.core.exceptions import ValidationError

from communities.text.digits import mask, refuse_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打13800138000找他", "打138********找他"),
        ("１３８ ００１３ ８０００", "１３８ **** ****"),
        ("138-0013-8000", "138-****-****"),
        ("138.0013.8000", "138.****.****"),
        ("138\u200b0013\u200b8000", "138********"),
        ("一三八零零一三八零零零", "一三八********"),
        ("+86 13800138000", "+86 1**********"),
        ("310112195501011231", "310***************"),
        ("31011219550101124X", "310***************"),
        ("6222 0212 3456 7890 128", "622* **** **** **** ***"),
        ("電話 138 0013 8000。", "電話 138 **** ****。"),
    ],
)
def test_long_numbers_are_masked_however_they_are_written(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16至2026-11-23",
        "2026-11-16 2026-11-23 公示",
        "2026年11月16日18:30",
        "电话 021-5555 0182",
        "（021）55550182",
        "金额 12,000.00 元",
        "12、13、14、15、16、17号楼",
        "二〇二六年十一月二十三日",
        "LD-000027",
        "",
    ],
)
def test_dates_amounts_and_an_office_line_stay(text):
    assert mask(text) == text


def test_a_private_line_in_an_opinion_is_masked_too():
    assert mask("我家021-54881234", fixed_lines=True) == "我家021-********"


def test_masking_twice_changes_nothing_more():
    once = mask("13800138000 和 310112195501011231")

    assert mask(once) == once


def test_the_validator_says_what_to_leave_out():
    with pytest.raises(ValidationError) as refused:
        refuse_text("可联系 138 0013 8000")

    assert refused.value.code == "phone"
    refuse_text("2026年为楼里装了12盏灯")
