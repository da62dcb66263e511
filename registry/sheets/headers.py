"""What a column is by its header: usual names of fields, headers built like one, and what says that it is another's."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_HEADER = 30
NOISE = re.compile(r"[\s*＊:：/／、,，.。_\-—·]+")
BRACKETED = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
INNER = re.compile(r"[(（\[【〔]([^)）\]】〕]*)[)）\]】〕]\s*$")
# Before a usual name these say that it is somebody else's, or of another time: 物业电话, 副楼组长, 曾用名.
NOT_OWN = re.compile(
    r"^(?:兼|曾|原|微信|qq|支付宝|前任|上届|副|配偶|爱人|家属(?![院区楼])|子女|女儿|儿子|亲属|紧急|介绍人|推荐人|认定人|监护人|见证人|产权人|业主(?!代表|委员|大会)|户主|房主|发证人|签发人|记录人|登记人|报名(?=人数)|联络员|对口|包户|包片|物业(?!(?:管理|服务)?(?:区域|项目)|小区)|房东|民警|社区民警|片警|警务|网格"
    r"|居委会?(?=电话|联系|负责人|主任|书记)|志愿(?:服务)?(?=时长|小时|工时|时数)|服务(?=时长|小时|工时|时数)|工作单位|退休前|党内|替补|候补|替换|授课(?!学时|课时|时间|日期|单位|机构|部门|方)|申报(?=学时|课时|时长)|任课|主讲(?!单位|机构|部门|方)|讲师|领取|领奖|代领|应修|应训|应学|应参|规定|要求|计划|目标|剩余|欠缺?|社工|社区干部|条线|指导|督导|填表|审核|经办|上级|是否|有无|(?:登记|填报|填写|录入|采集|上报|报送|统计|更新|制表|建档|调查)(?=时间|日期|年月))"
)
# Ends of headers that say the same: 备案时间 and 备案日期, 授奖部门 and 授奖单位.
TAILS = (
    (re.compile(r"(?<=.)(?:日期|时间|年月|年份|日子)$"), "时间"),
    (re.compile(r"(?<=..)(?:号码|编号|字号|号)$"), "号"),
    (re.compile(r"(?<=.)(?:单位|部门|机构|机关|方)$"), "单位"),
)
# Behind a usual name these leave its sense: 小区名称, 楼号明细. Anything else is of another thing: 小区类型.
SAME_SENSE = re.compile(
    r"(?:及|和|与|或|兼|[（(]).*|(?:名称|全称|姓名|名字?|号码?|编号|情况|信息|明细|详情|说明|简述|内容|范围|登记|填写|签[名字]|必填|选填"
    r"|时间|日期|年月|年份|起止|(?:19|20)\d\d年度?|[一二三\d]+)+"
)
NUMBER_OF = re.compile("(?:编[号码]|代码|序号|号码)$")
COUNTED = re.compile(r"(?:人数|数量|总数|人次)$")
# Headers that ask: what is asked for, behind what is asked about.
PARTICLE = re.compile(r"(?<=.)[的了过](?=$|[什哪何谁几])|(?<=[什哪何谁几])个(?=.)|的$")
WHEN_ASKED = "(?:何时|何年何月|何年|哪一?年|哪一?天|哪个?月|哪日|几时|什么时候|什么时间|什么日子)"
WHERE_ASKED = "(?:在|于)?(?:哪里|哪儿|哪|何处|何地|什么地方)"
QUESTIONS = (
    (re.compile(rf"{WHEN_ASKED}(?:开始|起)?(.*)"), ("时间",)),
    (re.compile(rf"(.+?)[于在自到至]?{WHEN_ASKED}"), ("时间",)),
    (re.compile(r"(?:由)?(?:何|哪家?|什么)(?:单位|部门|机构|机关)(.+)"), ("单位",)),
    (re.compile(rf"{WHERE_ASKED}(.+)"), ("地点", "单位")),
    (re.compile(rf"(.+?){WHERE_ASKED}"), ("地点",)),
    (re.compile(r"谁(.+)"), ("人", "单位")),
    (re.compile(r"(?:叫)?(?:什么|何种?|哪种|哪类)(.+)"), ("", "名称")),
    (re.compile(r"(?:.*[是属])?[于在归]?(?:什么|何|哪一?)[种类]"), ("类别",)),
    (re.compile(r"(?:都|主要|平时)?(?:搞|干|做|开展)些?(?:什么|哪些)(?:活动|事情?|服务)?"), ("活动内容",)),
    (re.compile(r"(.+?)(?:什么|何种?|哪种|哪类)"), ("内容",)),
    (re.compile(r".*?(?:什么|何种?|哪种|哪类)(.+)"), ("",)),
    (re.compile(r"几(.+)"), ("",)),
    (re.compile(r"(.*?)[哪几](?:个|一)?([栋幢座号门])楼?"), ("楼",)),
)
SPOKEN = re.compile("啥")
EITHER = re.compile(r"[/／、|+＋&,，]|或者?|[及和与](?=.)")
AS_ASKED = 0.95
SURE_WORD = 1.9
EXACT = 1.5  # a header that is a usual name itself is worth more
LATE = 1.35  # below a shape, above a header that holds a usual name
SHAPED = 1.4
SECOND = 1.3  # below LATE
GUESSED = 0.5
NUMBERING = {"序号", "编号", "行号", "no", "序"}


@dataclass(frozen=True)
class Field:
    """A column a subject understands. `words` are its usual names, the best first; `example` fills the template."""

    name: str
    label: Any
    words: tuple[str, ...]
    is_required: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()  # for the drop-down of the template
    is_telling: bool = False  # not needed in every row, but enough to know the table by
    shape: str = ""  # how its headers are built, for those nobody has listed: a pattern for the whole header
    late: tuple[str, ...] = ()  # those of `words` that are meant only where no other column is built like one
    guess: str = ""  # the same for a header that may be meant where no other column is surer
    cells: str = ""  # what its cells look like: tells a needed column whose header nothing told
    perhaps: str = ""  # the same as `guess` for a header that is meant only where its cells look like `cells`
    is_told: bool = False  # `cells` tell it without any header
    holds: frozenset[str] = frozenset()  # kinds of cells (`contents.KINDS`) it may hold; others speak against a guess
    likely: str = ""  # at least half of the cells hold it, where only a guess or the cells tell the column
    beside: str = ""  # looked for only where this other field has a column of its own


def plain_header(text: str) -> str:
    """姓名 of “姓　名*（必填）”."""
    text = unicodedata.normalize("NFKC", text)
    bare = NOISE.sub("", BRACKETED.sub("", text)).lower()
    return bare or NOISE.sub("", text).lower().strip("()[]")


def same_tail(header: str) -> str:
    """备案时间 of 备案日期: under which headers meet that say the same with another end."""
    for pattern, end in TAILS:
        if pattern.search(header):
            return pattern.sub(end, header)
    return header


def is_numbering(cell: str) -> bool:
    return plain_header(cell) in NUMBERING


def strength_of_cell(cell: str, one: Field) -> float:
    """How surely a cell is the header of a field: as it stands, as a question, or as two names.

    Two may be of one thing (文号/证号), or of two facts (姓名、电话) of which the first tells the column.
    """
    header = plain_header(cell)
    found = strength_of(header, one)
    if found < SURE_WORD:
        found = max([found, *(AS_ASKED * strength_of(said, one) for said in as_noun(header))])
    if not found and (inner := INNER.search(cell)):
        found = AS_ASKED * strength_of(plain_header(inner[1]), one)  # 聚居点（小区）
    parts = [plain_header(part) for part in EITHER.split(BRACKETED.sub("", cell)) if part.strip()]
    if len(parts) < 2 or found >= EXACT:
        return found
    first = strength_of(parts[0], one)
    if first >= EXACT:
        return max(found, LATE)
    if first >= SHAPED:
        return max(found, SECOND)  # 组长及电话
    if not first:
        return min(found, SECOND)  # 楼长及电话 is the person's column
    return found or AS_ASKED * min(strength_of(part, one) for part in parts)


def as_noun(header: str) -> list[str]:
    """授予单位 of 何单位授予, 获得时间 of 哪年获得的: what a header that asks in whole words is called otherwise."""
    bare = PARTICLE.sub("", SPOKEN.sub("什么", header))
    found = [bare] if bare != header else []
    for pattern, nouns in QUESTIONS:
        if match := pattern.fullmatch(bare):
            found += ["".join(part or "" for part in match.groups()) + noun for noun in nouns]
    return found


def strength_of(header: str, one: Field) -> float:
    """How surely a header is that of a field; 0 where it is not."""
    for rank, word in enumerate(one.words):
        if header == word:
            return LATE if word in one.late else 2 - rank / 100
    ended = same_tail(header)
    for rank, word in enumerate(one.words):
        if ended == same_tail(word):
            return 1.5 - rank / 1000
    if NOT_OWN.match(header):
        return 0
    if one.shape and re.fullmatch(one.shape, header):
        return SHAPED
    if NUMBER_OF.search(header) and one.holds and "number" not in one.holds and "phone" not in one.holds:
        return 0  # 团队编号 is no name of a team
    if COUNTED.search(header):
        return 0  # whose number it is stands in front: 骨干人数 are not the members
    longest = len(header) - 6
    for rank, word in enumerate(one.words):
        if 1 < len(word) >= longest and (header.endswith(word) or _goes_on(header, word)):
            return 1.2 + len(word) / 100 - rank / 1000
    for word in one.words:
        if (
            1 < len(word) >= longest
            and (at := header.find(word)) > 0
            and SAME_SENSE.fullmatch(header[at + len(word) :])
        ):
            return 1 + len(word) / 100
    return GUESSED if one.guess and re.fullmatch(one.guess, header) else 0


def _goes_on(header: str, word: str) -> bool:
    return header.startswith(word) and bool(SAME_SENSE.fullmatch(header[len(word) :]))


class Usual:
    """The usual headers of some fields, to be asked with `in`: listed ones and those built like one."""

    def __init__(self, fields: Sequence[Field], more: Iterable[str] = ()) -> None:
        self.words = {word for one in fields for word in one.words} | set(more)
        shapes = [one.shape for one in fields if one.shape]
        self.shape = re.compile("|".join(shapes)) if shapes else None

    def __contains__(self, header: str) -> bool:
        if header in self.words:
            return True
        return self.shape is not None and not NOT_OWN.match(header) and bool(self.shape.fullmatch(header))
