import pytest

from communities.text.pinyin import alternative_keys, fast_place_keys, given_name_keys, name_keys, place_keys

PLACES = """
闵行区=minhangqu 莘庄镇=xinzhuangzhen 重庆路社区=chongqinglushequ 厦门路社区=xiamenlushequ 长治市=changzhishi 乐清市=yueqingshi
乐亭县=laotingxian 蚌埠市=bengbushi 番禺区=panyuqu 东阿县=dongexian 铅山县=yanshanxian 大埔县=dabuxian 歙县=shexian
枞阳县=zongyangxian 筠连县=junlianxian 犍为县=qianweixian 洪洞县=hongtongxian 尉犁县=yulixian 单县=shanxian 浚县=xunxian
六安市=luanshi 亳州市=bozhoushi 渑池县=mianchixian 郫都区=piduqu 荥阳市=xingyangshi 荥经县=yingjingxian 莘县=shenxian
涡阳县=guoyangxian 繁峙县=fanshixian 宕昌县=tanchangxian 什邡市=shifangshi 莎车县=shachexian 盱眙县=xuyixian 鄄城县=juanchengxian
曾都区=zengduqu 漯河市=luoheshi 泊头市=botoushi 曾家村=zengjiacun 单家桥社区=shanjiaqiaoshequ 乐家园小区=lejiayuanxiaoqu
长治路社区=changzhilushequ 上海市闵行区莘庄镇=shanghaishiminhangquxinzhuangzhen 古美一村=gumeiyicun
"""


@pytest.mark.parametrize("line", PLACES.split())
def test_a_place_is_read_as_its_people_read_it(line):
    name, _sign, reading = line.partition("=")

    assert place_keys(name).pinyin == fast_place_keys(name).pinyin == reading


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王朝阳", "wangchaoyang wangzhaoyang"), ("李晟", "lisheng licheng"), ("张茜", "zhangqian zhangxi"),
        ("王乐", "wangle wangyue"), ("李长乐", "lichangle lizhangle"), ("吕布", "lvbu lubu lyubu"),
        ("单乐", "shanle shanyue danyue"), ("单绿", "shanlv shanlu shanlyu"), ("王重", "wangzhong wangchong"),
    ],
)  # fmt: skip
def test_every_reading_of_a_name_is_a_key(name, typed):
    keys = {name_keys(name).pinyin, *(other.pinyin for other in alternative_keys(name))}

    assert set(typed.split()) <= keys


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("單立人", "shanliren"), ("區伯", "oubo"), ("繆昌期", "miaochangqi"), ("樂毅", "yueyi"), ("蓋叫天", "gejiaotian"),
        ("貟俊", "yunjun"), ("歐陽修", "ouyangxiu"), ("司馬光", "simaguang"), ("張三丰", "zhangsanfeng"), ("張乾", "zhangqian"),
    ],
)  # fmt: skip
def test_traditional_surnames_are_read_as_simplified_ones(name, pinyin):
    assert name_keys(name).pinyin == pinyin


def test_what_has_no_reading_stays():
    assert name_keys("𠮷田正雄").pinyin == "jitianzhengxiong"
    assert name_keys("王\U00030001").initials == "w\U00030001"
    assert name_keys("བཀྲ་ཤིས").pinyin


def test_the_given_name_alone_is_read_in_all_its_ways():
    assert {keys.pinyin for keys in given_name_keys("王朝阳")} >= {"chaoyang", "zhaoyang"}
    assert {keys.pinyin for keys in given_name_keys("欧阳修")} == {"xiu"}
    assert given_name_keys("Anna") == []


def test_a_long_name_has_few_keys():
    assert len(alternative_keys("重乐重乐重")) <= 48
    assert len(alternative_keys("单" * 300)) <= 48
