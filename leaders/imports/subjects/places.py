"""Finding the place a row means among the places of the batch."""

import difflib
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.regions.models import Level, Region
from communities.scope import ancestor_paths, lies_in
from communities.text.buildings import building_key
from communities.text.names import organization_key
from leaders.imports.subjects import contents, shapes
from registry.sheets.headers import Field
from registry.ui.signs import between_names

COMMITTEE = re.compile(
    r"(?:业主委员会|业委会|(?:社区)?(?:居民委员会|居委会|居委)|居民区|社区|村民委员会|村委会|(?<=[一二三四五六七八九十\d])居)$"
)
VILLAGE = re.compile(r"(?:村民委员会|村委会|村委|村)$")
NO_VILLAGE = re.compile(r"(?:居民?委员会|居委会?|居民区|社区|(?<=[一二三四五六七八九十\d])居)$")
COUNTED = re.compile(r"第(?=[一二三四五六七八九十\d])")
ROOM = re.compile(
    r"^(.*?(?:号楼|号|幢|栋|座|楼|#))[\s-]*(?:\d单元)?\s*\d{2,4}(?:室|户)?$|^(\d+)[-—－/](\d{3,4})(?:室)?$"
)
ADDRESSES = (
    "住址", "家庭住址", "居住地址", "地址", "家庭地址", "住宅地址", "现住址", "现住地址",
    "常住地址", "居住地", "详细地址", "住所", "户籍地址", "房号", "房间号", "室号",
)  # fmt: skip
COMMUNITY = Field(
    "community", gettext_lazy("Community"), ("社区", "居委会", "居委", "所属社区", "所属居委", "所属居委会", "所在社区", "所在居委", "村居", "居村", "居民区", "所属居民区", "社区名称", "居委名称", "居民区名称", "村社区", "村居委", "居村委"),
    example="康城第一居委会", shape=shapes.COMMUNITY, **contents.COMMUNITY,
)  # fmt: skip
COMPOUND = Field(
    "compound", gettext_lazy("Compound"), ("小区", "小区名称", "所在小区", "所属小区", "住宅小区", "居住小区", "任职小区", "楼盘", "物业小区", "业委会名称", "业委会", "业委会所在小区"), example="康城一期", shape=shapes.COMPOUND, **contents.COMPOUND,
)  # fmt: skip
BUILDING = Field(
    "building", gettext_lazy("Building"),
    ("楼栋", "负责楼栋", "负责楼组", "负责楼号", "所辖楼栋", "所辖楼组", "管辖楼栋", "分管楼栋", "任职楼栋", "任职楼组", "楼号", "楼幢", "幢号", "栋号", "楼栋号", "门牌", "门牌号", "楼组", "楼组号", "楼栋明细", "楼号明细", "楼栋范围", "楼栋名称", "号楼", "楼宇", "楼道", "所辖范围", "负责范围", "管辖范围", "服务范围", "小区楼栋", "小区楼号", "小区及楼栋", "所在楼栋", "所在楼组", *ADDRESSES),
    example="12号楼", shape=shapes.BUILDING, late=ADDRESSES, **contents.BUILDING,
)  # fmt: skip


def place_key(name):
    """Under which 康城第一居委会, 康城第一社区, 康城第一居民区 and 康城一居 meet."""
    key = COUNTED.sub("", organization_key(name))
    return COMMITTEE.sub("", key) or key


