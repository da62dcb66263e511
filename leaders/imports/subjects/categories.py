"""Which category an office means by its own words: 书画类, 环境保护 and 治安巡逻 are none of the register's, but mean one."""

import re

from communities.text.characters import plain, simplified

# {category a registry begins with: words that mean it}; one the street has retired or renamed is not meant.
MEANINGS = {
    "舞蹈": "舞|秧歌|腰鼓|广场舞",
    "合唱": "唱|声乐|歌咏|歌队|歌友",
    "戏曲": "戏|曲艺|[京沪越昆豫评川粤淮]剧|黄梅|评弹|评书|相声|票友",
    "健身": "健身|健体|晨练|晨运|太极|气功|八段锦|瑜伽|[门足篮排网台]球|乒乓|羽毛球|柔力球|球类|体育|运动|健步|快走|跑步|跑团|骑行|空竹|武术|拳|剑|游泳|操队",
    "棋牌": "棋|桥牌|牌类|弈",
    "书画摄影": "书画|书法|国画|绘画|画社|美术|摄影|篆刻|丹青|翰墨",
    "手工": "手工|手作|编织|针织|剪纸|钩针|刺绣|布艺|缝纫|巧手|工艺",
    "礼仪时装": "时装|服装秀|模特|走秀|秀队|旗袍|礼仪",
    "阅读": "阅读|读书|读报|朗诵|诗社|诗歌|文学|写作|故事",
    "环保志愿": "环保|环境|环卫|垃圾|绿化|护绿|绿色|低碳|护河|护水|巡河|河道|保洁|清洁|生态",
    "帮困助老": "帮困|助困|扶贫|济困|敬老|助老|为老|爱老|养老|送餐|助餐|助残|扶残|关爱",
    "爱心义卖": "义卖|捐赠|募捐|旧衣",
    "文明劝导": "文明|劝导|宣传|宣讲|交通",
    "邻里调解": "调解|矛盾|纠纷|老娘舅|和事|说和|议事|协商",
    "亲子互助": "亲子|儿童|育儿|少儿|青少年|家庭教育|妈妈",
    "老年互助": "老年|银龄|老伴",
    "宠物自治": "宠物|养犬|养狗|犬",
    "停车自治": "停车|车位|车管",
    "便民服务": "便民|理发|维修|修理|家政|缝补|磨刀|为民",
    "平安巡防": "平安|治安|巡逻|巡防|安全|消防|守护|防范|应急|综治|安保",
    "健康服务": "健康|医疗|卫生|义诊|心理|保健|急救",
    "法律咨询": "法律|普法|法治|法务|维权",
    "种植技术": "种植|农技|果蔬|蔬菜|园艺|农业",
    "养殖技术": "养殖|畜牧|渔业|水产",
}
# Words that mean none of them, and what comes nearest: proposed beside the refusal, never taken unasked.
NEAREST = {
    "合唱": "器乐|民乐|乐器|乐队|乐团|音乐|葫芦丝|二胡|古筝|口琴|吉他|手风琴|管乐|锣鼓|打击乐|鼓队",
    "健身": "健康操|钓鱼|冬泳|户外|登山|徒步",
    "手工": "插花|茶艺|烘焙|陶艺",
}
WORDS = re.compile("|".join(MEANINGS.values()))
# What an organization is by law is no category.
LEGAL = re.compile("民办非企业|民非|社会服务机构|社会?团体?|基金会|社会组织|社区社会组织|群众团队|备案|登记|注册")
ENDS = re.compile(r"(?<=..)(?:类|型|类型|类别|方面|项目|活动|服务队?|组织|团队)$")


def read_as(text):
    """书画 of “书画类”."""
    return ENDS.sub("", simplified(plain(text)).strip())


def says_nothing(text):
    """Whether a cell only says what the organization is by law: 民办非企业, 社团."""
    return bool(LEGAL.fullmatch(read_as(text)) or LEGAL.fullmatch(text))


def meant_by(text, categories):
    """The one category of the register that the words mean; None where they mean none or several."""
    read = read_as(text)
    by_name = {one.name: one for one in categories}
    found = [by_name[name] for name, words in MEANINGS.items() if name in by_name and re.search(words, read)]
    return found[0] if len(found) == 1 else None


def nearest(text, categories):
    """The category to propose where the words mean none: 合唱 for 器乐; None where nothing is near."""
    read = read_as(text)
    by_name = {one.name: one for one in categories}
    return next((by_name[name] for name, words in NEAREST.items() if name in by_name and re.search(words, read)), None)
