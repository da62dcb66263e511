import unicodedata

import pytest

from communities.text.pinyin import alternative_keys, fast_place_keys, name_keys, place_keys, untoned


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


# surname=reading, further readings after a slash; checked by hand against dictionaries of surnames
DIFFICULT = """
覃=qin/tan 逄=pang 郗=xi/chi 郄=qie 戢=ji 佴=nai 妫=gui 庹=tuo 璩=qu 禚=zhuo 缐=xian 鄢=yan 揭=jie 亓=qi 亓官=qiguan 仉=zhang
夏侯=xiahou 皇甫=huangfu 呼延=huyan 澹台=tantai 濮阳=puyang 宓=mi/fu 曲=qu 冼=xian 冯=feng 褚=chu 车=che 藏=zang 晟=cheng/sheng
肖=xiao 都=du 沈=shen 柏=bai 薄=bo 牟=mu/mou 那=na 宁=ning 瞿=qu 应=ying 尹=yin 么=yao 哈=ha 过=guo 撒=sa 訾=zi 粘=nian 相=xiang
行=xing/hang 角=jue 会=gui 盛=sheng 莘=shen 令狐=linghu 单于=chanyu 钟离=zhongli 南宫=nangong 第五=diwu 拓跋=tuoba 赫连=helian
纳兰=nalan 长孙=zhangsun 尉迟=yuchi 万俟=moqi 宰父=zaifu 乜=nie 朴=piao 秘=bi/mi 繁=po 员=yun 贠=yun 燕=yan 洗=xian 幺=yao 臧=zang
俞=yu 於=yu 谌=chen/shen 卜=bu 区=ou 仇=qiu 种=chong 查=zha 盖=ge/gai 曾=zeng 解=xie 翟=zhai/di 乐=yue/le 缪=miao 黑=he/hei
召=shao 折=she 隗=wei/kui 阚=kan 郇=xun/huan 眭=sui 祭=zhai 尚=shang 少=shao 谯=qiao 漆雕=qidiao 公羊=gongyang 申屠=shentu
闾丘=lvqiu 东方=dongfang 诸葛=zhuge 欧阳=ouyang 上官=shangguan 司马=sima 慕容=murong 端木=duanmu 百里=baili 闻人=wenren 太叔=taishu
轩辕=xuanyuan 宇文=yuwen 鲜于=xianyu 司徒=situ 司空=sikong 司寇=sikou 子车=ziju 颛孙=zhuansun 巫马=wuma 公西=gongxi 乐正=yuezheng
壤驷=rangsi 公良=gongliang 夹谷=jiagu 谷梁=guliang 段干=duangan 东郭=dongguo 南门=nanmen 羊舌=yangshe 微生=weisheng 梁丘=liangqiu
左丘=zuoqiu 西门=ximen
"""
ORDINARY = """
单=shan 任=ren 华=hua 葛=ge 卞=bian 蔚=yu 隽=juan 洪=hong 干=gan 尉=wei/yu 芮=rui 毋=wu 殳=shu 夙=su 郏=jia 逯=lu 麴=qu 酆=feng
厍=she 厙=she 宿=su 咸=xian 籍=ji 暨=ji 郜=gao 郤=xi 弭=mi 蒯=kuai 胥=xu 竺=zhu 邰=tai 昝=zan 郝=hao 邬=wu 祢=mi 麻=ma 强=qiang
乌=wu 宣=xuan 贲=ben 杭=hang 裘=qiu 缑=gou 靳=jin 汲=ji 邴=bing 糜=mi 牧=mu 扈=hu 甄=zhen 麯=qu 家=jia 封=feng 羿=yi 储=chu 段=duan
巫=wu 全=quan 班=ban 仰=yang 秋=qiu 仲=zhong 伊=yi 宫=gong 栾=luan 钭=tou 厉=li 戎=rong 符=fu 景=jing 詹=zhan 束=shu 龙=long 叶=ye
幸=xing 司=si 韶=shao 黎=li 蓟=ji 印=yin 白=bai 怀=huai 蒲=pu 鄂=e 索=suo 赖=lai 蔺=lin 屠=tu 蒙=meng 池=chi 乔=qiao 阴=yin 能=nai
苍=cang 双=shuang 党=dang 谭=tan 贡=gong 劳=lao 姬=ji 扶=fu 冉=ran 郦=li 雍=yong 濮=pu 牛=niu 通=tong 边=bian 农=nong 温=wen
别=bie 庄=zhuang 柴=chai 阎=yan 充=chong 茹=ru 习=xi 宦=huan 艾=ai 鱼=yu 容=rong 向=xiang 古=gu 易=yi 慎=shen 戈=ge 廖=liao 庾=yu
终=zhong 居=ju 衡=heng 步=bu 耿=geng 满=man 弘=hong 匡=kuang 国=guo 文=wen 寇=kou 广=guang 禄=lu 阙=que 东=dong 欧=ou 沃=wo 利=li
越=yue 夔=kui 隆=long 师=shi 巩=gong 聂=nie 晁=chao 勾=gou 敖=ao 融=rong 冷=leng 辛=xin 简=jian 饶=rao 空=kong 沙=sha 养=yang
鞠=ju 须=xu 丰=feng 巢=chao 关=guan 后=hou 荆=jing 红=hong 游=you 权=quan 盍=he 益=yi 桓=huan 公=gong 禹=yu 奚=xi 范=fan 彭=peng
郎=lang 鲁=lu 韦=wei 昌=chang 苗=miao 凤=feng 花=hua 方=fang 柳=liu 鲍=bao 史=shi 费=fei 廉=lian 岑=cen 薛=xue 雷=lei 贺=he 倪=ni
汤=tang 滕=teng 殷=yin 罗=luo 毕=bi 安=an 常=chang 于=yu 时=shi 傅=fu 皮=pi 齐=qi 康=kang 伍=wu 余=yu 元=yuan 顾=gu 孟=meng 平=ping
和=he 穆=mu 萧=xiao 姚=yao 邵=shao 湛=zhan 汪=wang 祁=qi 毛=mao 狄=di 米=mi 贝=bei 明=ming 计=ji 伏=fu 成=cheng 戴=dai 谈=tan
宋=song 茅=mao 庞=pang 熊=xiong 纪=ji 舒=shu 屈=qu 项=xiang 祝=zhu 董=dong 梁=liang 杜=du 阮=ruan 蓝=lan 闵=min 席=xi 季=ji 贾=jia
路=lu 娄=lou 危=wei 江=jiang 童=tong 颜=yan 郭=guo 梅=mei 林=lin 刁=diao 钟=zhong 徐=xu 邱=qiu 骆=luo 高=gao 夏=xia 蔡=cai 田=tian
樊=fan 胡=hu 凌=ling 霍=huo 虞=yu 万=wan 支=zhi 柯=ke 管=guan 卢=lu 莫=mo 经=jing 房=fang 宗=zong 丁=ding 邓=deng 郁=yu 包=bao
诸=zhu 左=zuo 石=shi 崔=cui 吉=ji 钮=niu 龚=gong 程=cheng 嵇=ji 邢=xing 滑=hua 裴=pei 陆=lu 荣=rong 翁=weng 荀=xun 惠=hui 佘=she
佟=tong 阿=a 撖=han 爨=cuan 蹇=jian 苻=fu 郐=kuai 麦=mai 仝=tong 闫=yan 冀=ji 矫=jiao 笪=da 年=nian 爱=ai 阳=yang 言=yan 福=fu
肇=zhao 钦=qin 岳=yue 帅=shuai 亢=kang 况=kuang 有=you 琴=qin 归=gui 海=hai 晋=jin 楚=chu 汝=ru 涂=tu 法=fa 曹=cao 褟=ta 禤=xuan
邸=di 来=lai 昃=ze 呙=guo 伯=bo 南=nan 呼=hu 赏=shang 丌=ji 斛=hu 仵=wu 芈=mi 缴=jiao 洑=fu 藉=ji 粟=su 蔄=man 俱=ju 母=mu
降=xiang/jiang 校=xiao 艴=fu 鬲=ge/li 乾=qian 调=diao 泥=ni 厘=li 便=pian/bian 奇=qi 观=guan 朝=chao 嫪=lao 呆=dai 偰=xie 陂=bei
敦=dun 颉=xie/jie 阏=e 棨=qi 弋=yi 缊=yun 哀=ai 占=zhan 洼=wa 迮=ze 隋=sui 睢=sui 泮=pan 冮=gang 岙=ao 侴=chou 仡=ge/yi 铁=tie
塔=ta 吾=wu 买=mai 台=tai 教=jiao 兴=xing 称=cheng 当=dang 监=jian 传=chuan 奔=ben 从=cong 冠=guan 假=jia 间=jian 将=jiang
屏=ping 散=san 舍=she 识=shi 数=shu 系=xi 中=zhong 扎=zha 载=zai 正=zheng 只=zhi 仔=zi 朱=zhu 筑=zhu 卓=zhuo 邹=zou 祖=zu
"""


