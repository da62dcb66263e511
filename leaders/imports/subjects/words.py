"""Words of offices' tables and what they mean: posts, topics, sexes, years of birth, cells with several facts."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.records.terms import last_day
from communities.text.characters import plain, simplified
from communities.text.dates import WHOLE, read_day
from communities.text.digits import CARD, IDENTITY, find
from communities.text.form_fields import KnownDate
from communities.text.numerals import NUMERAL, as_digits, number_of
from communities.text.surnames import USUAL
from leaders.appointments.models import Appointment
from leaders.appointments.models.needs import Topic
from leaders.imports.subjects.shapes import COMPOUNDS
from leaders.people.models import Kind, Leader

# The first pattern that is found decides.
KINDS = [
    (Kind.ESTATE, re.compile(r"业委会|业主委员会|物管会|物业管理委员会")),
    (
        Kind.BUILDING,
        re.compile(r"楼\w{0,2}长|单元\w?长|(?<!部)门[栋洞楼]?长|[栋幢]长|楼组|楼管|(?:负责|所辖|管辖|分管|任职)楼"),
    ),
    (Kind.OPINION, re.compile(r"意见领袖|意见领军|热心居民|议事员|达人|能人|有威望")),
    (Kind.TEAM, re.compile(r"团队|队长|社长|会长|负责人|召集人|领队|组长|团长|班长")),
]
# Beside the post, not in it: 副楼组长, 业委会委员.
BESIDE_POST = re.compile(
    r"副(?!食|业)|助理|候补|委员(?!会)|成员|秘书|监事|会计|^原|前任|曾任|历任|卸任|离任|退任|拟任|候选"  # of then, or not yet
)
A_ROLE = re.compile(
    "顾问|骨干|成员|会员|队员|组员|团员|委员|志愿者|居民|村民|群众|主任|[楼栋组队团社会班院]长|书记|秘书|全体.*|其他.*|若干.*"
)
GONE = re.compile(
    "去世|逝世|病故|已故|亡故|过世|搬走|搬离|已搬|迁离|迁出|卸任|离任|退任|不再担任|不再任|已辞|辞去|辞任"
)
TOGETHER = re.compile(r"[(（]?(?:兼任?|及|和)|[、,，;；/+\s]+(?=.)")
NO_POST = re.compile(r"^(无|没有|骨干|志愿者|后备|居民|党员|/|-|—)+$")
NOTHING = re.compile(r"无|没有|暂无|不详|空|[尚暂还]?未(?:填写?|知|备案|办理?|提供|登记)|[/\\\-—－]+")
NOBODY = re.compile(
    r"(?:[尚暂还]?未|正在|待|拟)?(?:成立|组建|筹[建备]|选举|改选|换届|产生)中?|(?:暂时?|目前)?(?:空缺|无人|缺|无|没有|待定|待选|待补|待推选|空|未定|未选出|缺额)(?:中|任)?|[/\\\-—－×xX?？]+"
)
NO_END = re.compile(r"至?今|现在|长期|未定|不限|无固定期限|在任|留任")
SEXES = {"男": Leader.Gender.MALE, "女": Leader.Gender.FEMALE, "m": Leader.Gender.MALE, "f": Leader.Gender.FEMALE}
TOPICS = {
    "停车": Topic.PARKING, "电梯": Topic.LIFT, "老人": Topic.ELDERLY, "老年": Topic.ELDERLY, "养老": Topic.ELDERLY,
    "为老": Topic.ELDERLY, "儿童": Topic.CHILDREN, "亲子": Topic.CHILDREN, "绿化": Topic.GREENERY, "垃圾": Topic.GREENERY,
    "环境": Topic.GREENERY, "物业": Topic.PROPERTY, "宠物": Topic.PETS, "养犬": Topic.PETS, "养狗": Topic.PETS,
    "安全": Topic.SAFETY, "消防": Topic.SAFETY, "交通": Topic.SAFETY, "文化": Topic.CULTURE, "邻里": Topic.CULTURE,
    "文体": Topic.CULTURE,
}  # fmt: skip
CHOSEN = [
    (Appointment.HowChosen.ELECTED, re.compile("选举|直选|差额|等额|投票|票选")),
    (Appointment.HowChosen.PUT_FORWARD, re.compile("推")),
    (Appointment.HowChosen.SELF, re.compile("自荐|报名|自愿")),
    (Appointment.HowChosen.INVITED, re.compile("聘|邀|指定|任命|委派")),
    (Appointment.HowChosen.ELECTED, re.compile("选")),
]
YES = {"是", "有", "同意", "愿意", "自愿", "√", "✓", "✔", "☑", "v", "对", "y", "yes", "1"}
PHONE = re.compile(
    r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?:\s*转\s*\d{1,6}|(?!\d))"
)
HOUSE = re.compile(
    r"(?:\d+弄)?[A-Za-z东西南北]?第?[\d一二三四五六七八九十百]+(?:号楼|号|幢|栋|座|楼|#)(?:\d+单元)?(?:\d{2,4}室)?"
)
HOUSE_ALONE = re.compile(rf"[\u4e00-\u9fff]*?(?:{HOUSE.pattern})(?:楼组)?")
AN_ADDRESS = re.compile(r"[路街道巷弄里村镇乡区市县]\D{0,4}\d(?!.*[楼栋幢座]$)")
NAME_AND_SEX = re.compile(r"([\u4e00-\u9fff·]{2,})\s*[\s/／、,，(（]\s*([男女])性?[)）]?")
LONG_NUMBER = re.compile(r"[\dXx][\d\s-]{13,}[\dXx]")
SERIAL = re.compile(r"^\d{5}(?:\.0+)?$")
HAN_AGE = re.compile(rf"^({NUMERAL})(?=(?:周?岁)?$)")
HAN_YEAR = re.compile(rf"({NUMERAL})(?=年)")
SOME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年(\d{1,2}月)?)?(?!\d)")
SHORT_YEAR = re.compile(
    r"(\d\d)(?:年|[./-](?=\d))(?:(\d{1,2})(?:月|[./-](?=\d))?(?:(\d{1,2})日?)?)?(?:(?<=[年月])[初中末底上下前后春夏秋冬]\D{0,2})?"
)
YEARS = re.compile(rf"(?:任期)?([1-9]|两|{NUMERAL})年")
FROM = re.compile(
    rf"([^至到~～]*\d(?:年|月|日)?)\s*(?:起|开始|[-–—~～至到]+(?:今)?)[,，、]?\s*(?:任期)?(?:([1-9]|两|{NUMERAL})年)?"
)
UNTIL = re.compile(r"\s*(?:至|到|~|～|—+|–|-+)\s*")
EPOCH = date(1899, 12, 30)  # day 0 of Excel's numbers


def read_as(text):
    """One width, one script, nothing around it."""
    return simplified(plain(text)).strip()


def kind_of(text):
    """(kind or None, whether the words are understood)."""
    typed = read_as(text)
    if not typed:
        return None, True
    typed = next((part for part in TOGETHER.split(typed) if part), typed)  # of several the first is the post
    if BESIDE_POST.search(typed):
        return None, False
    for kind, pattern in KINDS:
        if pattern.search(typed) or typed.lower() in (kind.value, str(kind.label).lower()):
            return kind, True
    return None, bool(NO_POST.match(typed))


def kind_in_words(texts):
    """The kind that a title names: “楼组长名册”."""
    for text in map(simplified, texts):
        for kind, pattern in KINDS[:3]:
            if pattern.search(text) and not BESIDE_POST.search(text):
                return kind
    return None


def is_chair(text):
    """主任 and 主任（兼楼组长）, in a table of owners' committees."""
    return read_as(text).startswith("主任")


