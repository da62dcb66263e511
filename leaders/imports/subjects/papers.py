"""The filing on paper that stands beside an organization in its row: number, days, office, who is in charge."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.filings.models import Filing
from communities.filings.models.number import number_on_paper
from communities.filings.models.paper import refuse_days
from communities.organizations.models import Organization
from communities.organizations.other_bodies import names_other_body
from communities.records.terms import last_day
from communities.regions.models import Level, Region
from communities.text.characters import plain
from communities.text.names import person_key, person_name, refuse_person_name
from leaders.appointments.models import Appointment
from leaders.imports.subjects import contents, shapes, words
from leaders.imports.subjects.registered import line_of_text
from registry.sheets.headers import Field

NOT_FILED = re.compile(r"(?:未|没有?|尚未|暂未)(?:备案|登记|办理?|发证)")
BESIDE_NAME = re.compile(r"\(\W*\)|电话|手机|^[\W_]+|(?<!\))[^\w)]+$")  # left of （139…） once the number is taken out
FIELDS = (
    Field(
        "filing_number", gettext_lazy("Filing number on paper"),
        ("备案号", "备案编号", "备案证号", "备案登记号", "备案证书号", "备案证编号", "备案文号", "备案登记编号", "证书编号"), example="莘庄备〔2024〕0012号", shape=shapes.FILING_NUMBER, **contents.FILING_NUMBER,
    ),
    Field(
        "filed_on", gettext_lazy("Filed on"),
        ("备案时间", "备案日期", "发证日期", "备案登记时间", "备案登记日期", "首次备案时间", "批准备案时间", "发证时间", "备案通过时间", "备案有效期起", "备案起始时间", "备案开始时间", "有效期起", "有效期自", "备案有效期自", "办证时间"), example="2024-03-01", shape=shapes.FILED_ON, **contents.FILED_ON,
    ),
    Field(
        "filed_until", gettext_lazy("Filed until"),
        ("备案有效期至", "有效期至", "有效期止", "备案有效期止", "备案截止时间", "备案终止时间", "备案结束时间", "备案有效期", "有效期", "备案到期日期", "备案到期时间", "到期时间", "有效期限"), example="2026-02-28", shape=shapes.FILED_UNTIL, **contents.FILED_UNTIL,
    ),
    Field(
        "filing_office", gettext_lazy("Filing issued by"),
        ("备案机关", "备案单位", "备案部门", "发证机关", "发证单位", "备案登记机关", "备案管理机关"), shape=shapes.FILING_OFFICE, **contents.FILING_OFFICE,
    ),
    Field("head", gettext_lazy("Person in charge"), ("负责人", "负责人姓名", "团队负责人", "组织负责人", "主要负责人", "队长", "会长", "团长", "社长", "带头人", "领头人", "牵头人", "发起人", "召集人", "团队长", "负责人及联系电话", "负责人及电话", "组织者", "联系人"), shape=shapes.HEAD, late=("组织者", "联系人"), **contents.HEAD),
)  # fmt: skip
NAMES = ("filing_number", "filed_on", "filed_until", "filing_office")
OF_PAPER = {"number": "filing_number", "valid_from": "filed_on", "valid_until": "filed_until"}
RANGE = re.compile(r"[至到~～—–]|(?<=[\d日])\s*-\s*(?=(?:19|20)\d\d)")
YEARS = re.compile(r"(\d|[一二两三四五])年")
DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


class Papers:
    """The filings of the batch's street, read once: what counts or is in hand, and which numbers are taken."""

    def __init__(self, region):
        street = Region.objects.above(region.path, Level.STREET) or region
        rows = Filing.objects.within(street).exclude(state=Filing.State.DROPPED)
        rows = rows.select_related("organization")
        self.counting, self.in_hand, self.numbers = {}, {}, {}
        for row in rows:
            if row.is_standing:
                self.counting[row.organization_id] = row
            elif row.is_open:
                self.in_hand[row.organization_id] = row
            if row.number:
                self.numbers[row.number] = row.organization
        self.seen = {}

    def check(self, entry):
        """What the row says of its paper, or None; what is wrong is noted."""
        for name in NAMES:
            if NOT_FILED.fullmatch(entry.text(name).strip()):
                entry.values[name] = ""
        if not any(words.without_nothing(entry.text(name)) for name in NAMES):
            return None
        number = entry.take("filing_number", _number)
        if not number and "filing_number" not in entry.errors:
            entry.wrong("filing_number", _("The filing number is missing."))
        first, last = self._days(entry)
        office = entry.take("filing_office", line_of_text, 60) or ""
        head = entry.take("head", _person) or ""
        if number:
            earlier = self.seen.setdefault(number, entry.number)
            if earlier != entry.number:
                entry.wrong("filing_number", _("Row %(number)s has the same filing number.") % {"number": earlier})
        return {"number": number, "valid_from": first, "valid_until": last, "issued_by": office, "head": head}

    def _days(self, entry):
        """(first day, last day or None); “2024-03-01至2026-02-28” and “两年” are understood too."""
        first = entry.take("filed_on", words.day_of)
        text = plain(words.without_nothing(entry.text("filed_until"))).strip()
        last = None
        try:
            if years := YEARS.fullmatch(text):
                last = last_day(first, DIGITS.get(years[1]) or int(years[1])) if first else None
            elif text and RANGE.search(text.removesuffix("止").lstrip("至")):
                begun, last = words.term_of(text.removesuffix("止")) or (None, None)
                first = first or begun
            elif text:
                last = words.last_day_of(text.removesuffix("止").lstrip("至"))
            if first is not None:
                refuse_days(first, last)
        except ValidationError as refused:
            self._note(entry, refused)
        if first is None and "filed_on" not in entry.errors:
            entry.wrong("filed_on", _("Give the day of the filing."))
        return first, last

    @staticmethod
    def _note(entry, refused):
        if not hasattr(refused, "error_dict"):
            entry.wrong("filed_until", refused)
            return
        for name, errors in refused.error_dict.items():
            entry.wrong(OF_PAPER.get(name, name), ValidationError(errors))

    def missing(self, known, paper):
        """Whether the register does not have the paper of a registered organization yet."""
        standing = self.counting.get(known.pk) or self.in_hand.get(known.pk)
        return standing is None or standing.number != paper["number"]

    def refuse(self, entry, known, paper, place):
        """Note why the paper cannot be entered: another filing counts or is in hand, the number is another's."""
        body = known or Organization(name=entry.facts["name"], category=entry.facts["category"], region=place)
        other = names_other_body(body)
        if other:
            entry.wrong("filing_number", other)
        standing = known and (self.counting.get(known.pk) or self.in_hand.get(known.pk))
        if standing:
            said = _("%(name)s is on file already under %(number)s.")
            in_hand = _("A filing of %(name)s is in hand already.")
            facts = {"name": known, "number": standing.number}
            entry.wrong("filing_number", (said if standing.is_standing else in_hand) % facts)
        taken = self.numbers.get(paper["number"])
        if taken is not None and (known is None or taken.pk != known.pk):
            said = _("The number %(number)s is that of %(name)s.") % {"number": paper["number"], "name": taken}
            entry.wrong("filing_number", said)

    @staticmethod
    def enter(organization, paper, *, by, members=None):
        """The paper filing of an organization that stands in the register by now."""
        values = {name: value for name, value in paper.items() if name != "head"}
        post = None
        if paper["head"]:
            posts = Appointment.objects.current().filter(organization=organization).select_related("leader")
            key = person_key(paper["head"])
            post = next((one for one in posts if person_key(one.leader.name) == key), None)
        named = "" if post else paper["head"]
        return Filing.enter_paper(organization, by=by, appointment=post, person_name=named, members=members, **values)


def _number(text):
    typed = words.without_nothing(text)
    return number_on_paper(line_of_text(typed, 60)) if typed else ""


def _person(text):
    name = person_name(BESIDE_NAME.sub("", words.PHONE.sub("", plain(words.without_nothing(text)))))
    if name:
        refuse_person_name(name)
    return name[:30]
