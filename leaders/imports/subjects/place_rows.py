"""The rows that are places themselves: compounds and buildings."""

import re
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.regions.models import Level
from communities.text.buildings import TO, UNITS, building_key
from communities.text.digits import refuse_text
from communities.text.names import place_name, refuse_place_name
from communities.text.numerals import NUMERAL, number_of
from leaders.imports.subjects import shapes, words
from leaders.imports.subjects.buildings import LISTED, LONGEST_RUN, RUN, UNIT
from leaders.imports.subjects.entry import Outcome
from leaders.imports.subjects.places import ADDRESSES, BUILDING, COMMUNITY, COMPOUND, Places, place_key
from registry.accounts.roles import Permission
from registry.sheets.headers import Field

SEVERAL_MEANT = re.compile(
    rf"\d\s*{UNITS}?\s*(?:[~～至到—―]|--)+\s*\D{{0,6}}\d"  # a run that is not read
    r"|\d\s*(?:号楼|幢|栋|座)\D{0,3}\d+\s*(?:号楼|幢|栋|座)"  # 3号楼5号楼
    rf"|^(?:一?共|总共?|合计|计)(?:有|计)?\s*(?:\d+|{NUMERAL})\s*{UNITS}"  # 共6栋
)
HAN_RUN = re.compile(rf"^第?({NUMERAL})(\s*{UNITS}?\s*{TO}\s*第?)({NUMERAL})(?={UNITS})")
LETTER = re.compile("[A-Za-z甲乙丙丁戊]")
REMARK = re.compile(r"(?<=[号楼幢栋座#])\s*[(（【\[][^\d)）\]】]*[)）\]】]")
ODD_OR_EVEN = re.compile(r"[(（【]?[单双](?:号|数)")


