"""Training hours earned elsewhere or before the register: one row a person and course, counted once confirmed."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.regions.models import Level
from communities.scope import in_spans, span_of
from communities.text.characters import plain
from communities.text.dates import PARTIAL, Precision
from communities.text.names import organization_key
from communities.text.numerals import NUMERAL, as_digits
from leaders.imports.subjects import contents, shapes, words
from leaders.imports.subjects.entry import Outcome
from leaders.imports.subjects.places import BUILDING, COMMUNITY, COMPOUND, Places
from leaders.imports.subjects.registered import PERSON, PHONE, RegisteredPeople, line_of_text
from leaders.training.forms import OutsideHoursForm
from leaders.training.models import Enrolment, OutsideHours
from leaders.training.models.lessons import LESSON
from leaders.training.models.outside import MOST_HOURS, course_of, minutes_of
from leaders.training.models.session import ContentArea
from registry.accounts.roles import Permission
from registry.sheets.headers import Field

AREAS = [
    (ContentArea.HORIZON, re.compile("眼界|拓展|参观|参访|考察|交流|观摩|走访|学访")),
    (ContentArea.ETHICS, re.compile("道德|群众工作|职业|沟通|协商|调解|礼仪")),
    (ContentArea.KNOWLEDGE, re.compile("理论|政策|法律|法规|科技|知识|党课|业务|技能|消防|垃圾")),
]
OF_A_YEAR = re.compile(r"(?:19|20)\d\d年.{0,6}(?:学时|课时)数?")
COURSE = re.compile("培训|讲座|课|学习|研修|班")
FIRST_DAY = re.compile(r"(\d{4}(?:年|[./-])\d{1,2}(?:月|[./-])\d{1,2}日?)\s*[-–—~～至到]")
DAY_ABOVE = re.compile(r"(?:时间|日期)\s*:\s*((?:19|20)\d\d(?:年|[./-])\d{1,2}(?:(?:月|[./-])\d{1,2}日?|月)?)")
DAY_ALONE = re.compile(r"\d{1,2}月\d{1,2}[日号]?")
YEAR_ABOVE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|度|\D|$)")
ORGANIZER_ABOVE = re.compile(r"(?:主办|举办|承办|组织|培训)(?:单位|方|部门|机构)?\s*:\s*([^\s,，;；]{2,})")
CENTURIES = r"(?:19|20)\d\d"
HAN_AMOUNT = re.compile(rf"^({NUMERAL})(?=学时|课时|小时|分钟|节|个|$)")
HAN_DAYS = re.compile(rf"^({NUMERAL})(?=[天日])")
DAYS_LONG = re.compile(r"(\d+(?:\.5)?)[天日]")
LESSONS_A_DAY = 8
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(学时|课时|节课?|小时|h|分钟|分|min)?")


def _label(name):
    return OutsideHours._meta.get_field(name).verbose_name


LENGTH = {"title": 60, "organizer": 60}


class HoursSubject:
    is_about_known = True  # whoever is not registered is an error, never a new record
    permission = Permission.TRAINING_EDIT
    levels = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)
    fields = (
        PERSON,
        PHONE,
        COMMUNITY,
        COMPOUND,
        BUILDING,
        Field(
            "title", _label("title"),
            ("培训名称", "课程名称", "培训项目", "课程", "培训内容", "培训主题", "培训班", "班次", "内容", "主题", "讲座名称", "课程内容", "学习内容", "培训课程", "班级名称", "项目名称", "活动名称"),
            example="楼组长能力提升班", shape=shapes.COURSE, guess=shapes.ANY_COURSE, **contents.COURSE,
        ),
        Field(
            "organizer", _label("organizer"),
            ("主办单位", "举办单位", "组织单位", "培训单位", "主办", "承办单位", "培训机构", "主办方", "承办方", "主办机构", "举办方", "组织方", "主办部门", "培训主办单位"), example="区委党校", shape=shapes.HELD_BY, guess=shapes.ANY_HOST, **contents.HELD_BY,
        ),
        Field(
            "held_on", _label("held_on"),
            ("培训时间", "培训日期", "日期", "时间", "年度", "年份", "培训年度", "举办时间", "学习时间", "上课时间", "培训起止时间", "起止时间", "参训时间", "开课时间", "举办年度", "何时"), example="2024-05-18", shape=shapes.HELD_ON, **contents.HELD_ON,
        ),
        Field(
            "content_area", _label("content_area"), ("内容类别", "培训类别", "课程类别", "类别", "培训类型", "内容方向", "内容分类", "课程分类", "培训分类", "课程性质", "培训性质"),
            example="政策法律", choices=("拓展眼界", "职业道德与群众工作方法", "理论政策法律科技"), shape=shapes.AREA, **contents.AREA,
        ),
        Field(
            "hours", OutsideHoursForm.base_fields["hours"].label,
            ("学时", "学时数", "培训学时", "课时", "课时数", "获得学时", "总学时", "累计学时", "培训时长", "时长", "折算学时", "折合学时", "认定学时", "计学时", "参训学时", "授予学时", "学习时长", "课时量"),
            is_required=True, example="4", shape=shapes.HOURS, **contents.CREDITED,
        ),
    )  # fmt: skip

    def __init__(self, batch):
        self.batch, self.given = batch, batch.given
        self.places = Places(batch.region)
        self.people = RegisteredPeople(batch.region, self.places)
        self.courses = {}  # {person: [(key of the name, day or None, year)]} of what counts or waits already
        standing = OutsideHours.objects.standing().within(batch.region)
        self.newest = 0
        for pk, leader, title, day, year in standing.values_list("pk", "leader_id", "title", "held_on", "year"):
            self.courses.setdefault(leader, []).append((organization_key(title), day, year))
            self.newest = max(self.newest, pk)
        self._read_sessions()
        self.seen = {}

    def _read_sessions(self):
        """Sessions held here credit their own hours; the same course is not entered beside them."""
        rows = Enrolment.objects.exclude(state=Enrolment.State.WITHDRAWN).exclude(attendance__in=Enrolment.AWAY)
        spans = [span_of(self.batch.region.path)]
        for row in rows.filter(in_spans(spans, "leader__region_path")).select_related("session"):
            day = row.session.day
            self.courses.setdefault(row.leader_id, []).append((organization_key(row.session.title), day, day.year))

    def check(self, entry):
        title = entry.take("title", line_of_text, LENGTH["title"]) or self._title_above(entry)
        if not title and "title" not in entry.errors:
            entry.wrong("title", _("The name of the course is missing."))
        organizer = (
            entry.take("organizer", line_of_text, LENGTH["organizer"])
            or organizer_above(entry.headings)
            or self.given.get("issuer", "")
        )
        if not organizer and "organizer" not in entry.errors:
            entry.wrong("organizer", _("Say who held the course."))
        day, year = entry.take("held_on", day_in_year, entry.headings) or (None, None)
        if not entry.text("held_on"):
            day, year = day_above(entry.headings)
        if year is None and "held_on" not in entry.errors:
            entry.wrong("held_on", _("Give the day or the year of the course."))
        minutes = entry.take("hours", minutes_in)
        if "hours" in entry.errors and (meant := lessons_of_days(entry.text("hours"))):
            entry.hints["hours"] = meant
        area = self._area(entry, title)
        person = self.people.person(entry)
        row = OutsideHours(title=title, organizer=organizer, held_on=day, year=year, minutes=minutes, content_area=area)
        entry.facts = {"row": row, "person": person}
        if not entry.errors:
            try:
                row.clean()
            except ValidationError as refused:
                entry.wrong("held_on", refused)
        if not entry.errors and person is not None:
            self._compare(entry, row, person)

    def _title_above(self, entry):
        """The title of a list of one course: “2023年楼组长能力提升班签到表”; of sums by year their column's: 2023年学时."""
        above = next((text for text in entry.headings if COURSE.search(text)), "")
        if of_year := next((text for text in entry.headings if OF_A_YEAR.fullmatch(text)), ""):
            return of_year
        return re.sub(r"(人员)?(学时|签到|花名|登记|统计|汇总)+(台账|册|表|名单)?$", "", plain(above).strip())[
            : LENGTH["title"]
        ]

    def _area(self, entry, title):
        if text := plain(entry.text("content_area")).strip():
            named = [area for area in ContentArea if text in (area.value, str(area.label))]
            found = named or [area for area, pattern in AREAS if pattern.search(text)]
            if not found:
                entry.wrong("content_area", _("There is no content area %(name)s.") % {"name": text})
                return ""
            return found[0]
        found = next((area for area, pattern in AREAS if pattern.search(title)), ContentArea.KNOWLEDGE)
        entry.notes.append(_("Counted as “%(area)s”, because the table does not say.") % {"area": found.label})
        return found

    def _compare(self, entry, row, person):
        key = organization_key(row.title)
        for title, day, year in self.courses.get(person.pk, []):
            if title == key and year == row.year and (day == row.held_on or not (day and row.held_on)):
                entry.notes.append(_("On record for this person already."))
                entry.same = True
                return
        mark = (person.pk, course_of(row))
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
        rows = []
        for entry in entries:
            entry.facts["row"].leader = entry.facts["person"]
            rows.append(entry.facts["row"])
        OutsideHours.submit_many(rows, by=by)
        outcome.created(*rows)
        outcome.posts = len(rows)
        outcome.count("hours", len(rows))
        return outcome

    def clashes(self, entries):
        """Whether somebody entered one of these courses since the table was checked."""
        wanted = {(entry.facts["person"].pk, course_of(entry.facts["row"])) for entry in entries}
        newer = OutsideHours.objects.standing().within(self.batch.region).filter(pk__gt=self.newest)
        return any(mark in wanted for mark in newer.values_list("leader_id", "course_key"))


