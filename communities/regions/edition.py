"""A newer edition of the national table held against the tree: what is new, renamed, re-coded, moved, gone.

Places are known again by code and name together, then by the name beside the same parent, then by the name where it
is the only one of its kind in the prefecture, and only then by the code alone: codes were given to other places before.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, Q

from communities.regions.models import LEVEL_ORDER, LeftOutChange, Level, Region, RegionAct, RegionTrace
from communities.regions.region_import import check_file, full_code, rows_of
from communities.text.names import organization_key

UPPER = LEVEL_ORDER[Level.STREET]
LOWEST = LEVEL_ORDER[Level.COMMUNITY]
LEFT_OUT_BEFORE = "left_out_before"
KINDS = ("recode", "level", "new", "split", "move", "merge", "retire", "rename")
ENDINGS = {
    Level.PREFECTURE: re.compile("(地区|自治州|盟|市)$"),
    Level.COUNTY: re.compile("(自治县|自治旗|县|区|市|旗)$"),
    Level.STREET: re.compile("(街道办事处|街道|镇|民族乡|乡|苏木)$"),
    Level.COMMUNITY: re.compile("(社区居民委员会|社区居委会|居民委员会|居委会|社区|村民委员会|村委会|村|嘎查)$"),
}


class Row(NamedTuple):
    """One line of the file."""

    code: str
    name: str
    level: str
    parent: str


@dataclass
class Comparison:
    """`changes` by kind, each a dict that can be kept; `left_out`: lines of places that are not served."""

    changes: list = field(default_factory=list)
    left_out: int = 0
    unchanged: int = 0

    @property
    def counts(self):
        """{kind: how many}, those that were left out of an earlier table under "left_out_before"."""
        found = dict.fromkeys((*KINDS, LEFT_OUT_BEFORE), 0)
        for change in self.changes:
            found[LEFT_OUT_BEFORE if change["is_left_out"] else change["kind"]] += 1
        return found


def compare(path, progress=lambda text: None):
    """Raises BadFile naming every bad row. Nothing is written."""
    check_file(path, progress)
    return _Compare(path).run()


def name_key(name, level):
    """Under which 桥北居委会 and 桥北社区居民委员会 meet: endings change between editions without anything else."""
    key = organization_key(name)
    pattern = ENDINGS.get(level)
    return (pattern.sub("", key) or key) if pattern else key


def keys_of(change):
    """Under which a change is known again in a later table, the surest first; a new place by its code or beside it."""
    kind = change["kind"]
    if kind in ("new", "split"):
        name = name_key(change["name"], change["level"])
        beside = [f"new in {change['parent']} {name}"] if change["parent"] else []
        return [f"new {change['code']} {name}", *beside]
    wanted = {"rename": "name", "recode": "code", "level": "level", "move": "parent_code", "merge": "code"}
    return [f"{kind} {change['pk']} {change.get(wanted.get(kind), '')}"]


def moved_in():
    """The communities that an act of their own brought from another place to where they are."""
    stands = RegionTrace.objects.filter(act__undone_at=None, region__level=Level.COMMUNITY, region__retired_on=None)
    moved = stands.filter(act__kind=RegionAct.Kind.MOVE, act__region=F("region"))
    places = stands.filter(region__in=moved.values("region")).values_list("region", "parent", "region__parent")
    first = {}
    for pk, was, now in places.order_by("id"):
        first.setdefault(pk, was != now)
    return {pk for pk, is_elsewhere in first.items() if is_elsewhere}


def left_out_keys():
    """The keys of all that was left out before."""
    return {key for change in LeftOutChange.objects.values_list("change", flat=True) for key in keys_of(change)}


def mark_left_out(changes):
    """Say of each change whether it was left out before; what lies in a place that was left out goes with it."""
    kept = left_out_keys()
    codes = set()
    for change in sorted(changes, key=lambda one: LEVEL_ORDER[one["level"]]):
        is_below = change["kind"] in ("new", "split") and change["parent_code"] in codes
        change["is_left_out"] = is_below or not kept.isdisjoint(keys_of(change))
        if change["is_left_out"] and change["kind"] in ("new", "split"):
            codes.add(change["code"])


class _Compare:
    def __init__(self, path):
        self.tree = self._read_tree()
        self.by_code = {row.code: row for row in self.tree.values() if row.code}
        self.file = self._read_file(path)
        self.of_tree: dict[int, str] = {}  # which line a place is
        self.of_file: dict[str, Any] = {}  # and the other way round
        self.covered = {(row.parent, row.level) for row in self.file.values()}
        self.result = Comparison(left_out=self.left_out)

    def _read_tree(self):
        rows = Region.objects.current().exclude(level__in=[Level.COMPOUND, Level.BUILDING])
        names = ("pk", "code", "name", "aliases", "level", "parent_id", "path")
        return {row.pk: row for row in rows.values_list(*names, named=True).order_by("path").iterator(5000)}

    def _read_file(self, path):
        """The upper levels, and the communities of those prefectures in which streets are served."""
        upper, prefecture = {}, {}
        for _number, code, name, level, parent in rows_of(path):
            if LEVEL_ORDER[level] <= UPPER:
                upper[full_code(code)] = Row(full_code(code), name, level, full_code(parent) if parent else "")
        for code, row in upper.items():
            prefecture[code] = self._top(upper, row, Level.PREFECTURE)
        served = {prefecture.get(row.code) for row in (self.tree[pk] for pk in self._served) if row.code in prefecture}
        self.left_out, wanted = 0, {}
        for _number, code, name, level, parent in rows_of(path):
            if LEVEL_ORDER[level] <= UPPER:
                continue
            if LEVEL_ORDER[level] == LOWEST and prefecture.get(full_code(parent)) in served:
                wanted[full_code(code)] = Row(full_code(code), name, level, full_code(parent))
            else:
                self.left_out += 1
        return upper | wanted

    @cached_property
    def _served(self):
        """What has communities of its own; one that was only moved in does not make its street list all the others."""
        strangers, taken_on = moved_in(), self._taken_on
        communities = [row for row in self.tree.values() if row.level == Level.COMMUNITY]
        own = {row.parent_id for row in communities if row.pk not in strangers or row.parent_id in taken_on}
        return own & self.tree.keys()

    @cached_property
    def _taken_on(self):
        """The streets that were added here, or at which somebody is posted."""
        staffed = Region._meta.get_field("posting").related_model.objects.open().values("region")
        streets = Region.objects.current().filter(level=Level.STREET)
        return set(streets.filter(Q(opened_on__isnull=False) | Q(pk__in=staffed)).values_list("pk", flat=True))

    @staticmethod
    def _top(rows, row, level):
        """The code of the place of `level` at or above `row`, else of its highest parent."""
        while row.level != level and row.parent in rows and row.parent:
            row = rows[row.parent]
        return row.code

    # --- knowing again -----------------------------------------------------------
    def run(self):
        for code, row in self.file.items():
            place = self.by_code.get(code)
            if place is not None and self._same_name(place, row):
                self._meet(place, row)
        for level in Level.values[: LOWEST + 1]:
            lines = [row for row in self.file.values() if row.level == level and row.code not in self.of_file]
            self._by_name(lines, level, self._beside)
            self._by_name(lines, level, self._in_prefecture)
            if level in (Level.PREFECTURE, Level.COUNTY):
                self._by_name(lines, level, self._in_province)
            for row in lines:
                place = self.by_code.get(row.code)
                if row.code not in self.of_file and place is not None and place.pk not in self.of_tree:
                    if place.level == row.level:
                        self._meet(place, row)
        self._tell()
        return self.result

    def _same_name(self, place, row):
        if row.name == place.name or row.name in place.aliases:
            return True
        return name_key(row.name, row.level) == name_key(place.name, place.level)

    def _meet(self, place, row):
        self.of_tree[place.pk], self.of_file[row.code] = row.code, place

    def _by_name(self, lines, level, where):
        """Meet what has one name in one place on both sides, and only once on each."""
        ours, theirs = defaultdict(list), defaultdict(list)
        for row in lines:
            if row.code not in self.of_file:
                theirs[where(row=row), name_key(row.name, level)].append(row)
        for place in self.tree.values():
            if place.level == level and place.pk not in self.of_tree:
                ours[where(place=place), name_key(place.name, level)].append(place)
        for key, rows in theirs.items():
            found = ours.get(key, [])
            whole = [(place, row) for place in found for row in rows if place.name == row.name]
            if key[0] is not None and len(found) == len(rows) == 1:
                self._meet(found[0], rows[0])
            elif key[0] is not None and len(whole) == 1:
                self._meet(*whole[0])

    def _beside(self, *, place=None, row=None):
        return self.of_tree.get(place.parent_id) if place is not None else row.parent or None

    def _in_prefecture(self, *, place=None, row=None):
        return self._in(Level.PREFECTURE, place, row)

    def _in_province(self, *, place=None, row=None):
        return self._in(Level.PROVINCE, place, row)

    def _in(self, level, place, row):
        if row is not None:
            return self._top(self.file, row, level) if row.level != level else None
        while place is not None and place.level != level:
            place = self.tree.get(place.parent_id)
        return self.of_tree.get(place.pk) if place is not None else None

    # --- telling -----------------------------------------------------------------
    def _tell(self):
        found = {kind: [] for kind in KINDS}
        split_from = self._splits()
        served = {self.of_tree.get(pk) for pk in self._served}
        for code, row in self.file.items():
            place = self.of_file.get(code)
            if place is not None:
                self._tell_changes(found, place, row)
            elif LEVEL_ORDER[row.level] < LOWEST or row.parent in served or row.parent not in self.of_file:
                kind = "split" if code in split_from else "new"
                more = {"pk": split_from[code].pk, "was": split_from[code].name} if kind == "split" else {}
                found[kind].append(self._change(kind, row, **more))
            else:
                self.result.left_out += 1
        for place in self.tree.values():
            if place.pk not in self.of_tree and place.code and self._is_covered(place):
                found_into = self._into(place)
                kind = "merge" if found_into else "retire"
                found[kind].append(self._gone(kind, place, found_into))
        found["new"].sort(key=lambda one: LEVEL_ORDER[one["level"]])
        found["retire"].sort(key=lambda one: -LEVEL_ORDER[one["level"]])
        found["merge"].sort(key=lambda one: -LEVEL_ORDER[one["level"]])
        self.result.changes = [change for kind in KINDS for change in found[kind]]
        mark_left_out(self.result.changes)

    def _tell_changes(self, found, place, row):
        before = sum(len(rows) for rows in found.values())
        if place.code != row.code:
            found["recode"].append(self._change("recode", row, pk=place.pk, was=place.code))
        if place.level != row.level:
            found["level"].append(self._change("level", row, pk=place.pk, was=place.level))
        above = self.tree.get(place.parent_id)
        if (self.of_tree.get(above.pk) if above else "") != row.parent and not (above is None and not row.parent):
            found["move"].append(self._change("move", row, pk=place.pk, was=above.name if above else ""))
        if place.name != row.name and row.name not in place.aliases:
            is_other = not set(name_key(place.name, row.level)) & set(name_key(row.name, row.level))
            found["rename"].append(self._change("rename", row, pk=place.pk, was=place.name, is_doubtful=is_other))
        if before == sum(len(rows) for rows in found.values()):
            self.result.unchanged += 1

    def _change(self, kind, row, *, pk=None, was="", is_doubtful=False):
        above = self.of_file.get(row.parent)
        named = self.file[row.parent].name if row.parent in self.file else ""
        return {
            "kind": kind, "pk": pk, "was": was, "name": row.name, "code": row.code, "level": row.level,
            "parent": above.pk if above is not None else None, "parent_code": row.parent, "parent_name": named,
            "is_doubtful": is_doubtful,
        }  # fmt: skip

    def _gone(self, kind, place, into):
        above = self.tree.get(place.parent_id)
        target = self.of_file.get(into.code) if into else None
        return {
            "kind": kind, "pk": place.pk, "was": place.name, "name": into.name if into else place.name,
            "code": into.code if into else place.code, "level": place.level, "parent": target.pk if target else None,
            "parent_code": "", "parent_name": above.name if above else "", "is_doubtful": False,
        }  # fmt: skip

    def _is_covered(self, place):
        """Whether the file speaks of places of this level there: a file of streets says nothing of communities."""
        if not any(level == place.level for _parent, level in self.covered):
            return False
        if self._is_unsaid(place):
            return False
        above = self.tree.get(place.parent_id)
        while above is not None:
            code = self.of_tree.get(above.pk)
            if code is not None:
                return any((code, level) in self.covered for level in Level.values)
            if self._is_unsaid(above):
                return False
            above = self.tree.get(above.parent_id)
        return False

    def _is_unsaid(self, place):
        """The list of one province, city or district says nothing of the others: none goes with all that lies in it."""
        return LEVEL_ORDER[place.level] < UPPER and self._into(place) is None

    def _children(self):
        """{place: its places of today that the file knows} by where the file hangs them."""
        if not hasattr(self, "_kids"):
            self._kids = defaultdict(list)
            for pk, code in self.of_tree.items():
                self._kids[self.tree[pk].parent_id].append(self.file[code].parent)
        return self._kids

    def _into(self, place):
        """The one line of the same level that all known places below it went to."""
        targets = set(self._children().get(place.pk, ()))
        row = self.file.get(next(iter(targets))) if len(targets) == 1 else None
        return row if row is not None and row.level == place.level else None

    def _splits(self):
        """{code of a new line: the place that stays and gives it all that lies below it}."""
        givers = defaultdict(set)
        for pk, code in self.of_tree.items():
            parent = self.file[code].parent
            if parent and parent not in self.of_file:
                givers[parent].add(self.tree[pk].parent_id)
        found = {}
        for code, pks in givers.items():
            place = self.tree.get(next(iter(pks))) if len(pks) == 1 else None
            if place is not None and place.pk in self.of_tree and place.level == self.file[code].level:
                if self.of_tree.get(place.parent_id) == self.file[code].parent:
                    found[code] = place
        return found


def in_rings(changes, holders):
    """[(change, code)] so that none is taken twice; the first of a ring gives its own up before, for ""."""
    waiting = {change["pk"]: change for change in changes}
    ordered = []
    while waiting:
        free = [pk for pk, change in waiting.items() if holders.get(change["code"]) not in set(waiting) - {pk}]
        if not free:
            pk = next(iter(waiting))
            ordered.append((waiting[pk], ""))
            holders = {code: holder for code, holder in holders.items() if holder != pk}
            continue
        for pk in free:
            change = waiting.pop(pk)
            ordered.append((change, change["code"]))
    return ordered