def posts_named(text):
    """How many kinds of posts one cell names: 2 of 楼组长兼业委会主任."""
    parts = TOGETHER.split(read_as(text))
    return len({kind for part in parts if (kind := kind_of(part)[0])})


def how_chosen(text):
    typed = read_as(text)
    return next((how for how, pattern in CHOSEN if pattern.search(typed)), None) if typed else None


def topic_of(text):
    typed = read_as(text)
    for topic in Topic:
        if typed.lower() in (topic.value, str(topic.label).lower()):
            return topic
    return next((topic for word, topic in TOPICS.items() if word in typed), Topic.OTHER if typed else None)


def sex_of(text):
    typed = plain(text).strip().lower()
    if not typed:
        return ""
    found = SEXES.get(typed.removesuffix("性")) or {"male": "male", "female": "female"}.get(typed)
    if not found:
        raise ValidationError(_("The sex is 男 or 女."), code="gender")
    return found


def birth_year_of(text):
    """1956 of 1956, 1956年3月, 56.3, 1956-03-02, 19560302, 20516 (a serial), 68岁; None of nothing."""
    typed = read_as(without_nothing(text)).removesuffix("生").removesuffix("出生")
    if not typed:
        return None
    typed = HAN_AGE.sub(as_digits, typed)
    if match := re.fullmatch(r"(\d{1,3})(?:周?岁)?", typed):
        age = int(match[1])
        if not 14 <= age <= 120:
            raise ValidationError(_("A leader is at least 14 years old."), code="age")
        return timezone.localdate().year - age
    year = day_of(in_full(typed, born=True), partial=True).year
    if not 1900 <= year <= timezone.localdate().year - 14:
        raise ValidationError(_("This is no year of birth of a leader."), code="birth_year")
    return year


