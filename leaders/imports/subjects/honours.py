"""Honours given before or by others: one row a person and honour, shown once somebody else confirmed it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.regions.models import Level
from communities.text.characters import plain
from communities.text.names import organization_key
from leaders.imports.subjects import contents, shapes, words
from leaders.imports.subjects.entry import Outcome
from leaders.imports.subjects.hours import day_or_year
from leaders.imports.subjects.places import BUILDING, COMMUNITY, COMPOUND, Places
from leaders.imports.subjects.registered import PERSON, PHONE, RegisteredPeople, line_of_text
from leaders.incentives.models import EarlierHonour, Incentive
from leaders.incentives.models.earlier import honour_of
from registry.accounts.roles import Permission
from registry.sheets.headers import Field

Grade = EarlierHonour.Level
OTHERS = re.compile("协会|学会|商会|公司|集团|基金会|银行|联合会$|媒体|报社|电视台")
# Whose honour it is, the narrowest place first: 上海市闵行区民政局 is of the district. 自治区 is no 区.
GRADES = [
    (Grade.COMMUNITY, re.compile("居委|居民委员会|居民区|村委|村民委员会|社区$|社区党")),
    (Grade.STREET, re.compile("街道|[^ ]镇|[^ ]乡|乡镇")),
    (Grade.DISTRICT, re.compile("(?<!自治)区|县")),
    (Grade.CITY, re.compile("市|地区|自治州")),
    (Grade.PROVINCE, re.compile("省|自治区")),
    (Grade.NATIONAL, re.compile("国家|全国|中央|中国|中华|国务院|部$")),
]
NAMED = {
    "国": Grade.NATIONAL, "全国": Grade.NATIONAL, "省": Grade.PROVINCE, "直辖市": Grade.PROVINCE, "自治区": Grade.PROVINCE, "市": Grade.CITY,
    "区": Grade.DISTRICT, "县": Grade.DISTRICT, "街": Grade.STREET, "镇": Grade.STREET, "乡": Grade.STREET,
    "社区": Grade.COMMUNITY, "居": Grade.COMMUNITY, "村": Grade.COMMUNITY,
}  # fmt: skip
HONOUR = re.compile("荣誉|表彰|优秀|先进|标兵|模范|最美|之星|感谢|奖|好人|热心")
LISTED = re.compile("(获得者|获奖者|获奖|人员|表彰)?(名单|台账|花名册|名册|汇总|统计|一览)+(表)?$")
YEAR = re.compile(r"((?:19|20)\d\d)")


def _label(name):
    return EarlierHonour._meta.get_field(name).verbose_name


class HonoursSubject:
    is_about_known = True  # whoever is not registered is an error, never a new record
    permission = Permission.INCENTIVE_PROPOSE
    levels = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)
    fields = (
        PERSON,
        PHONE,
        COMMUNITY,
        COMPOUND,
        BUILDING,
        Field(
            "title", _label("title"),
            ("荣誉名称", "荣誉称号", "荣誉", "称号", "奖项", "奖项名称", "获奖名称", "所获荣誉", "获得荣誉", "表彰名称", "表彰", "获奖情况", "所获奖项", "奖励名称", "获何荣誉", "何种荣誉", "何种奖励", "获奖荣誉", "获得称号", "荣誉情况", "奖励情况", "所获称号", "得了什么", "得过什么", "获得了什么", "获得过什么"),
            example="优秀志愿者", shape=shapes.HONOUR, guess=shapes.ANY_HONOUR, **contents.HONOUR,
        ),
        Field(
            "issuer", _label("issuer"),
            ("颁发单位", "授予单位", "颁奖单位", "表彰单位", "授奖单位", "发证单位", "颁发机构", "授予机关", "表彰机关", "授予部门", "颁发部门", "评选单位", "授奖部门", "发奖单位", "颁奖机关", "授予机构", "命名单位", "颁证单位"),
            example="闵行区民政局", shape=shapes.GIVEN_BY, guess=shapes.ANY_GIVER, **contents.GIVEN_BY,
        ),
        Field(
            "level", _label("level"), ("级别", "荣誉级别", "奖励级别", "表彰级别", "等级", "层级", "荣誉等级", "奖励等级", "获奖级别", "表彰层级", "荣誉层级", "奖项级别"), example="区级",
            choices=("国家级", "省级", "市级", "区县级", "街镇级", "社区级", "其他"), shape=shapes.LEVEL, **contents.LEVEL,
        ),
        Field(
            "given_on", _label("given_on"),
            ("获奖时间", "颁发时间", "授予时间", "表彰时间", "获得时间", "获奖日期", "颁发日期", "授予日期", "获奖年份", "年度", "年份", "获奖年度", "表彰年度", "何年何月", "何时获得", "何时获奖", "授奖时间", "获得年份", "荣誉时间", "时间", "日期"),
            example="2021", shape=shapes.GIVEN_ON, **contents.GIVEN_ON,
        ),
        Field("document_number", _label("document_number"), ("证书编号", "文号", "证书号", "文件号", "荣誉证书编号", "表彰文号", "奖状编号"), shape=shapes.DOCUMENT, **contents.DOCUMENT),
    )  # fmt: skip

    def __init__(self, batch):
        self.batch, self.given = batch, batch.given
        self.places = Places(batch.region)
        self.people = RegisteredPeople(batch.region, self.places)
        top = next((row for row in self.places.rows.values() if row.level == Level.PROVINCE), None)
        self.is_municipality = top is not None and top.name.endswith("市")
        rows = EarlierHonour.objects.standing().within(batch.region).values_list("pk", "leader_id", "honour_key")
        self.known, self.newest = set(), 0
        for pk, leader, key in rows:
            self.known.add((leader, key))
            self.newest = max(self.newest, pk)
        awarded = Incentive.objects.awarded().within(batch.region).filter(leader__isnull=False)
        self.awarded = {
            (leader, organization_key(title), day.year)
            for leader, title, day in awarded.values_list("leader_id", "title", "awarded_on")
        }
        self.seen = {}

    def check(self, entry):
        title = entry.take("title", _one_honour) or self._title_above(entry)
        if not title and "title" not in entry.errors:
            entry.wrong("title", _("The name of the honour is missing."))
        issuer = entry.take("issuer", line_of_text, 60) or self.given.get("issuer", "")
        if not issuer and "issuer" not in entry.errors:
            entry.wrong("issuer", _("Say who gave the honour."))
        day, year = entry.take("given_on", day_or_year) or (None, None)
        if year is None and "given_on" not in entry.errors:
            year = self._year_above(entry, title)
            if year is None:
                entry.wrong("given_on", _("Give the day or the year of the honour."))
        number = entry.take("document_number", line_of_text, 40) or ""
        level = self._level(entry, issuer)
        person = self.people.person(entry)
        row = EarlierHonour(
            title=title, issuer=issuer, level=level, given_on=day, year=year, document_number=number
        )  # fmt: skip
        entry.facts = {"row": row, "person": person}
        if not {"title", "given_on", "level"} & set(entry.errors):
            try:
                row.clean()
            except ValidationError as refused:
                for name, errors in refused.error_dict.items():
                    entry.wrong("given_on" if name == "year" else name, ValidationError(errors))
        if not entry.errors and person is not None:
            self._compare(entry, row, person)

    def _title_above(self, entry):
        """The honour of a list of one honour: “2023年度优秀志愿者名单”."""
        above = next((text for text in reversed(entry.headings) if HONOUR.search(text)), "")
        return LISTED.sub("", plain(above).strip())[:60]

    def _year_above(self, entry, title):
        """The year in the honour's own name or in the title above its list."""
        found = next((match for text in (title, *reversed(entry.headings)) if (match := YEAR.search(text))), None)
        return int(found[1]) if found else None

    def _level(self, entry, issuer):
        text = words.read_as(words.without_nothing(entry.text("level")))
        if text:
            exact = next((one for one in Grade if text in (one.value, str(one.label))), None)
            begun = next((one for word, one in NAMED.items() if text.startswith(word)), None)
            if not exact and not begun and not re.match("其他|其它|社会|行业", text):
                entry.wrong("level", _("There is no level %(name)s.") % {"name": text})
                return ""
            found = exact or begun or Grade.OTHER
        else:
            found = grade_of(issuer)
        if found == Grade.CITY and self.is_municipality:
            found = Grade.PROVINCE  # the city of a municipality is its province
        if issuer and not text:
            entry.notes.append(_("Level by who gave it: “%(level)s”.") % {"level": found.label})
        return found

    def _compare(self, entry, row, person):
        row.leader = person
        row.settle()
        mark = (person.pk, row.honour_key)
        is_ours = row.level in EarlierHonour.OURS
        if mark in self.known:
            entry.notes.append(_("On record for this person already."))
            entry.same = True
        elif is_ours and (person.pk, organization_key(row.title), row.year) in self.awarded:
            entry.notes.append(_("Awarded here; it stands among the incentives."))
            entry.same = True
        earlier = self.seen.setdefault(mark, entry.number)
        if earlier != entry.number:
            entry.notes.append(_("The same as row %(number)s.") % {"number": earlier})
            entry.same = True

    def check_together(self, entries):
        """Nothing that one row says of another, but for what `check` has seen."""

    def prepare(self, entries):
        """Nothing that takes long."""

    def write(self, entries, *, by):
        outcome = Outcome()
        rows = [entry.facts["row"] for entry in entries]
        EarlierHonour.submit_many(rows, by=by)
        outcome.created(*rows)
        outcome.posts = len(rows)
        outcome.count("honours", len(rows))
        return outcome

    def clashes(self, entries):
        """Whether somebody entered one of these honours since the table was checked."""
        wanted = {(entry.facts["person"].pk, honour_of(entry.facts["row"])[:140]) for entry in entries}
        newer = EarlierHonour.objects.standing().within(self.batch.region).filter(pk__gt=self.newest)
        return any(mark in wanted for mark in newer.values_list("leader_id", "honour_key"))


def grade_of(issuer):
    """The level of whoever gave it; one that names no place of the state's is of others."""
    text = plain(issuer).strip()
    if OTHERS.search(text):
        return Grade.OTHER
    return next((grade for grade, pattern in GRADES if pattern.search(text)), Grade.OTHER)


def _one_honour(text):
    """The name as it stands. Several honours in one cell are told, not guessed apart."""
    if len(YEAR.findall(text)) > 1 and re.search(r"[、;；,，\n]", text):
        raise ValidationError(_("Several honours stand in this cell; give each a row of its own."), code="several")
    return line_of_text(" ".join(text.split()), 60)
