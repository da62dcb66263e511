"""Organizations with their members of this year, and the filing the office issued on paper."""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.organizations.models import Category, Organization
from communities.organizations.models.on_file import ON_FILE
from communities.regions.models import Level
from communities.text.characters import plain
from communities.text.digits import refuse_text
from communities.text.names import organization_key, place_name, refuse_place_name
from communities.text.numerals import NUMERAL, as_digits
from leaders.imports.subjects import categories, contents, papers, shapes, words
from leaders.imports.subjects.entry import Choice, Outcome
from leaders.imports.subjects.places import COMMUNITY, COMPOUND, Places
from leaders.imports.subjects.registered import line_of_text
from registry.accounts.roles import Permission
from registry.audit.log import snapshot
from registry.sheets.headers import Field
from registry.ui.signs import between_names

HAN_COUNT = re.compile(rf"({NUMERAL})(?=多|余|来|人|名|位|左右|$)")
OF_STREET = re.compile(
    r"(?:人民政府|政府|办事处|本级|机关)$|^(?:本|全)?(?:街道|镇|乡)(?:办事处|办|人民政府|政府|机关|本?级|直属)?$"
)
CATEGORIES = 12  # so many are named where one is not known
TEXTS = ("purpose", "meeting_times", "meeting_place", "activity_forms")
OLD = (*TEXTS, "founded_on")
FOUNDED_ON = Organization._meta.get_field("founded_on")