def day_or_year(text):
    """(day or None, year) of 2024-05-18, 2024年5月, 2024; None of nothing."""
    typed = words.in_full(plain(words.without_nothing(text)).strip().removesuffix("度"))
    typed = words.HAN_YEAR.sub(as_digits, typed)
    if not typed:
        return None
    if match := FIRST_DAY.match(typed):  # a course of several days counts on its first
        typed = match[1]
    if match := re.fullmatch(rf"({CENTURIES})年?(?:[-./]?\d{{1,2}}月?)?", typed):
        return None, int(match[1])
    is_of_a_century = bool(re.match(CENTURIES, typed))
    try:
        day = words.day_of(typed, partial=is_of_a_century)
    except ValidationError:
        if is_of_a_century:
            raise
        raise ValidationError(PARTIAL, code="date") from None
    is_whole = getattr(day, "precision", Precision.DAY) == Precision.DAY
    return day if is_whole else None, day.year


def day_in_year(text, headings):
    """`day_or_year`; “3月5日” lies in the year that the title above the table names."""
    typed = plain(text).strip()
    if DAY_ALONE.fullmatch(typed) and (year := day_above(headings)[1]):
        typed = f"{year}年{typed}"
    return day_or_year(typed)


def day_above(headings):
    """(day or None, year or None) of “培训时间：2023年9月12日”, else of the year in a title above the table."""
    texts = [plain(text) for text in headings]
    for text in texts:
        if found := DAY_ABOVE.search(text):
            try:
                return day_or_year(found[1])
            except ValidationError:
                continue
    found = next((match for text in texts if (match := YEAR_ABOVE.search(text))), None)
    return None, int(found[1]) if found else None


