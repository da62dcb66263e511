"""What stands in offices' columns: kinds of cells a field may hold, what its cells look like, and headers that may be
meant where the cells do.

A header alone is told by `shapes`; these take over where nobody has listed it and it is built like none.
"""

from typing import Any

from communities.text.surnames import USUAL
from leaders.imports.subjects import categories, shapes

WORDS = frozenset({"words"})
DAYS = frozenset({"day", "year", "number"})  # a number is how Excel keeps a day
COUNTS = frozenset({"number"})
WORD = "[\u4e00-\u9fff]"

DAY = r"(?:19|20)\d\d(?:年度?)?(?:[年./-]?\d{1,2}.*)?|\d\d[年./-]\d{1,2}(?!\d).*|[34]\d{4}(?:\.0)?|[〇零一二三四五六七八九]{4}年.*"
MOBILE = r"(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}"
BORN = r"(?:19[2-9]\d|200\d)(?:年|[./-].*|年.*|\d{4})?|\d\d(?:[年./-].*)|[1-9]\d(?:\.5)?(?:周?岁)?"
COMMITTEES = r".{1,12}(?:居委会?|居民区|社区|村委会?|居民委员会|村民委员会)"
HOUSES = r".{0,12}(?:\d+|[甲乙丙丁戊])\s*(?:号楼|号|幢|栋|座|楼|#).{0,8}"
POSTS = r".{0,6}(?:楼组长|楼长|楼栋长|楼门长|单元长|团队负责人|团队领袖|业委会主任|意见领袖|[队团社]长).{0,6}"
CHOSEN = r".{0,4}(?:选举|推选|推荐|自荐|聘任|聘请|协商|任命|票选|直选|委派).{0,4}"
WISHES = r"不?愿意?|不?同意|自愿|是|否|[√×]"
BODIES = r".{1,20}(?:局|委|办|处|部|厅|院|署|政府|街道|镇|[协学商总工]会|联合会|基金会|妇联|中心|公司|集团|[报学]?社|台|居委会?|大学|学校|党校|队|所)"
PRAISE = "优秀|先进|最美|标兵|模范|之星|好人|奖|章|感谢|表扬|荣誉|能手|热心|称号|先锋|达人"
HONOURS = rf".{{0,20}}(?:{PRAISE}).{{0,12}}"
LEVELS = r"(?:国家?|全国|省市?|市|区|县|街道?|镇|乡|社区|居委?|村|街镇)(?:部)?级?"
PAPERS = r".{0,14}\d+\S{0,6}"
LEARNT = rf"(?=.*{WORD}).{{4,60}}"
HOURS = r"\d{1,3}(?:\.\d)?(?:个?(?:学时|课时|节|小时|分钟|h))?"
AREAS = r".{0,6}(?:眼界|道德|群众工作|理论|政策|法律|科技|法规|业务|知识|技能|法治).{0,8}"
TIMES = r".{0,12}(?:每[天日周月晚逢]|每?星期|[周][一二三四五六日末、\d]|上午|下午|晚上|双休|不定期|天天|\d{1,2}[:：点]\d{0,2}).{0,20}"
SPOTS = r".{0,16}(?:室|[一二三四五\d]楼|广场|中心|小区|公园|居委会?|礼堂|教室|站|[门]岗|[店馆厅]|家中|\d+[号弄]|花园|球场|河边|文化宫|书院).{0,8}"
COUNT = r"(?:大?约|共|近)?\d{1,4}(?:多|余)?(?:人|名|位)?(?:左右|以上|\+)?"
SURNAMED = rf"(?<!{WORD})[{USUAL}]|[·•]"  # a surname begins a word, or a dot stands in a name of another people
FILED = r".{0,12}备.{0,12}\d.{0,6}"

# Words no header of these has: whose it is, or what else it is about.
ELSEWHERE = "工作|所在|推荐|选送|报送|申报|参|送|本人|管理|学员|任职|服务|就职|隶属|老师|教师|地"
OTHER_DAY = "登记|填|报|领|出生|党|退|公示|检查|更新|截止|到期|走访|换届"
HELPERS = "老师|教|书记|党|成员|骨干|专干|对接|电话|手机|联系方式|号|人数|次"
NOT_COUNTED = "党|骨干|其中|男|女|老|受益|服务|[专兼]职|持证|年龄|岁|次|经费|时长|场|分|金"


def _field(
    cells: str = "", perhaps: str = "", *, holds: frozenset[str] = frozenset(), told: bool = False, likely: str = ""
) -> dict[str, Any]:
    return {"cells": cells, "perhaps": perhaps, "holds": holds, "is_told": told, "likely": likely}


def _about(words: str, but: str = "") -> str:
    """A header that holds one of some words, and none of others."""
    return (rf"(?!.*(?:{but}))" if but else "") + rf".*(?:{words}).*"