class OrganizationsSubject:
    is_about_known = False  # whoever is not registered yet is registered
    permission = Permission.ORGANIZATION_EDIT
    levels = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)
    fields = (
        Field(
            "name", gettext_lazy("Name of the organization"),
            ("组织名称", "团队名称", "名称", "社团名称", "队伍名称", "社会组织名称", "社区社会组织名称", "组织", "团队", "团队全称", "组织全称", "队名", "文体团队名称", "群众团队名称", "志愿团队名称", "自治组织名称", "所在团队"),
            is_required=True, example="晨光合唱队", shape=shapes.GROUP, guess=shapes.ANY_GROUP, **contents.GROUP,
        ),
        COMMUNITY,
        COMPOUND,
        Field(
            "category", gettext_lazy("Category"), ("类别", "类型", "组织类别", "组织类型", "分类", "业务类型", "团队类型", "种类", "团队类别", "组织分类", "团队分类", "所属类别", "所属类型", "社团类型", "活动类型", "活动类别"),
            example="合唱", shape=shapes.CATEGORY, **contents.CATEGORY,
        ),
        Field(
            "members", gettext_lazy("Members"), ("人数", "成员数", "成员人数", "团队人数", "会员数", "现有人数", "队员人数", "成员", "队员数", "队员", "团员数", "团员人数", "会员人数", "总人数", "参加人数", "参与人数", "现有成员数", "成员总数", "规模"),
            example="32", shape=shapes.MEMBERS, **contents.MEMBERS,
        ),
        Field("founded_on", gettext_lazy("Founded on"), ("成立时间", "成立日期", "组建时间", "建立时间", "成立年份", "成立于", "创建时间", "创办时间", "成立年月", "登记日期"), late=("登记日期",), example="2019-05-01", shape=shapes.FOUNDED_ON, **contents.FOUNDED_ON),
        Field("meeting_times", gettext_lazy("Meeting times"), ("活动时间", "活动频次", "活动安排", "集中活动时间", "固定活动时间", "活动频率", "活动日", "排练时间", "日常活动时间"), example="每周三上午9点", shape=shapes.MEETING_TIMES, **contents.MEETING_TIMES),
        Field("meeting_place", gettext_lazy("Meeting place"), ("活动地点", "活动场地", "活动场所", "固定活动地点", "排练地点", "日常活动地点", "活动阵地"), example="一楼活动室", shape=shapes.MEETING_PLACE, guess=shapes.ANYWHERE, **contents.MEETING_PLACE),
        Field("purpose", gettext_lazy("Purpose"), ("宗旨", "简介", "组织简介", "业务范围", "主要内容", "活动内容", "团队简介", "服务内容", "主要活动", "主要活动内容", "开展活动", "组织宗旨"), shape=shapes.PURPOSE, guess=shapes.ANYTHING, **contents.PURPOSE),
        Field("activity_forms", gettext_lazy("Forms of activity"), ("活动形式", "活动方式"), shape=shapes.FORMS, **contents.FORMS),
        *papers.FIELDS,
    )  # fmt: skip

    def __init__(self, batch):
        self.batch, self.given = batch, batch.given
        self.places = Places(batch.region)
        self.categories = list(Category.objects.filter(parent__isnull=False).select_related("parent"))
        self.known = {}
        rows = Organization.objects.current().within(batch.region).select_related("region", "category__parent")
        for row in rows:
            self.known.setdefault(organization_key(row.name), []).append(row)
        self.newest = max((row.pk for found in self.known.values() for row in found), default=0)
        self.papers = papers.Papers(batch.region)
        self.seen = {}

    def check(self, entry):
        name = entry.take("name", _name) or ""
        if not name and "name" not in entry.errors:
            entry.wrong("name", _("The name is missing."))
        place = self._place(entry)
        facts = {
            "name": name,
            "place": place,
            "category": self._category(entry, name),
            "founded_on": entry.take("founded_on", words.day_of, partial=True),
            "members": entry.take("members", _count),
            "year": int(entry.text("members_year") or timezone.localdate().year),
        }
        if "founded_on" in entry.errors and (meant := words.year_meant(entry.text("founded_on"))):
            entry.hints["founded_on"] = meant
        for field in TEXTS:
            facts[field] = entry.take(field, line_of_text, Organization._meta.get_field(field).max_length) or ""
        if facts["founded_on"] and facts["founded_on"] > timezone.localdate():
            entry.wrong("founded_on", _("The founding date lies in the future."))
        facts["paper"] = self.papers.check(entry)
        if not facts["paper"] and words.without_nothing(entry.text("head")):
            entry.notes.append(_("The person in charge comes in with the table of leaders."))
        entry.facts = facts
        if not entry.errors:
            self._compare(entry)

    def _place(self, entry):
        if self._is_whole_street(entry.text("community")) and not entry.text("compound"):
            return self.places.region
        community = self.places.community(entry)
        compound = self.places.compound(entry, community) if entry.text("compound") else None
        region = compound or community
        if region is None and not {"community", "compound"} & set(entry.errors):
            if self.batch.region.level == Level.STREET and not entry.text("community"):
                return self.places.region  # a group of the whole street
            entry.wrong("community", _("The community is missing."))
        return region

    def _is_whole_street(self, text):
        """Whether the street of the batch itself stands where a community would: 青岩镇, 镇级, 街道办事处."""
        if self.batch.region.level != Level.STREET or not text:
            return False
        street = self.places.region
        key = OF_STREET.sub("", organization_key(text))
        return key in {"", *(organization_key(name) for name in (street.name, *street.aliases))}

    def _category(self, entry, name):
        """The category named or meant, or the one the organization's own name or its activities speak of."""
        text = plain(entry.text("category")).strip()
        exact = [one for one in self.categories if one.name == text]
        if exact:
            return exact[0]
        named = "" if categories.says_nothing(text) else text
        of_class = self._of_class(named)
        found = self._named_in(named) or categories.meant_by(named, self.categories) or self._named_in(name)
        if found is None and (of_class or not named):  # what the office called it, and nothing is known of, stands
            found = categories.meant_by(name, of_class or self.categories)
        if found is not None:
            return found
        if not named:
            done = categories.meant_by(f"{entry.text('purpose')} {entry.text('activity_forms')}", self.categories)
            if done is not None:
                entry.notes.append(_("Category by what it does: “%(category)s”.") % {"category": done.name})
                return done
        near = categories.nearest(f"{text} {name}", self.categories)
        if near is not None:
            entry.hints["category"] = near.name
        known = between_names().join(one.name for one in (of_class or self.categories)[:CATEGORIES])
        said = _("There is no category %(name)s. There are: %(known)s.") if text else _("The category is missing.")
        entry.wrong("category", said % {"name": text, "known": known})
        return None

    def _named_in(self, said):
        """The category whose name stands in the words, or they in its: 书画 in 书画摄影; the longest."""
        bare = categories.read_as(said)
        near = [one for one in self.categories if said and (one.name in said or (len(bare) > 1 and bare in one.name))]
        return max(near, key=lambda one: len(one.name), default=None)

    def _of_class(self, text):
        """The categories of the class that the words name."""
        return [one for one in self.categories if text and (text[:2] in one.parent.name or one.parent.name in text)]

    def _compare(self, entry):
        facts = entry.facts
        key = organization_key(facts["name"])
        facts["key"] = key
        found = self.known.get(key, [])
        here = [row for row in found if row.region_id == facts["place"].pk]
        facts["known"] = next((row for row in found if row.pk == entry.chosen), here[0] if len(here) == 1 else None)
        if facts["known"] is None and len(found) == 1:
            facts["known"] = found[0]
        known = facts["known"]
        if known is not None and not self._missing(known, facts):
            entry.same = True
        elif found and entry.choice != Choice.NEW:
            entry.matches = [self._shown(row, facts) for row in found]
            entry.chosen = known.pk if known else None
            if entry.choice == Choice.UPDATE and known is None:
                entry.choice = ""
            if not entry.choice and self.given.get("known") == Choice.SKIP:
                entry.choice = Choice.SKIP
        elif entry.choice == Choice.NEW:
            facts["known"] = None
        if facts["paper"] and not (facts["known"] and not self.papers.missing(facts["known"], facts["paper"])):
            self.papers.refuse(entry, facts["known"], facts["paper"], facts["place"])
        earlier = self.seen.setdefault((key, facts["place"].pk), entry.number)
        if earlier != entry.number:
            entry.notes.append(_("The same as row %(number)s.") % {"number": earlier})
            entry.same = True

    def _missing(self, known, facts):
        """{field: text} the register does not know yet; what it knows stays, and so does what a filing holds."""
        found = {name: facts[name] for name in OLD if facts[name] and not getattr(known, name)}
        if known.why_held(found):
            found = {name: value for name, value in found.items() if name not in ON_FILE}
        if facts["members"] is not None and not known.member_counts.filter(year=facts["year"]).exists():
            found["members"] = facts["members"]
        if facts["paper"] and self.papers.missing(known, facts["paper"]):
            found["paper"] = facts["paper"]
        return found

    def _shown(self, row, facts):
        same_place = [_("same place")] if row.region_id == facts["place"].pk else []
        label = f"{row.name} {row.region.name}"
        return {"pk": row.pk, "label": label, "reasons": [_("same name"), *same_place]}

    def check_together(self, entries):
        """Nothing that one row says of another, but for what `check` has seen."""

    def prepare(self, entries):
        """Nothing that takes long."""

    def write(self, entries, *, by):
        outcome = Outcome()
        for entry in entries:
            facts = entry.facts
            known = facts["known"]
            if known is None:
                texts = {name: facts[name] for name in TEXTS}
                known = Organization(name=facts["name"], region=facts["place"], category=facts["category"], **texts)
                FOUNDED_ON.save_form_data(known, facts["founded_on"])
                known.register(by=by)
                outcome.created(known)
                outcome.count("organizations")
                missing = {"members": facts["members"]} if facts["members"] is not None else {}
                missing |= {"paper": facts["paper"]} if facts["paper"] else {}
            else:
                missing = self._fill_in(known, facts, by, outcome)
            if "members" in missing:
                known.set_members(by=by, year=facts["year"], members=missing["members"])
                outcome.created(known.member_counts.get(year=facts["year"]))
            if "paper" in missing:
                outcome.created(self.papers.enter(known, missing["paper"], by=by, members=facts["members"]))
                outcome.posts += 1
                outcome.count("filings")
        return outcome

    def _fill_in(self, known, facts, by, outcome):
        missing = self._missing(known, facts)
        texts = {name: value for name, value in missing.items() if name in OLD}
        if texts:
            before = snapshot(known)
            was = {name: str(getattr(known, name) or "") for name in texts}
            if "founded_on" in texts:
                was["founded_precision"] = known.founded_precision
            for name, value in texts.items():
                Organization._meta.get_field(name).save_form_data(known, value)
            known.revise(by=by, before=before)
            outcome.changed(known, was)
        outcome.count("filled_in")
        return missing

    def clashes(self, entries):
        keys = {entry.facts["key"] for entry in entries}
        newer = Organization.objects.within(self.batch.region).filter(pk__gt=self.newest)
        return any(organization_key(name) in keys for name in newer.values_list("name", flat=True))


def _name(text):
    name = place_name(text)
    if name:
        refuse_place_name(name)
        refuse_text(name)
    if len(name) > 60:
        raise ValidationError(_("At most %(most)s characters.") % {"most": 60}, code="length")
    return name


def _count(text):
    typed = HAN_COUNT.sub(as_digits, re.sub(r"\s", "", words.read_as(words.without_nothing(text))))
    if not typed:
        return None
    match = re.fullmatch(r"(?:大?约|共|近)?(\d{1,6})(?:多|余|来)?(?:人|名|位)?(?:左右|上下|以上|\+)?", typed)
    if not match or int(match[1]) > 100_000:
        raise ValidationError(_("Give the members as a number."), code="number")
    return int(match[1])