class Places:
    """The current places at and below the batch's region, and those above it, read once."""

    def __init__(self, region):
        own = Region.objects.current().within(region)
        above = Region.objects.filter(path__in=ancestor_paths(region.path))
        rows = {row.pk: row for row in [*above.in_tree_order(), *own.in_tree_order()]}
        self.rows, self.region = rows, rows[region.pk]
        self.children, self.named = {}, {Level.COMMUNITY: {}, Level.COMPOUND: {}}
        self.villages = {}
        self.stands = ("", None)  # the sheet, and the compound its last row named
        for row in rows.values():
            if row.parent_id in rows:
                row.parent = rows[row.parent_id]
            self.add(row)

    def add(self, row):
        if row.level == Level.BUILDING:
            self.children.setdefault(row.parent_id, {})[building_key(row.name)] = row
            return
        self.children.setdefault(row.parent_id, {})[place_key(row.name)] = row
        if row.level in self.named:
            for key in {place_key(name) for name in (row.name, *row.aliases)}:  # 水晶宫社区, once 水晶宫社区居委会
                self.named[row.level].setdefault(key, []).append(row)
            for name in (row.name, *row.aliases):
                if row.level == Level.COMMUNITY and VILLAGE.search(key := organization_key(name)):
                    self.villages.setdefault(VILLAGE.sub("", key), []).append(row)

    def inside(self, row, region):
        return lies_in(row.path, region.path)

    def community(self, entry):
        """The community meant: named in the row, in the headings above it, or the batch's own."""
        if text := entry.text("community"):
            found = self.communities_called(text)
            if len(found) == 1:
                return found[0]
            if found:
                names = between_names().join(row.name for row in found)
                said = _("%(name)s may be one of several: %(found)s. Write the whole name.")
                entry.wrong("community", said % {"name": text, "found": names})
                return None
            entry.wrong(
                "community",
                _(
                    "There is no community called %(name)s here; correct the name, or add it at “Regions and buildings” first."
                )
                % {"name": text},
            )
            close = difflib.get_close_matches(place_key(text), self.named[Level.COMMUNITY], 1, 0.6)
            if close:
                entry.hints["community"] = self.named[Level.COMMUNITY][close[0]][0].name
            return None
        if self.region.level == Level.COMMUNITY:
            return self.region
        if self.region.level in (Level.COMPOUND, Level.BUILDING):
            return next((row for row in self.above(self.region) if row.level == Level.COMMUNITY), None)
        for heading in [*reversed(entry.headings), entry.sheet]:
            if found := self.heard(heading, Level.COMMUNITY):
                return found
            if len(called := self.communities_called(heading)) == 1:
                return called[0]  # a sheet called 谷通
        return None

    def communities_called(self, text):
        """谷通村 of 谷通, 谷通村委会 and 谷通村民委员会, but not of 谷通社区; 大坝 may be both 大坝村 and 大坝社区."""
        key = COUNTED.sub("", organization_key(text))
        found = self.named[Level.COMMUNITY].get(place_key(text), [])
        exact = [row for row in found if organization_key(row.name) == organization_key(text)]
        if exact:
            return exact
        villages = [] if NO_VILLAGE.search(key) else self.villages.get(VILLAGE.sub("", key), [])
        if VILLAGE.search(key) and villages:
            return list(dict.fromkeys(villages))
        return list(dict.fromkeys([*found, *villages]))

    def is_place(self, text):
        """Whether a compound or a community here is called so."""
        return any(place_key(text) in named for named in self.named.values())

    def heard(self, text, level):
        """The one place of a level whose name stands in a heading; the longest name wins."""
        key = COUNTED.sub("", organization_key(text))
        names = [name for name in self.named[level] if len(name) > 1 and name in key]
        if not names:
            return None
        rows = self.named[level][max(names, key=len)]
        return rows[0] if len(rows) == 1 else None

    def above(self, row):
        while row is not None:
            yield row
            row = self.rows.get(row.parent_id)

    def compounds(self, community):
        rows = {row.pk: row for found in self.named[Level.COMPOUND].values() for row in found}
        return [row for row in rows.values() if community is None or self.inside(row, community)]

    def compound(self, entry, community):
        if self.region.level == Level.COMPOUND:
            return self.region
        if text := entry.text("compound"):
            found = [
                row
                for row in self.named[Level.COMPOUND].get(place_key(text), [])
                if community is None or self.inside(row, community)
            ]
            if len(found) == 1:
                return found[0]
            if found:
                entry.wrong(
                    "compound", _("Several compounds are called %(name)s; name the community.") % {"name": text}
                )
                return None
            entry.wrong("compound", _("There is no compound called %(name)s here.") % {"name": text})
            close = difflib.get_close_matches(place_key(text), self.named[Level.COMPOUND], 1, 0.6)
            if close:
                entry.hints["compound"] = self.named[Level.COMPOUND][close[0]][0].name
            return None
        for heading in [*reversed(entry.headings), entry.sheet]:
            found = self.heard(heading, Level.COMPOUND)
            if found and (community is None or self.inside(found, community)):
                return found
        own = self.compounds(community) if community is not None else []  # a lone one of another community is not meant
        return own[0] if len(own) == 1 else None

    def move_compound(self, entry, community):
        """A compound that stands where its building is looked for, and in no column of its own, is the compound."""
        text = entry.text("building")
        if not text or entry.text("compound"):
            return
        named, rest = self.compound_in(text, community)
        if named is not None and not rest:
            entry.values["compound"], entry.values["building"] = text, ""

    def building(self, entry, community, compound, name="building"):
        """The building meant; None where nothing is written, or where it is wrong (then with the reason)."""
        text = entry.text(name)
        if compound is not None and entry.text("compound"):
            self.stands = (entry.sheet, compound)
        if not text:
            return None
        if compound is None:
            compound, text = self.compound_in(text, community)
        elif place_key(text).startswith(place_key(compound.name)):
            text = _after(text, compound.name)
        places = [compound] if compound is not None else self.compounds(community)
        for spelling in spellings(text):
            key = building_key(spelling)
            found = [self.children[place.pk][key] for place in places if key in self.children.get(place.pk, {})]
            if len(found) == 1:
                return found[0]
            above = [row for row in found if self.stands == (entry.sheet, self.rows[row.parent_id])]
            if above:  # named once, above the rows of its buildings
                entry.notes.append(
                    _("The compound of the row above: %(compound)s.") % {"compound": self.stands[1].name}
                )
                return above[0]
            if found:
                entry.wrong(name, _("Several compounds have a building %(name)s; name the compound.") % {"name": text})
                return None
        where = compound or community or self.region
        entry.wrong(name, _("%(place)s has no building %(name)s.") % {"place": where.name, "name": text})
        if hint := self._close(text, places):
            entry.hints[name] = hint
        return None

    def compound_in(self, text, community):
        """(compound, rest) of “康城一期12号楼”; (None, text) where no name stands before."""
        named = [
            row for row in self.compounds(community) if any(text.startswith(name) for name in (row.name, *row.aliases))
        ]
        if not named:
            return None, text
        best = max(named, key=lambda row: max(len(n) for n in (row.name, *row.aliases) if text.startswith(n)))
        return best, _after(text, max((n for n in (best.name, *best.aliases) if text.startswith(n)), key=len))

    def _close(self, text, places):
        """The building whose number differs by one slip: 58 for 28, 112 for 12."""
        known = {key: row for place in places for key, row in self.children.get(place.pk, {}).items()}
        bare = {key.lstrip("0"): row for key, row in known.items()}
        close = difflib.get_close_matches(building_key(text).lstrip("0"), bare, 1, 0.5)
        return bare[close[0]].name if close else ""


def spellings(text):
    """The text itself, then without a room behind the building."""
    yield text
    if match := ROOM.match(text.strip()):
        yield match[1] or match[2]


def _after(text, name):
    return text[len(name) :].strip() if text.startswith(name) else text