@pytest.mark.parametrize("line", [*DIFFICULT.split(), *ORDINARY.split()])
def test_each_surname_is_read_as_its_family_reads_it_and_found_by_what_others_say(line):
    surname, _sign, readings = line.partition("=")
    usual, *others = readings.split("/")
    name = f"{surname}明霞"

    assert name_keys(name).pinyin == f"{usual}mingxia"
    assert {f"{reading}mingxia" for reading in others} <= {keys.pinyin for keys in alternative_keys(name)}


def test_initials_follow_the_reading_of_the_surname():
    assert [name_keys(name).initials for name in ("单明霞", "尉迟明霞", "覃明霞", "万俟明")] == [
        "smx",
        "ycmx",
        "qmx",
        "mqm",
    ]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Mǐnháng", "Minhang"),
        ("lǚbù", "lvbu"),
        ("lübu", "lvbu"),
        ("LÜ", "LV"),
        ("王建国", "王建国"),
        ("Zoë", "Zoë"),
        ("", ""),
    ],
)
def test_typed_tones_are_left_out_and_nothing_else(typed, stored):
    assert unicodedata.normalize("NFC", untoned(typed)) == stored


@pytest.mark.parametrize(
    ("name", "typed"), [("尉迟恭", "weichigong"), ("万俟咏", "wansiyong"), ("尉迟恭", "yuchigong")]
)
def test_a_surname_of_two_characters_is_found_as_those_read_it_who_do_not_know_it(name, typed):
    assert typed in {key.pinyin for key in [name_keys(name), *alternative_keys(name)]}
