"""How surnames are read where pypinyin, which knows no surnames, reads the character otherwise.

Data, gathered from the common dictionaries of Chinese surnames. The first reading is the usual one; further
ones are what families of other regions use: they are found too, not shown. "ü" is written v.
"""

SINGLE = {
    "单": "shan dan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge gai", "区": "ou",
    "翟": "zhai di", "乐": "yue le", "朴": "piao pu", "缪": "miao", "秘": "bi mi", "种": "chong", "员": "yun",
    "員": "yun", "贠": "yun", "繁": "po", "覃": "qin tan", "黑": "he hei", "召": "shao", "洗": "xian", "折": "she",
    "卜": "bu", "隗": "wei kui", "能": "nai", "薄": "bo", "郇": "xun huan", "郗": "xi chi", "么": "yao",
    "祭": "zhai", "佴": "nai", "乜": "nie", "郄": "qie xi", "谌": "chen shen", "宓": "mi fu", "句": "gou",
    "都": "du", "阚": "kan", "牟": "mu mou", "莘": "shen xin", "炅": "gui", "费": "fei bi", "藏": "zang",
    "长": "chang", "重": "chong", "省": "xing", "适": "kuo shi", "適": "di", "尉": "wei yu", "蔚": "yu wei",
    "便": "pian", "乘": "sheng cheng", "佛": "fo", "亢": "kang gang", "会": "gui kuai", "六": "lu", "绿": "lu",
    "吕": "lv lu", "率": "shuai", "粘": "nian", "钭": "tou dou", "说": "yue", "什": "shi", "术": "shu zhu",
    "属": "zhu", "弹": "tan", "澹": "tan", "恶": "wu", "给": "ji", "荠": "qi", "角": "jue", "脚": "jue",
    "隽": "juan jun", "圈": "juan", "壳": "qiao", "咳": "hai", "俩": "liang", "了": "liao", "没": "mo",
    "契": "xie qi", "龟": "qiu", "若": "re ruo", "禅": "shan", "掸": "shan", "似": "si", "伺": "si", "俟": "si",
    "邪": "ye", "畜": "xu", "浚": "xun", "钥": "yue", "宛": "wan yuan", "柞": "zha zuo", "辗": "zhan",
    "晟": "cheng sheng", "行": "xing hang", "鬲": "ge li", "颉": "xie jie", "降": "xiang jiang", "仡": "ge yi",
    "着": "zhao", "幢": "zhuang", "仔": "zi", "兹": "zi cong", "藉": "ji jie", "骀": "tai",
}  # fmt: skip

COMPOUND = {
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu", "令狐": "ling hu", "澹台": "tan tai",
    "宰父": "zai fu", "亓官": "qi guan", "呼延": "hu yan", "鲜于": "xian yu", "赫连": "he lian", "皇甫": "huang fu",
    "公孙": "gong sun", "轩辕": "xuan yuan", "钟离": "zhong li", "宇文": "yu wen", "慕容": "mu rong", "司徒": "si tu",
    "司马": "si ma", "司空": "si kong", "司寇": "si kou", "上官": "shang guan", "欧阳": "ou yang", "夏侯": "xia hou",
    "诸葛": "zhu ge", "闻人": "wen ren", "东方": "dong fang", "东郭": "dong guo", "东门": "dong men",
    "尔朱": "er zhu", "拓跋": "tuo ba", "拓拔": "tuo ba", "独孤": "du gu", "完颜": "wan yan", "耶律": "ye lv",
    "纳兰": "na lan", "叶赫": "ye he", "百里": "bai li", "南宫": "nan gong", "南门": "nan men", "西门": "xi men",
    "北宫": "bei gong", "濮阳": "pu yang", "淳于": "chun yu", "太叔": "tai shu", "申屠": "shen tu", "公冶": "gong ye",
    "宗政": "zong zheng", "段干": "duan gan", "端木": "duan mu", "谷梁": "gu liang", "穀梁": "gu liang",
    "左丘": "zuo qiu", "第五": "di wu", "漆雕": "qi diao", "梁丘": "liang qiu", "羊舌": "yang she",
    "微生": "wei sheng", "闾丘": "lv qiu", "巫马": "wu ma", "公西": "gong xi", "公羊": "gong yang",
    "公良": "gong liang", "公祖": "gong zu", "颛孙": "zhuan sun", "子车": "zi ju", "乐正": "yue zheng",
    "壤驷": "rang si", "夹谷": "jia gu", "归海": "gui hai", "仲孙": "zhong sun", "叔孙": "shu sun", "季孙": "ji sun",
    "孟孙": "meng sun", "商牟": "shang mu", "伯赏": "bo shang", "墨哈": "mo ha", "谯笪": "qiao da", "年爱": "nian ai",
    "阳佟": "yang tong", "言福": "yan fu", "尉缭": "wei liao", "贺兰": "he lan", "贺若": "he ruo", "宥连": "you lian",
    "叱干": "chi gan", "斛律": "hu lv", "高车": "gao che", "哥舒": "ge shu", "仆固": "pu gu", "仆散": "pu san",
    "乌孙": "wu sun", "乌雅": "wu ya", "达奚": "da xi", "屈突": "qu tu", "豆卢": "dou lu", "步六": "bu lu",
    "万纽": "wan niu", "沙咤": "sha zha", "朱邪": "zhu ye", "普周": "pu zhou", "吐突": "tu tu", "库狄": "she di",
    "厍狄": "she di", "赵公": "zhao gong", "相里": "xiang li", "即墨": "ji mo", "祝融": "zhu rong", "涂钦": "tu qin",
    "逄孙": "pang sun", "侯莫陈": "hou mo chen", "爱新觉罗": "ai xin jue luo", "叶赫那拉": "ye he na la",
    "步六孤": "bu lu gu", "破六韩": "po liu han", "可频": "ke pin", "可足浑": "ke zu hun", "乌古论": "wu gu lun",
    "纥石烈": "he shi lie",
}  # fmt: skip

# The characters with which a name begins most often; those that are as usual in other words are left out. It tells a
# column of names from one of skills, never a name from another.
USUAL = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云"
    "苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐"
    "于傅皮卞齐康伍余元卜顾孟黄穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏戴谈宋茅庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支"
    "柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於"
    "惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗谷车侯宓蓬郗班仰秋仲伊宫宁仇栾暴甘钭"
    "厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双"
    "闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿边扈燕冀郏浦尚农温庄晏柴瞿阎充慕连"
    "茹习宦艾鱼容向易慎戈廖庾终暨衡耿满弘匡文寇广禄阙欧殳沃蔚夔隆师巩厍聂晁勾敖融冷"
    "訾辛阚那简饶曾毋沙乜鞠须巢关蒯查荆游竺权逯盖益桓仉督岳帅缑亢况郈归晋楚闫汝鄢涂"
    "钦商牟佘佴伯赏墨哈谯笪阳佟覃代付区肇展苟仝冼粟芦丛鄞麦母禤卿亓麴揭占战植笃腾库迟"
    "尉令皇尔拓独完耶纳呼赫闾漆䶮"
)
