import pytest
from django.core.exceptions import ValidationError

from communities.text.digits import CARD, IDENTITY, MOBILE, find, mask, refuse, refuse_text

MOBILES = [
    "联系 13812345671", "138 1234 5671", "138  1234  5671", "138-1234-5671", "138.1234.5671", "138_1234_5671",
    "138—1234—5671", "138\n1234\n5671", "138\u200b1234\u20605671", "138\u00a01234\u20095671", "１３８１２３４５６７１",
    "手机一三八一二三四五六七一", "幺三八 一二三四 五六七一", "壹叁捌壹贰叁肆伍陆柒壹", "1三8一2三4五6七1", "1 3 8 1 2 3 4 5 6 7 1",
    "1-3-8-1-2-3-4-5-6-7-1", "1 3 8-1234-5671", "138-12 34-5671", "13 81 23 45 67 1", "138 12 34 56 71", "(138)12345671", "+86 138 1234 5671", "008613812345671",
    "张一13812345671", "13812345671一楼", "138，1234，5671", "①③⑧①②③④⑤⑥⑦①", "找13812345671x", "3号楼 13812345671",
]  # fmt: skip
IDENTITIES = [
    "11010519491231002X", "11010519491231002x", "110105 19491231 002X", "110105-1949-12-31-002X",
    "１１０１０５１９４９１２３１００２Ｘ", "一一〇一〇五一九四九一二三一〇〇二X", "身份证11010519491231002X后", "310112195501011231",
    "110105\n19491231\n002X", "110105.19491231.002X",
]  # fmt: skip
CARDS = [
    "6222021001116245702", "6222 0210 0111 6245 702", "6222-0210-0111-6245-702", "622202 1001116245702",
    "卡号4111111111111111", "4242 4242 4242 4242", "６２２２０２１００１１１６２４５７０２",
]  # fmt: skip
FREE = [
    "居委会电话 54881234 54885678", "021-54881234 54885678", "公示时间：2026.11.26 09:00-2026.12.02 17:00",
    "2026-11-26 2026-12-02", "1201 1202 1203 1204室", "11 12 13 14 15 16 号楼", "合同编号 2026112600001",
    "12345 12333 12320", "131011200000000000", "110105194912310021", "110105194913310021", "6222021001116245703",
    "1 3 5 7 9 11 13 15号楼", "1、3、5、7、9、11、13、15号楼", "131 132 133 134号", "1301 1302 1303室", "15 16 17 18 100",
    "4101 4102 4103 4104室", "3201 3202 3301 3302 3401", "62812345 62812346", "62812345-62812353", "400-820-8820 400-820-8821",
    "139 2026-12-02", "15000.00 2026", "52310112MJ4927000X", "91310112MA1GBXXX3K", "沪民〔2026〕0001号",
    "2026-11-02 14:00 2026-11-03 15:00", "20261126 20261127", "12345678901", "编号 138123456712", "13 14 15 16 17 18号",
    "二〇二六年十一月二十三日", "12、13、14、15、16、17号楼", "金额 12,000.00 元", "LD-000027", "x X 1 2",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, MOBILE) for text in MOBILES),
        *((text, IDENTITY) for text in IDENTITIES),
        *((text, CARD) for text in CARDS),
    ],
)
def test_a_private_number_is_refused_however_it_is_spelled(text, kind):
    assert [one.kind for one in find(text)] == [kind]
    with pytest.raises(ValidationError) as refused:
        refuse(text)
    assert refused.value.code == kind


@pytest.mark.parametrize("text", FREE)
def test_long_numbers_that_are_not_private_pass_unchanged(text):
    refuse_text(text)
    assert mask(text) == text


def test_several_numbers_of_one_text_are_all_found():
    text = "张13812345671、李13912345672，证11010519491231002X，卡6222021001116245702"

    assert [one.kind for one in find(text)] == [MOBILE, MOBILE, IDENTITY, CARD]
    assert mask(text) == f"张138{'*' * 8}、李139{'*' * 8}，证110{'*' * 15}，卡622{'*' * 16}"


def test_what_cannot_be_shown_is_named_by_its_code_point():
    with pytest.raises(ValidationError) as refused:
        refuse_text("活动\x07室")

    assert "U+0007" in refused.value.messages[0]
    refuse_text("两行\n文字\t👨‍👩‍👧")