def in_full(typed, *, born=False):
    """2021.3.5 of 21.3.5 and 1958.7 of 58.7: a year of two digits before a month. 12.5 may be a day in May."""
    match = SHORT_YEAR.fullmatch(typed)
    if not match:
        return typed
    year, month, day = int(match[1]), match[2], match[3]
    if month and not (1 <= int(month) <= 12):
        return typed
    if month and not day and not born and year <= 12 and "年" not in typed:
        return typed
    latest = timezone.localdate().year - 2000 - (14 if born else -10)
    return f"{'20' if year <= latest else '19'}{typed}"


def day_of(text, *, partial=False):
    """The day a cell means, Excel's own numbers of days included; None of nothing. With `partial` a `KnownDate`."""
    typed = in_full(plain(without_nothing(text)).strip().removesuffix("起"))
    if not typed:
        return None
    if SERIAL.match(typed) and 15_000 < float(typed) < 80_000:
        return EPOCH + timedelta(days=int(float(typed)))
    found = read_day(typed, partial=partial)
    return KnownDate.of(found.day, found.precision) if partial else found.day


def year_meant(text):
    """2009年 of 2009年前后 and 约2009, 2009年5月 of 2009年5月左右: what may be known of a day; "" of anything else."""
    found = SOME_YEAR.search(HAN_YEAR.sub(as_digits, plain(text)))
    return f"{found[1]}年{found[2] or ''}" if found else ""


def last_day_of(text):
    """The last day a cell means: 2029 is the 31st of December."""
    typed = in_full(plain(without_nothing(text)).strip().removesuffix("止"))
    if not typed or NO_END.fullmatch(typed):
        return None
    if SERIAL.match(typed):
        return day_of(typed)
    known = read_day(re.sub(r"(?<=[年月])[底末]$", "", typed), partial=True)
    if known.is_part:  # the last day of a season or of half a year is no day anybody wrote
        raise ValidationError(WHOLE, code="date")
    return known.last


def term_of(text):
    """(first day, last day) of “2024-2026”, “2024.1至2028.12”, “2024.1.1起三年”, “2023年5月至今” (no last day); None of nothing.

    Of “三年” alone only the length is known: (None, 3).
    """
    typed = plain(without_nothing(text)).strip().removesuffix("止").strip()
    if not typed or NO_END.fullmatch(typed):
        return None
    if years := YEARS.fullmatch(typed):
        return None, number_in(years[1])
    if found := FROM.fullmatch(typed):
        begins = day_of(found[1], partial=True)
        return begins, last_day(begins, number_in(found[2])) if found[2] else None
    for mark in UNTIL.finditer(typed):
        begins, ends = typed[: mark.start()].strip(), typed[mark.end() :].strip()
        try:
            return day_of(begins, partial=True), last_day_of(ends)
        except ValidationError:
            continue  # a dash inside one of the days
    raise ValidationError(_("Give the term as its first and last day, such as 2024-01-01至2026-12-31."), code="term")


def start_of(text):
    """(first day, last day or None) of a day, or of the whole term where the column of its beginning holds that."""
    try:
        return day_of(text, partial=True), None
    except ValidationError as refused:
        try:
            return term_of(text)
        except ValidationError:
            raise refused from None


def number_in(text):
    """3 of 3, 三 or 两."""
    return int(text) if text.isdigit() else number_of(text.replace("两", "二"))