def organizer_above(headings):
    found = next((match for text in headings if (match := ORGANIZER_ABOVE.search(plain(text)))), None)
    return found[1][: LENGTH["organizer"]] if found else ""


def lessons_of_days(text):
    """4 of 半天, 8 of 一天, 16 of 2天: as offices mostly count them. Proposed only; some days had fewer."""
    typed = re.sub(r"\s", "", plain(text)).replace("两", "二")
    if typed in ("半天", "半日"):
        return "4"
    match = DAYS_LONG.fullmatch(HAN_DAYS.sub(as_digits, typed))
    lessons = Decimal(match[1]) * LESSONS_A_DAY if match else Decimal(0)
    return f"{lessons:f}".removesuffix(".0") if 0 < lessons <= MOST_HOURS else ""


def minutes_in(text):
    """Minutes of 4, 4学时, 1.5课时, 3小时, 180分钟."""
    typed = HAN_AMOUNT.sub(as_digits, re.sub(r"\s", "", plain(text)).lower())
    if not typed:
        raise ValidationError(_("The hours are missing."), code="hours")
    match = AMOUNT.fullmatch(typed)
    number = Decimal(match[1]) if match else Decimal(0)
    unit = match[2] if match else ""
    if unit in ("小时", "h"):
        minutes = int(number * 60)
    elif unit in ("分钟", "分", "min"):
        minutes = int(number)
    else:
        minutes = minutes_of(number)
    if not 1 <= minutes <= MOST_HOURS * LESSON:
        raise ValidationError(
            _("Give the training hours as a number, at most %(most)s.") % {"most": MOST_HOURS}, code="hours"
        )
    return minutes