PERSON = _field(shapes.NAMES, _about("人|者|员|大名|对象|得主|[楼组队团社会]长", HELPERS), holds=WORDS, likely=SURNAMED)
PHONE = _field(MOBILE, holds=frozenset({"phone"}), told=True)
GENDER = _field("[男女]性?", holds=frozenset({"sex"}), told=True)
BIRTH = _field(BORN, rf"{_about('生于|哪年生|何年生|出生|年龄|岁')}|年|生", holds=DAYS)
COMMUNITY = _field(
    COMMITTEES, _about("社区|[居村区]|单位|所[属在]", "推荐|[报选]送|报|组织|办|小区"), holds=WORDS | COUNTS
)
COMPOUND = _field(shapes.COMPOUNDS, _about("小区|院|苑|盘|住宅|家园|花园|项目|[^编]名", "性质|类|物业|人"), holds=WORDS)
BUILDING = _field(HOUSES, _about("楼|栋|幢|门|号|座|住|址|房", "数|层|户|面积|电话|手机|编"), holds=WORDS | COUNTS)
POST = _field(POSTS, _about("担任|职|身份|角色|岗|任|类"), holds=WORDS, told=True)
LED = _field(shapes.GROUPS, _about("队|团|组织|社|带|牵头", "党|支部|单位"), holds=WORDS)
WISH = _field(WISHES, _about("愿|意"), holds=WORDS | {"mark"})
STARTED_ON = _field(DAY, _about("开始|起|上岗|上任|任|聘|选|干", f"满|止|到|截|结束|{OTHER_DAY}"), holds=DAYS)
TERM_ENDS_ON = _field(DAY, _about("届满|满|到何时|到哪|止|截止|结束|到期", "成立|备案|证"), holds=DAYS)
HOW_CHOSEN = _field(CHOSEN, holds=WORDS, told=True)

GROUP = _field(shapes.GROUPS, _about("名|队|团|组织|社|单位|会", f"人|{HELPERS}"), holds=WORDS)
MEMBERS = _field(COUNT, _about("人|[员者]|规模|姐妹|总数", NOT_COUNTED), holds=COUNTS)
FOUNDED_ON = _field(DAY, _about("成立|建|组|创|立|起", f"备案|发证|{OTHER_DAY}"), holds=DAYS)
MEETING_TIMES = _field(TIMES, holds=WORDS | {"clock"}, told=True)
MEETING_PLACE = _field(
    SPOTS, _about("地|处|场|所|点|址|哪|阵地", "所[在属]居?[委社村]|时间|注册"), holds=WORDS | COUNTS
)
PURPOSE = _field(
    LEARNT, _about("什么|内容|服务|特色|主要|业务|活动|宗旨|做|开展", "地|时|经费|单位|人|老师|成果|次"), holds=WORDS
)
CATEGORY = _field(
    rf".{{0,5}}(?:{categories.WORDS.pattern}).{{0,4}}",
    _about("类|项目|方向|领域|性质|专业|种|艺|属", "名|内容|人|时"),
    holds=WORDS,
)
FORMS = _field(holds=WORDS)
HEAD = _field(shapes.NAMES, _about("人|长|头|领队|姐妹|主任|师傅", HELPERS), holds=WORDS)
FILING_NUMBER = _field(FILED, told=True)
FILED_ON = _field(DAY, _about("备案|发证|领证|发", f"至|止|满|有效|{OTHER_DAY}"), holds=DAYS)
FILED_UNTIL = _field(DAY, _about("到期|截止|止|有效|届满", "任期|届次"), holds=DAYS)
FILING_OFFICE = _field(holds=WORDS)

COURSE = _field(
    LEARNT,
    _about("培训|学习|课|班|讲|名称|题|内容|项目|主题", f"单位|机构|类|时|形式|方式|情况|结果|{ELSEWHERE}"),
    holds=WORDS,
)
HELD_BY = _field(BODIES, _about("单位|机构|方|部门|办|组织|谁", f"形式|方式|{ELSEWHERE}"), holds=WORDS)
HELD_ON = _field(DAY, _about("时间|日期|日|年|天|何时|时候", OTHER_DAY), holds=DAYS)
AREA = _field(AREAS, _about("类|方向|性质|板块|模块|领域|归"), holds=WORDS)
CREDITED = _field(HOURS, _about("学时|课时|小时|分钟|时长|时数", "应|服务|志愿|要求|缺|剩"), holds=COUNTS)

HONOUR = _field(HONOURS, holds=WORDS, told=True)
GIVEN_BY = _field(BODIES, _about("单位|部门|机构|机关|方|发|授|谁|给", f"时|日|年|号|{ELSEWHERE}"), holds=WORDS)
GIVEN_ON = _field(DAY, _about("时间|日期|日|年|天|何时|时候", OTHER_DAY), holds=DAYS)
LEVEL = _field(LEVELS, holds=WORDS, told=True)
DOCUMENT = _field(PAPERS, _about("(?:证|文|奖|牌|函).*(?:号|编[号码]|字)", "身份|手机|电话"))
