import pytest

from communities.pinyin import alternative_keys, fast_place_keys, name_keys, place_keys


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("单立人", "shanliren", "slr"),
        ("曾国藩", "zengguofan", "zgf"),
        ("仇英", "qiuying", "qy"),
        ("解缙", "xiejin", "xj"),
        ("查良镛", "zhaliangyong", "zly"),
        ("区伯", "oubo", "ob"),
        ("翟志刚", "zhaizhigang", "zzg"),
        ("乐毅", "yueyi", "yy"),
        ("朴正", "piaozheng", "pz"),
        ("缪昌期", "miaochangqi", "mcq"),
        ("覃辉", "qinhui", "qh"),
        ("任长霞", "renchangxia", "rcx"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟卨", "moqixie", "mqx"),
        ("令狐冲", "linghuchong", "lhc"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("澹台灭明", "tantaimieming", "ttmm"),
        ("吕布", "lvbu", "lb"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
    ],
)
def test_a_surname_is_read_as_surnames_are(name, pinyin, initials):
    keys = name_keys(name)

    assert (keys.pinyin, keys.initials) == (pinyin, initials)


@pytest.mark.parametrize(
    ("name", "typed"), [("曾国藩", "cengguofan"), ("盖叫天", "gaijiaotian"), ("吕布", "lubu"), ("单立人", "danliren")]
)
def test_other_readings_are_found_too(name, typed):
    assert typed in [keys.pinyin for keys in alternative_keys(name)]


@pytest.mark.parametrize("text", ["", "\x00", "😀", "𠮷", "Anna Lee", "王" * 300])
def test_odd_text_breaks_nothing(text):
    for keys in (name_keys(text), place_keys(text), fast_place_keys(text)):
        assert keys.pinyin.isascii() and len(keys.pinyin) <= 120


def test_places_are_read_as_words_and_keep_their_numbers():
    assert place_keys("重庆市").pinyin == "chongqingshi"
    assert place_keys("12号楼").initials == "12hl"
