import pytest
from django.core.exceptions import ValidationError

from communities.text.phones import Phone, find_key, masked, read_phone


@pytest.mark.parametrize(
    "typed",
    ["138 1234 5671", "138-1234-5671", "138.1234.5671", "138–1234–5671", "138—1234—5671", "+86 13812345671",
     "0086 13812345671", "86-13812345671", "(+86) 138 1234 5671", "１３８１２３４５６７１", "138\u200b12345671",
     "手机：13812345671", "0138 1234 5671", "13812345671，"],
)  # fmt: skip
def test_a_mobile_number_however_it_is_typed(typed):
    assert read_phone(typed) == Phone("13812345671", "mobile")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("021-54881234", "021-54881234"),
        ("(021) 5488 1234", "021-54881234"),
        ("（０２１）５４８８１２３４", "021-54881234"),
        ("02154881234", "021-54881234"),
        ("+86 21 54881234", "021-54881234"),
        ("021-54881234-802", "021-54881234-802"),
        ("021-54881234转802", "021-54881234-802"),
        ("021 54881234 ext. 802", "021-54881234-802"),
        ("0755-26001234", "0755-26001234"),
        ("400-820-8820", "400-820-8820"),
    ],
)
def test_a_fixed_line_is_kept_with_its_area_code(typed, stored):
    assert read_phone(typed) == Phone(stored, "fixed")


def test_a_number_from_abroad_keeps_its_country():
    assert read_phone("+852 9123 4567").stored == read_phone("00852-91234567").stored == "+85291234567"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12345678901", "begins with 12"),
        ("138 1234 567l", "digits, spaces and hyphens only"),
        ("O13812345671", "digits, spaces and hyphens only"),
        ("54881234-802", "area code"),
        ("1381234567", "now there are 10"),
        ("138123456712", "now there are 12"),
        ("54881234", "area code"),
        ("5488-1234", "area code"),
        ("13812345671（儿子）", "One number a field"),
        ("13812345671/13912345672", "One number a field"),
        ("13812345671 13912345672", "One number a field"),
        ("021-5488", "no such telephone number"),
        ("没有", "no telephone number"),
        ("99999999999", "no such telephone number"),
    ],
)
def test_what_is_no_number_is_refused_with_what_is_missing(typed, told):
    with pytest.raises(ValidationError) as refused:
        read_phone(typed)

    assert told in refused.value.messages[0]
    assert find_key(typed) == ""


def test_nothing_typed_is_no_number():
    assert read_phone(" ").stored == masked("") == ""


@pytest.mark.parametrize(
    ("stored", "shown", "tail"),
    [
        ("13812345671", "138****5671", "5671"),
        ("021-54881234-802", "021-****1234", "1234"),
        ("+85291234567", "+852****4567", "4567"),
        ("400-820-8820", "400-****8820", "8820"),
    ],
)
def test_a_masked_number_is_recognized_by_who_knows_it(stored, shown, tail):
    assert (masked(stored), Phone(stored, "").tail) == (shown, tail)


@pytest.mark.parametrize("typed", ["'13812345671", "‘13812345671", "13812345671.0"])
def test_what_a_sheet_adds_to_a_number_is_left_out(typed):
    assert read_phone(typed).stored == "13812345671"


@pytest.mark.parametrize("typed", ["1.3800138009E10", "1.3800138009e+10", "1.3800138009E+10"])
def test_a_number_a_sheet_wrote_with_its_power_is_written_out(typed):
    assert read_phone(typed).stored == "13800138009"


def test_a_number_a_sheet_shortened_is_told_and_not_guessed():
    with pytest.raises(ValidationError, match="lost its end"):
        read_phone("1.38E+10")