def number_of_term(text):
    """3 of 3, 第3届, 第三届, 1 of 首届; None of nothing."""
    typed = plain(without_nothing(text)).strip()
    if not typed:
        return None
    match = re.search(rf"\d+|{NUMERAL}", typed.replace("首", "一"))
    number = number_in(match[0]) if match else None
    if not number or number > 50:
        raise ValidationError(_("Give the number of the term, such as 3."), code="term")
    return number


def identity_facts(text):
    """(year of birth, sex) of an identity number, which is read and forgotten; (None, "") of anything else."""
    digits = re.sub(r"[\s-]", "", plain(text))
    if not any(one.kind == IDENTITY for one in find(digits)):
        return None, ""
    return int(digits[6:10]), Leader.Gender.MALE if int(digits[16]) % 2 else Leader.Gender.FEMALE


def without_identity(text):
    """The text with identity and card numbers as stars: they are kept nowhere, not even in a sealed row."""
    if len(text) < 15 or not LONG_NUMBER.search(text):
        return text
    shown = list(text)
    for one in find(text):
        if one.kind in (IDENTITY, CARD):
            shown[one.first + 3 : one.last] = "*" * (one.last - one.first - 3)
    return "".join(shown)


def split_facts(text):
    """{"name", "phone", "building", "gender"} of a cell like “12号楼 王芳 138…”; {} where there is nothing to take apart."""
    typed = plain(text).strip()
    if not re.search(r"\d", typed):
        said = NAME_AND_SEX.fullmatch(typed)
        return {"name": said[1], "gender": said[2]} if said else {}
    facts = {}
    if match := PHONE.search(typed):
        facts["phone"] = match[0]
        typed = f"{typed[: match.start()]} {typed[match.end() :]}"
    if match := HOUSE.search(typed):
        facts["building"] = match[0]
        typed = f"{typed[: match.start()]} {typed[match.end() :]}"
    rest = re.sub(r"楼组长|楼长|电话|手机|姓名|性别|[-–—:：,，;；、()（）/|]", " ", typed).split()
    if facts and (said := [word for word in rest if word.removesuffix("性") in ("男", "女")]):
        facts["gender"] = said[0]
    names = [word for word in rest if not re.search(r"\d", word) and word not in said] if facts else []
    if len(names) != 1 or names[0] in ("同", "见", "由", "归", "兼"):  # 同2号楼 names nobody
        return {}
    return facts | {"name": names[0]}


def begins_like_a_name(text):
    """王芳, not 康宁苑: short, with a usual surname in front, and built like no place."""
    return len(text) <= 4 and text[:1] in USUAL and not re.fullmatch(COMPOUNDS, text)


def without_nothing(text):
    """The text, or "" for what offices write where there is none: 无, 没有, /, -."""
    return "" if NOTHING.fullmatch(read_as(text)) else text


def without_marks(text):
    """王大 of “1.王大” and of “王大*”: numbers and signs that point to a note."""
    return re.sub(r"^\s*[(（]?\d{1,3}[)）.、．]\s*|\s*[*＊★☆△▲●○◎※#]+\s*$|^[*＊★☆△▲●◎※]+", "", text)


def names_nobody(text):
    """空缺, 待定, /: the post is vacant."""
    return bool(NOBODY.fullmatch(read_as(text)))


def first_number(text):
    """(the number to keep of several, whether there were several); (text, False) of anything else."""
    found = list(dict.fromkeys(re.sub(r"\s", "", match[0]) for match in PHONE.finditer(plain(text))))
    rest = PHONE.sub("", plain(text))
    local = re.findall(r"(?<!\d)[2-8]\d{6,7}(?!\d)|短号\s*:?\s*\d{3,6}", rest)
    if (
        len(found) + len(local) < 2
        or not found
        or re.search(r"[^\W\d_]", re.sub("手机|电话|座机|固话|短号|家|宅|或|和|及", "", rest))
    ):
        return text, False
    return next((one for one in found if one[-11:].startswith("1")), found[0]), True


def without_remark(text):
    """赵秀英 of “赵秀英（退休）”."""
    return re.sub(r"[(（\[【][^)）\]】]*[)）\]】]\s*$", "", text.strip())


def is_yes(text):
    return read_as(text).lower() in YES
