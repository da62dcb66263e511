"""People with their posts: read, held against who is registered, written in one go."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.organizations.models import Organization
from communities.regions.models import Level, Region
from communities.text.names import organization_key, person_key, person_name, refuse_person_name
from communities.text.phones import read_phone
from leaders.appointments.models import Appointment
from leaders.imports.subjects import words
from leaders.imports.subjects.entry import Choice
from leaders.imports.subjects.people_writing import PeopleWriting
from leaders.imports.subjects.places import BUILDING, COMMUNITY, COMPOUND, Places
from leaders.imports.subjects.registered import label_of
from leaders.people.models import PHONE_FIELD, Kind, Leader
from registry.accounts.roles import Permission
from registry.seal import blind_index
from registry.sheets.recognize import Field

FIELDS_OF_POST = {"region": "building", "organization": "organization", "topic": "topic", "own_wish": "own_wish"}
OPEN = (Appointment.State.PENDING, Appointment.State.CURRENT)


class PeopleSubject(PeopleWriting):
    is_about_known = False  # whoever is not registered yet is registered
    permission = Permission.LEADER_EDIT
    levels = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)
    fields = (
        Field(
            "name", gettext_lazy("Full name"),
            ("姓名", "名字", "负责人姓名", "楼组长姓名", "人员姓名", "负责人", "联系人", "领袖姓名", "楼组长", "楼长", "主任", "主任姓名", "业委会主任", "门洞长", "楼道长", "单元长", "楼栋长", "队长", "团长", "社长", "会长", "召集人"),
            is_required=True, example="王芳",
        ),
        Field("gender", gettext_lazy("Gender"), ("性别",), example="女", choices=("女", "男")),
        Field(
            "birth", gettext_lazy("Birth year or age"),
            ("出生年月", "出生日期", "出生年份", "出生年", "出生", "生日", "年龄", "周岁"), example="1958",
        ),
        Field(
            "phone", gettext_lazy("Phone"),
            ("手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "电话号码", "移动电话", "负责人电话", "联系手机"),
            example="13800000000",
        ),
        COMMUNITY,
        COMPOUND,
        BUILDING,
        Field(
            "kind", gettext_lazy("Post"),
            ("任职", "职务", "类型", "类别", "岗位", "担任职务", "领袖类型", "身份", "职位", "角色"),
            example="楼组长", choices=("楼组长", "团队领袖", "意见领袖", "业委会主任", "无"),
        ),
        Field(
            "organization", gettext_lazy("Organization led"),
            ("组织名称", "团队名称", "所在团队", "团队", "组织", "所属组织", "队伍名称", "所在组织", "社团"),
        ),
        Field("topic", gettext_lazy("Topic"), ("议题", "领域", "关注议题", "关注领域", "话题", "特长")),
        Field("own_wish", gettext_lazy("The person wishes to be listed"), ("本人意愿", "本人同意", "自愿", "是否自愿")),
        Field(
            "started_on", gettext_lazy("From day"),
            ("任职时间", "任期自", "任期开始", "上任时间", "任职日期", "起始时间", "任期起", "开始时间", "起聘时间", "聘任时间", "受聘时间", "聘期开始", "聘期起"), example="2024-01-01",
        ),
        Field(
            "term_ends_on", gettext_lazy("Term until"),
            ("任期至", "任期止", "任期到", "任期届满", "届满时间", "到期时间", "任期结束", "截止时间", "聘期届满", "聘期至", "聘期止", "聘期结束", "聘任到期"), example="2026-12-31",
        ),
        Field("term", gettext_lazy("Term from and until"), ("任期", "任期起止", "任职期限", "任期时间", "起止时间", "聘期", "聘任期限")),
        Field("term_number", gettext_lazy("Term number"), ("届次", "第几届", "届别", "届数")),
        Field("how_chosen", gettext_lazy("How chosen"), ("产生方式", "推选方式", "产生办法")),
        Field("identity", gettext_lazy("Identity number (read for sex and year, never kept)"), ("身份证", "公民身份", "证件号码", "证件号")),
        Field("note", gettext_lazy("Note"), ("备注", "说明", "备考")),
    )  # fmt: skip

    def __init__(self, batch):
        self.batch, self.given = batch, batch.given
        self.places = Places(batch.region)
        self.street = self._street(batch.region)
        self._read_people()
        self._read_posts()
        self.organizations = {}
        groups = Organization.objects.current().within(self.street).select_related("region")
        for row in groups:
            row.region = self.places.rows.get(row.region_id, row.region)
            self.organizations.setdefault(organization_key(row.name), []).append(row)
        self.people_seen, self.seats_seen = {}, {}

    @staticmethod
    def _street(region):
        above = Region.objects.above(region.path, Level.STREET)
        return above or region

    def _read_people(self):
        """Who is registered in the same street, by number and by name: people move house inside it."""
        self.by_phone, self.by_name, self.people = {}, {}, {}
        rows = Leader.objects.within(self.street).only("pk", "name", "region_id", "region_path", "phone_index",
            "phone_sealed", "phone_masked", "birth_year", "gender", "version")  # fmt: skip
        for row in rows:
            self.people[row.pk] = row
            self.by_name.setdefault(person_key(row.name), []).append(row)
            if row.phone_index:
                self.by_phone.setdefault(row.phone_index, []).append(row)
        self.newest_person = max(self.people, default=0)

    def _read_posts(self):
        self.posts, self.seats, self.newest_post = {}, {}, 0
        rows = Appointment.objects.within(self.street).filter(state__in=OPEN).select_related("leader")
        for row in rows:
            self.posts.setdefault(row.leader_id, []).append(row)
            if row.region_id:
                self.seats.setdefault((row.kind, row.region_id), []).append(row)
            self.newest_post = max(self.newest_post, row.pk)

    # --- one row -----------------------------------------------------------------
    def check(self, entry):
        self._take_apart(entry)
        facts = entry.facts
        self._check_person(entry)
        community = self.places.community(entry)
        self.places.move_compound(entry, community)
        compound = self.places.compound(entry, community)
        building = self.places.building(entry, community, compound)
        home = building or compound or community
        if home is None and not {"community", "compound", "building"} & set(entry.errors):
            entry.wrong("community", _("The community is missing."))
        facts |= {"home": home, "community": community, "compound": compound, "building": building}
        self._check_post(entry)
        if not entry.errors:
            self._compare(entry)

    def _take_apart(self, entry):
        """A cell with several facts fills the empty fields beside it; the row says so."""
        cells = ("name",) if entry.text("name") else ("building", "phone")
        cell, parts = next(
            ((cell, found) for cell in cells if (found := words.split_facts(entry.text(cell)))), ("", {})
        )
        if not parts:
            return
        whole = entry.text(cell)
        entry.values[cell] = ""
        for name, text in parts.items():
            if not entry.text(name):
                entry.values[name] = text
        entry.notes.append(_("Taken apart: “%(text)s”.") % {"text": whole})

    def _check_person(self, entry):
        facts = entry.facts
        name = person_name(entry.text("name"))
        if not name:
            entry.wrong("name", _("The name is missing."))
        else:
            try:
                refuse_person_name(name)
            except ValidationError as refused:
                entry.wrong("name", refused)
                bare = person_name(words.without_remark(entry.text("name")))
                if bare and bare != name:
                    entry.hints["name"] = bare
        if len(name) > Leader._meta.get_field("name").max_length:
            entry.wrong("name", _("This name is too long."))
        facts["name"] = name
        facts["phone"] = entry.take("phone", _phone) or ""
        facts["gender"] = entry.take("gender", words.sex_of) or ""
        facts["birth_year"] = entry.take("birth", words.birth_year_of)
        facts["note"] = words.without_identity(entry.text("note"))[:200]

    def _check_post(self, entry):
        facts = entry.facts
        kind, is_known = words.kind_of(entry.text("kind"))
        if not is_known:
            entry.wrong("kind", _("%(text)s is no post this register knows.") % {"text": entry.text("kind")})
        if not entry.text("kind"):
            kind = words.kind_in_words([*reversed(entry.headings), entry.sheet, self.batch.file_name])
            if kind is None and entry.text("organization"):
                kind = Kind.TEAM
        facts["kind"], facts["post"] = kind, None
        if kind is None or (kind == Kind.OPINION and not entry.text("own_wish") and not entry.text("kind")):
            return
        begins, ends = entry.take("term", words.term_of) or (None, None)
        post = Appointment(
            kind=kind,
            started_on=entry.take("started_on", words.day_of, partial=True) or begins or self._setting("started_on"),
            term_ends_on=entry.take("term_ends_on", words.last_day_of) or ends or self._setting("term_ends_on"),
            term_number=entry.take("term_number", words.number_of_term),
            how_chosen=self._how_chosen(entry),
            topic=words.topic_of(entry.text("topic")) or "",
            own_wish=words.is_yes(entry.text("own_wish")),
        )
        self._check_seat(entry, post)
        try:
            post.leader = Leader(name=facts["name"], region=facts["home"] or self.places.region)
            if not entry.errors:
                post._settle_place()
                post.clean()
        except ValidationError as refused:
            for name, said in _by_field(refused):
                entry.wrong(FIELDS_OF_POST.get(name, name), ValidationError(said))
        facts["post"] = post

    def _check_seat(self, entry, post):
        facts = entry.facts
        if post.kind == Kind.BUILDING:
            post.region = facts["building"]
            if post.region is None and "building" not in entry.errors:
                entry.wrong("building", _("The building is missing."))
        elif post.kind == Kind.ESTATE:
            post.region = facts["compound"]
            if post.region is None and "compound" not in entry.errors:
                entry.wrong("compound", _("The compound is missing."))
        elif post.kind == Kind.TEAM:
            post.organization = self._organization(entry)

    def _organization(self, entry):
        text = entry.text("organization")
        if not text:
            entry.wrong("organization", _("The organization is missing."))
            return None
        found = self.organizations.get(organization_key(text), [])
        near = [
            row
            for row in found
            if entry.facts["community"] and self.places.inside(row.region, entry.facts["community"])
        ]
        found = near or found
        if len(found) == 1:
            return found[0]
        entry.wrong(
            "organization",
            _("Several organizations are called %(name)s.") % {"name": text}
            if found
            else _("No organization called %(name)s is registered here; import the organizations first.")
            % {"name": text},
        )
        return None

    def _how_chosen(self, entry):
        text = entry.text("how_chosen")
        found = next((how for how, pattern in words.CHOSEN if pattern.search(text)), None) if text else None
        return found or self.given.get("how_chosen") or Appointment.HowChosen.INVITED

    def _setting(self, name):
        text = self.given.get(name)
        return date.fromisoformat(text) if text else None

    # --- who it is ---------------------------------------------------------------
    def _compare(self, entry):
        """Held against the register and against the rows before it."""
        facts = entry.facts
        index = blind_index(facts["phone"], field=PHONE_FIELD)
        key = person_key(facts["name"])
        facts["index"], facts["key"] = index, key
        matches = self._matches(facts)
        sure = [row for row, _reasons, is_sure in matches if is_sure]
        known = next((row for row in sure if row.pk == entry.chosen), sure[0] if len(sure) == 1 else None)
        facts["known"] = None
        if known is not None and self._changes_nothing(known, facts):
            entry.same = True
            return
        if sure and entry.choice != Choice.NEW:
            entry.matches = [self._shown(row, reasons) for row, reasons, is_sure in matches if is_sure]
            entry.chosen = known.pk if known is not None else None
            facts["known"] = known
            if entry.choice == Choice.UPDATE and known is None:
                entry.choice = ""
            if not entry.choice and self.given.get("known") == Choice.SKIP:
                entry.choice = Choice.SKIP
        entry.notes += [
            _("A namesake is registered: %(who)s.") % {"who": label_of(row, self.places)}
            for row, _r, is_sure in matches
            if not is_sure
        ][:2]
        self._compare_seat(entry)
        self._compare_rows(entry)

    def _matches(self, facts):
        """[(person, reasons, whether it is likely the same)]: never on the name alone."""
        same_number = self.by_phone.get(facts["index"], []) if facts["index"] else []
        found = []
        for row in {row.pk: row for row in [*same_number, *self.by_name.get(facts["key"], [])]}.values():
            same_name = person_key(row.name) == facts["key"]
            same_phone = row in same_number
            same_home = row.region_id == facts["home"].pk
            other_phone = bool(row.phone_index and facts["index"] and not same_phone)
            reasons = [_("same name")] if same_name else []
            reasons += [_("same phone number")] if same_phone else []
            reasons += [_("same home")] if same_home else []
            is_sure = same_phone or (same_name and same_home and not other_phone)
            found.append((row, reasons, is_sure))
        return found

    def _changes_nothing(self, known, facts):
        """The person is registered with all the row says, and holds the post it names."""
        if person_key(known.name) != facts["key"]:
            return False
        if facts["index"] and known.phone_index != facts["index"]:
            return False
        if (facts["birth_year"] and not known.birth_year) or (facts["gender"] and not known.gender):
            return False
        return facts["post"] is None or self._holds(known, facts["post"])

    def _holds(self, known, post):
        return any(
            one.kind == post.kind
            and one.region_id == post.region_id
            and one.organization_id == post.organization_id
            and one.topic == post.topic
            for one in self.posts.get(known.pk, [])
        )

    def _compare_seat(self, entry):
        post = entry.facts["post"]
        if post is None or post.region_id is None:
            return
        known = entry.facts["known"]
        for other in self.seats.get((post.kind, post.region_id), []):
            if known is not None and other.leader_id == known.pk:
                continue
            if other.state == Appointment.State.PENDING:
                entry.wrong(
                    "building" if post.kind == Kind.BUILDING else "compound",
                    _("%(leader)s awaits review for the same post.") % {"leader": other.leader},
                )
            else:
                entry.doubts.append(
                    _("%(leader)s holds this post until %(day)s; the new one follows when it is confirmed.")
                    % {"leader": other.leader, "day": other.term_ends_on}
                )

    def _compare_rows(self, entry):
        """Rows before this one: the same person again, the same seat twice, one number for two people."""
        facts, post = entry.facts, entry.facts["post"]
        if entry.choice == Choice.SKIP:
            return
        who = (facts["key"], facts["index"] or facts["home"].pk)
        earlier = self.people_seen.setdefault(who, entry)
        if earlier is not entry:
            mine, theirs = _seat_of(post), _seat_of(earlier.facts["post"])
            if mine is None or mine == theirs or mine in earlier.facts.get("more", []):
                entry.notes.append(_("The same as row %(number)s.") % {"number": earlier.number})
                entry.same = True
                return
            earlier.facts.setdefault("more", []).append(mine)
            facts["person_of"] = earlier
            entry.notes.append(_("A further post of row %(number)s.") % {"number": earlier.number})
        elif facts["index"] and (other := self.people_seen.get(facts["index"])):
            entry.doubts.append(_("The same phone number as row %(number)s.") % {"number": other.number})
        if facts["index"]:
            self.people_seen.setdefault(facts["index"], entry)
        if post is not None and post.region_id:
            first = self.seats_seen.setdefault((post.kind, post.region_id), entry)
            if first is not entry:
                name = "building" if post.kind == Kind.BUILDING else "compound"
                entry.wrong(name, _("Row %(number)s names somebody else for the same post.") % {"number": first.number})

    def check_together(self, entries):
        """A further post goes with its person: where that row is left out, this one stands for itself."""
        for entry in entries:
            first = entry.facts.get("person_of")
            if first is not None and not (first.is_written or first.same):
                entry.facts["person_of"] = None

    def _shown(self, row, reasons):
        return {"pk": row.pk, "label": label_of(row, self.places), "reasons": reasons}

    def clashes(self, entries):
        """Whether somebody registered one of these people or seats since the table was checked."""
        names = {entry.facts["key"] for entry in entries}
        numbers = {entry.facts["index"] for entry in entries} - {""}
        newer = Leader.objects.within(self.street).filter(pk__gt=self.newest_person)
        if any(
            person_key(name) in names or index in numbers for name, index in newer.values_list("name", "phone_index")
        ):
            return True
        seats = {(entry.facts["post"].kind, entry.facts["post"].region_id) for entry in entries if entry.facts["post"]}
        posts = Appointment.objects.within(self.street).filter(pk__gt=self.newest_post, region__isnull=False)
        return any(seat in seats for seat in posts.values_list("kind", "region_id"))


def _phone(text):
    return read_phone(words.without_nothing(text)).stored


def _seat_of(post):
    return post and (post.kind, post.region_id, post.organization_id, post.topic)


def _by_field(refused):
    if hasattr(refused, "error_dict"):
        return [
            (name, said) for name, errors in refused.error_dict.items() for error in errors for said in error.messages
        ]
    return [("kind", said) for said in refused.messages]
