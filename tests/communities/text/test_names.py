import pytest
from django.core.exceptions import ValidationError

from communities.text.names import (
    organization_key,
    person_key,
    person_name,
    place_name,
    refuse_person_name,
    refuse_place_name,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("李〇", "李〇"),
        ("李○", "李〇"),
        ("王⼩明", "王小明"),
        ("⻢⻩龙", "马黄龙"),
        ("张伟\u200b", "张伟"),
        ("\ufeff张\u2060伟", "张伟"),
        ("葛\U000e0100玲", "葛玲"),
        (" 赵　六\u00a0", "赵六"),
        ("张\t三\n丰", "张三丰"),
        ("买买提 • 艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提‧‧艾力", "买买提·艾力"),
        ("བཀྲ་ཤིས", "བཀྲ་ཤིས"),
        ("O'Brien", "O’Brien"),
        ("J. R. Smith", "J. R. Smith"),
        ("Jean–Luc", "Jean-Luc"),
        ("Ａｎｎａ  Ｌｅｅ", "Anna Lee"),
        ("𠮷田正雄", "𠮷田正雄"),
        ("ئەخمەت ياسىن", "ئەخمەت ياسىن"),
        ("Maria Fernanda Goncalves de Albuquerque e Souza", "Maria Fernanda Goncalves de Albuquerque e Souza"),
    ],
)
def test_a_name_is_stored_in_one_spelling(typed, stored):
    assert person_name(typed) == stored
    assert person_name(stored) == stored
    refuse_person_name(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("赵　六", "赵六"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提艾力"),
        ("買買提·艾力", "买买提·艾力"),
        ("張三丰", "张三丰"),
        ("單立人", "单立人"),
        ("O'Brien", "O’Brien"),
        ("O’BRIEN", "OBrien"),
        ("Anna  Lee", "anna lee"),
        ("李○", "李〇"),
        ("བཀྲ་ཤིས", "བཀྲ ཤིས"),
        ("锺书", "鍾書"),
        ("锺书", "钟书"),
    ],
)
def test_spellings_of_one_name_meet_under_one_key(one, other):
    assert person_key(one) == person_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("张伟", "张玮"), ("张明", "章明"), ("李晟", "李成"), ("Anna", "Anne")])
def test_different_names_keep_different_keys(one, other):
    assert person_key(one) != person_key(other)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("·", "at least one letter"),
        ("··", "at least one letter"),
        ("’-", "at least one letter"),
        ("<b>王</b>", "“<”"),
        ("王😀", "“😀”"),
        ("13912345678", "“1”"),
        ("王\x00明", "U+0000"),
        ("王\x07", "U+0007"),
        ("王\ud800", "U+D800"),
        ("王，明", "“,”"),
        ("-王", "begins with a letter"),
        ("王" * 61, "60"),
    ],
)
def test_what_is_no_name_is_refused_naming_what_cannot_be_seen_by_its_code_point(typed, named):
    with pytest.raises(ValidationError) as refused:
        refuse_person_name(typed)

    assert named in refused.value.messages[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("康城太极队（一期）", "康城太极队(一期)"),
        ("康城 太极队", "康城太极队"),
        ("ＡＢ棋社", "ab棋社"),
        ("康城太極隊", "康城太极队"),
        ("“晨光”合唱队", "晨光合唱队"),
    ],
)
def test_an_organizations_spellings_meet(one, other):
    assert organization_key(one) == organization_key(other) != organization_key("康城舞蹈队")


def test_a_place_keeps_its_signs_but_digits_of_one_width():
    assert place_name(" １２号楼\u200b（东） ") == "12号楼（东）"
    refuse_place_name("12#楼")
    for bad in ("<12>", "康城😀", "——", "康城\x00"):
        with pytest.raises(ValidationError):
            refuse_place_name(bad)


def test_radicals_out_of_a_pdf_are_characters_in_names_of_places_and_groups():
    refuse_place_name("⻩河⼩区合唱队")
    assert place_name("⻩河⼩区（⼀期）合唱队") == "黄河小区（一期）合唱队"
    assert organization_key("⻩河合唱队") == organization_key("黄河合唱队")
