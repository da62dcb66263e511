"""People with their posts: read, held against who is registered, written in one go."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.organizations.models import Organization
from communities.regions.models import Level, Region
from communities.text.names import organization_key, person_key, person_name, refuse_person_name
from communities.text.phones import read_phone
from leaders.appointments.models import Appointment
from leaders.imports.subjects import words
from leaders.imports.subjects.entry import Choice
from leaders.imports.subjects.people_fields import FIELDS
from leaders.imports.subjects.people_posts import PeoplePosts
from leaders.imports.subjects.people_writing import PeopleWriting
from leaders.imports.subjects.places import Places
from leaders.imports.subjects.registered import label_of
from leaders.people.models import PHONE_FIELD, Kind, Leader
from registry.accounts.roles import Permission
from registry.seal import blind_index

OPEN = (Appointment.State.PENDING, Appointment.State.CURRENT)


class PeopleSubject(PeoplePosts, PeopleWriting):
    is_about_known = False  # whoever is not registered yet is registered
    permission = Permission.LEADER_EDIT
    levels = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)
    fields = FIELDS

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
        if words.names_nobody(entry.text("name")):
            entry.leave_out(_("“%(text)s” names nobody; the row is left out.") % {"text": entry.text("name")})
            return
        self._check_person(entry)
        if words.GONE.search(entry.text("note")):
            entry.wrong("note", _("The remark says that the person is gone: leave the row out, or clear the remark."))
        community = self.places.community(entry)
        self._move_building(entry)
        self.places.move_compound(entry, community)
        compound = self.places.compound(entry, community)
        if not entry.text("building") and entry.text("home"):
            entry.values["building"], entry.values["home"] = entry.text("home"), ""
        building = self.places.building(entry, community, compound)
        if building is None and self._lives_elsewhere(entry, community):
            del entry.errors["building"]
            compound = None  # the lone one of the community is not where the address lies
            entry.notes.append(_("The address is not known here; the community stands for it."))
        home = self._home(entry, community, compound) or building or compound or community
        if home is None and not {"community", "compound", "building"} & set(entry.errors):
            entry.wrong("community", _("The community is missing."))
        entry.facts |= {"home": home, "community": community, "compound": compound, "building": building}
        self._check_post(entry)
        if not entry.errors:
            self._compare(entry)

    def _move_building(self, entry):
        """A building in a column of groups and buildings (所在团队/楼栋) is the building."""
        text = entry.text("organization")
        is_building = words.HOUSE_ALONE.fullmatch(text) and organization_key(text) not in self.organizations
        if is_building and not entry.text("building"):
            entry.values["building"], entry.values["organization"] = text, ""

    def _lives_elsewhere(self, entry, community):
        """Whether the address of somebody whose post needs no building is none of a building kept here: 圆通街12号."""
        text = entry.text("building")
        is_address = words.AN_ADDRESS.search(text) and self.places.compound_in(text, community)[0] is None
        is_wrong = "building" in entry.errors and not entry.hints.get("building") and not entry.text("compound")
        return is_wrong and is_address and self._kind(entry)[0] not in (Kind.BUILDING, Kind.ESTATE)

    def _home(self, entry, community, compound):
        """Where the person lives, if the table says so beside the building of the post."""
        if not (text := words.without_nothing(entry.text("home"))):
            return None
        asked = replace(entry, values={"building": text}, errors={}, hints={})
        self.places.move_compound(asked, community)
        named = self.places.compound(asked, community) if asked.text("compound") else None
        found = self.places.building(asked, community, None) or named
        if found is None and compound is not None:
            found = self.places.building(asked, community, compound)
        if found is None and "building" not in entry.errors:
            entry.notes.append(_("The address is not known here; the building of the post stands for it."))
        return found

    def _take_apart(self, entry):
        """A cell with several facts fills the empty fields beside it; the row says so."""
        cells = ("name",) if entry.text("name") else ("building", "phone")
        cell, parts = next(
            ((cell, found) for cell in cells if (found := words.split_facts(entry.text(cell)))), ("", {})
        )
        whole = entry.text(cell)
        if not parts or (cell == "building" and not self._is_named(whole, parts)):
            return
        entry.values[cell] = ""
        for name, text in parts.items():
            if not entry.text(name):
                entry.values[name] = text
        entry.notes.append(_("Taken apart: “%(text)s”.") % {"text": whole})

    def _is_named(self, whole, parts):
        """Whether what stands beside the building is a person: 王芳 in “12号楼 王芳”, not 康城 in “康城12号楼”."""
        name = parts.get("name", "")
        if self.places.is_place(name):
            return False
        behind = whole.partition(parts["building"])[2] if "building" in parts else whole
        return name in behind or ("phone" in parts and words.begins_like_a_name(name))

    def _check_person(self, entry):
        facts = entry.facts
        name = person_name(words.without_marks(entry.text("name")))
        if not name:
            entry.wrong("name", _("The name is missing."))
        else:
            try:
                refuse_person_name(name)
            except ValidationError as refused:
                entry.wrong("name", refused)
                bare = person_name(words.without_remark(words.without_marks(entry.text("name"))))
                if bare and bare != name:
                    entry.hints["name"] = bare
        if words.A_ROLE.fullmatch(name):
            entry.wrong("name", _("“%(text)s” is a word for a role, not a name.") % {"text": name})
        if len(name) > Leader._meta.get_field("name").max_length:
            entry.wrong("name", _("This name is too long."))
        facts["name"] = name
        facts["phone"] = self._number(entry)
        facts["gender"] = entry.take("gender", words.sex_of) or ""
        facts["birth_year"] = entry.take("birth", words.birth_year_of)
        facts["note"] = words.without_identity(entry.text("note"))[:200]

    def _number(self, entry):
        """The number of the first column that has one; of several in a cell the first mobile one, and the row says so."""
        name = "phone" if words.without_nothing(entry.text("phone")) else "other_phone"
        text, has_more = words.first_number(entry.text(name))
        if name == "phone":
            has_more = has_more or bool(words.without_nothing(entry.text("other_phone")))
            if "phone" in entry.values and text != entry.text("phone"):
                entry.values["phone"] = text
        if has_more:
            entry.notes.append(_("Several numbers stand here; one is kept."))
        try:
            return _phone(text)
        except ValidationError as refused:
            entry.wrong(name, refused)
            if found := words.PHONE.search(text):
                entry.hints[name] = found[0]
            return ""

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