class PlacesSubject:
    """Compounds and buildings, added below the communities of the batch's region; “1-48号楼” stands for each."""

    is_about_known = False  # whoever is not registered yet is registered
    permission = Permission.REGION_ACT
    fields = (
        COMMUNITY,
        replace(
            COMPOUND,
            words=(*COMPOUND.words, "项目名称", "楼盘名称"),
            is_required=True,
            guess=shapes.ANY_COMPOUND,
        ),
        replace(
            BUILDING,
            is_telling=True,
            words=tuple(word for word in BUILDING.words if word not in ADDRESSES),
        ),  # 地址 is of the compound
        Field(
            "alias",
            gettext_lazy("Other name"),
            ("别名", "曾用名", "俗称", "又称", "其他名称"),
            example="康城",
            shape=shapes.OTHER_NAME,
        ),
    )
    levels = (Level.STREET, Level.COMMUNITY)

    def __init__(self, batch):
        self.batch = batch
        self.places = Places(batch.region)
        self.seen = {}

    def check(self, entry):
        places = self.places
        self._leave_people_out(entry)
        community = places.community(entry)
        if community is None and "community" not in entry.errors:
            entry.wrong("community", _("The community is missing."))
        name = entry.take("compound", _placed) or ""
        if not entry.text("compound") and not entry.errors:
            entry.wrong("compound", _("The name of the compound is missing."))
        if entry.errors:
            return
        known = places.children.get(community.pk, {}).get(place_key(name))
        buildings = self._buildings(entry)
        names = [
            one for one in buildings if known is None or building_key(one) not in places.children.get(known.pk, {})
        ]
        entry.facts = {"community": community, "known": known, "name": name, "buildings": names}
        entry.facts["alias"] = entry.take("alias", _placed) or ""
        new_alias = bool(known and entry.facts["alias"] and entry.facts["alias"] not in (known.name, *known.aliases))
        mark = (community.pk, place_key(name), tuple(building_key(one) for one in buildings))
        earlier = self.seen.setdefault(mark, entry.number)
        if earlier != entry.number:
            entry.notes.append(_("The same as row %(number)s.") % {"number": earlier})
            entry.same = True
        elif known is not None and not names and not new_alias:
            entry.same = True

    def _leave_people_out(self, entry):
        """“12号楼 王芳 138…” is a building with somebody who lives there; a place bears neither name nor number."""
        whole = entry.text("building")
        if "phone" in (parts := words.split_facts(whole)) and "building" in parts:
            entry.values["building"] = parts["building"]
            entry.notes.append(_("Taken apart: “%(text)s”.") % {"text": whole})

    def _buildings(self, entry):
        text = self._without_remarks(entry)
        if not text:
            return []
        names, wanted = [], ""
        for part in reversed([part for part in LISTED.split(place_name(text)) if part]):
            part = HAN_RUN.sub(lambda run: f"{number_of(run[1])}{run[2]}{number_of(run[3])}", part)
            unit = UNIT.search(part)
            wanted = "号楼" if unit and unit[0] == "#" else unit[0] if unit else wanted  # 1、2、3号楼
            if (match := RUN.match(part)) and int(match[2]) < int(match[3]):  # 3-1号楼 is one building
                before, first, last = match[1], int(match[2]), int(match[3])
                if last > first + LONGEST_RUN:
                    said = _("A run has at most %(most)s buildings.") % {"most": LONGEST_RUN}
                    entry.wrong("building", said)
                    return []
                names[:0] = [f"{before}{number}{wanted or '号楼'}" for number in range(first, last + 1)]
            elif SEVERAL_MEANT.search(part):
                entry.wrong(
                    "building",
                    _("“%(text)s” stands for several buildings; name each, or write them as 1-6号楼.") % {"text": part},
                )
                return []
            elif part.isdigit() or (wanted and LETTER.fullmatch(part)):
                names.insert(0, f"{part}{wanted or '号楼'}")
            else:
                names.insert(0, part)
        try:
            return list(dict.fromkeys(_placed(name) for name in names))
        except ValidationError as refused:
            entry.wrong("building", refused)
            return []

    def _without_remarks(self, entry):
        """“2号楼（高层）” is 2号楼; what stands in brackets stays in the table."""
        whole = entry.text("building")
        if ODD_OR_EVEN.search(whole):
            entry.wrong("building", _("Name each building; odd and even numbers are not told apart."))
        text = REMARK.sub("", whole)
        if text != whole:
            entry.notes.append(_("Read without what stands in brackets: “%(text)s”.") % {"text": whole})
        return text

    def check_together(self, entries):
        """Nothing that one row says of another, but for what `check` has seen."""

    def prepare(self, entries):
        """Nothing that takes long."""

    def write(self, entries, *, by):
        outcome = Outcome()
        for entry in entries:
            facts = entry.facts
            children = self.places.children.setdefault(facts["community"].pk, {})
            compound = children.get(place_key(facts["name"]))
            if compound is None:
                compound = facts["community"].add_child(name=facts["name"], by=by, note=self.batch.file_name)
                self.places.add(compound)
                outcome.created(compound)
                outcome.count("compounds")
            if facts["alias"] and facts["alias"] not in (compound.name, *compound.aliases):
                was = {"aliases": list(compound.aliases)}
                compound.describe(by=by, aliases=[*compound.aliases, facts["alias"]])
                outcome.changed(compound, was)
            for name in facts["buildings"]:
                if building_key(name) in self.places.children.get(compound.pk, {}):
                    continue
                building = compound.add_child(name=name, by=by, note=self.batch.file_name)
                self.places.add(building)
                outcome.created(building)
                outcome.count("buildings")
        return outcome

    def clashes(self, entries):
        """Whether somebody wrote what this batch is about since it was read; names are kept apart by the database."""
        return False


def _placed(text):
    name = place_name(text)
    if name:
        refuse_place_name(name)
        refuse_text(name)
    if len(name) > 50:
        raise ValidationError(_("At most %(most)s characters.") % {"most": 50}, code="length")
    return name
