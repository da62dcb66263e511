"""Reading region files into the tree: checked as a whole first, then written in one transaction.

Header: code,name,level,parent_code,parent_name. Codes have 6 or 12 digits; 6 are padded with zeros, so that
both editions of one place meet. A code only finds rows: parents are named in the file, never cut from digits.
"""

import csv
import gzip
import re
import unicodedata
import zlib
from array import array
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.regions.models import CHILDREN_CAP, LEVEL_ORDER, Level, Region
from communities.regions.region_rows import insert_communities, kind_of
from communities.text.names import place_name, refuse_place_name
from communities.text.pinyin import fast_place_keys, place_keys
from registry.audit.log import record_summary

DATA = Path(__file__).resolve().parent / "data"
SHIPPED = ("seed_regions.csv", "seed_missing.csv", "regions_full.csv.gz")
HEADER = ["code", "name", "level", "parent_code", "parent_name"]
VIRTUAL = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
BATCH = 2000
KNOWN_CHUNK = 800
NAME_LENGTH = 50
MOST_ROWS = 1_000_000
MOST_LETTERS = 150_000_000  # three times the national table; a packed file may unfold to anything
PLAIN = re.compile("[\u4e00-\u9fff]+")  # nearly every name; the others are looked at letter by letter,
# but for the two letters of nobody’s that the national table has itself (U+E170, U+E08B)
ROWS_TOLD = 200
LOWEST = LEVEL_ORDER[Level.COMMUNITY]
UPPER = LEVEL_ORDER[Level.STREET]  # these levels are kept in memory; what lies below is streamed


class BadFile(Exception):
    """Nothing was written. `rows` is [(row number, what is wrong)], the header being row 1.

    The message gives the reasons of the first ROWS_TOLD and the numbers of all others.
    """

    def __init__(self, rows):
        self.rows = rows
        said = [_("Row %(number)s: %(what)s") % {"number": number, "what": what} for number, what in rows[:ROWS_TOLD]]
        if rest := [number for number, _what in rows[ROWS_TOLD:]]:
            said.append(_("Also wrong: rows %(numbers)s") % {"numbers": _in_runs(rest)})
        super().__init__("\n".join(said))


def _in_runs(numbers):
    """[3, 4, 5, 9] as "3–5, 9"."""
    runs = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def import_file(path, *, by=None, dry_run=False, is_shipped=False, progress=lambda text: None):
    """Load one file; return {"new", "renamed", "unchanged"}. Raises BadFile, OSError. A second run changes nothing.

    A code finds a place, and what the file says otherwise of it (name, level, parent) is no reason to change it: every
    such row is named, nothing is written, and a comparison tells renames from other places under an old code
    (`edition.compare`). Of what ships, checked against the tree it is made for, new names are taken over.
    """
    _plan, outside = check_file(path, progress)
    with transaction.atomic():
        counts = _Load(path, outside, progress, is_shipped=is_shipped).run()
        if not dry_run and (counts["new"] or counts["renamed"]):
            changes = {name: [None, str(number)] for name, number in counts.items()}
            record_summary(
                "region.import",
                by=by,
                label=Path(path).name,
                object_type="communities.region",
                changes=changes,
            )
        if dry_run:
            transaction.set_rollback(True)
    return {name: counts[name] for name in ("new", "renamed", "unchanged")}


def import_shipped(*, by=None, dry_run=False, progress=lambda text: None):
    """Load what ships with the registry, aliases included; return the summed counts."""
    total = Counter()
    for name in SHIPPED:
        total.update(import_file(DATA / name, by=by, dry_run=dry_run, is_shipped=True, progress=progress))
    if not dry_run:
        _add_aliases()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return dict(total)


def _add_aliases():
    with open(DATA / "aliases.csv", encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            region = Region.objects.coded([row["code"]]).first()
            if region and row["alias"] not in region.aliases:
                region.describe(by=None, aliases=[*region.aliases, row["alias"]])


def rows_of(path):
    """(row number, code, name, level, parent code); names as every place is stored."""
    opener = gzip.open if _is_packed(path) else open
    number = letters = 0
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as source:
            reader = csv.reader(source)
            if next(reader, None) != HEADER:
                raise BadFile([(1, _("the header should be %(header)s") % {"header": ",".join(HEADER)})])
            for number, row in enumerate(reader, start=2):
                letters += sum(map(len, row))
                if number > MOST_ROWS or letters > MOST_LETTERS:
                    raise BadFile([(number, _("the file has more than %(most)s rows") % {"most": MOST_ROWS})])
                code, name, level, parent = (*row, "", "", "", "", "")[:4]
                name = name.strip() if PLAIN.fullmatch(name) else place_name(name)
                yield number, code.strip(), name, level.strip(), parent.strip()
    except UnicodeDecodeError:
        raise BadFile([(number + 1, _("the file is not UTF-8"))]) from None
    except csv.Error:
        raise BadFile(
            [(number + 1, _("this row cannot be read; a field is too long or a quotation mark is open"))]
        ) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadFile([(number + 1, _("the packed file ends or breaks here"))]) from None


def _is_packed(path):
    with open(path, "rb") as source:
        return source.read(2) == b"\x1f\x8b"


def full_code(code):
    return code + "000000" if len(code) == 6 else code


def check_file(path, progress):
    """({code of an upper level as int: parent's code * 10 + rank}, parents that stand in the tree alone).

    Raises BadFile naming every bad row. What lies below the streets is not kept: 620,572 lines would be too large.
    """
    plan, bad, parents = {}, [], []
    codes, beside = array("q"), array("q")  # numbers and hashes, packed: as sets they would take 100 MB
    number = 1
    try:
        for number, code, name, level, parent in rows_of(path):
            wrong = _wrong(code, name, level, parent)
            if wrong:
                bad.append((number, wrong))
                continue
            codes.append(int(full_code(code)))
            beside.append(_mark(name, parent))
            rank, above = LEVEL_ORDER[level], int(full_code(parent)) if parent else 0
            if rank <= UPPER:
                plan.setdefault(codes[-1], above * 10 + rank)
            if above and (rank <= UPPER or above not in plan):
                parents.append((number, above, rank))
            if number % 100_000 == 0:
                progress(_("%(rows)s rows checked") % {"rows": number})
    except BadFile as broken:
        bad += broken.rows
    bad += _doubles(path, _twice(codes), _twice(beside), {number for number, _what in bad})
    outside = {above for _number, above, _rank in parents} - plan.keys()
    bad += _wrong_parents(plan, parents, outside)
    if bad:
        raise BadFile(sorted(bad))
    progress(_("%(rows)s rows checked") % {"rows": number - 1})
    return plan, outside


def _mark(name, parent):
    return hash((parent and full_code(parent), name))


def _twice(numbers):
    """Those that stand more than once."""
    ordered = array("q", sorted(numbers))
    return {one for one, other in pairwise(ordered) if one == other}


def _doubles(path, codes, marks, known):
    """The rows, but for the first ones, with a code or a name beside its like that stands more than once."""
    bad, seen = [], set()
    if not (codes or marks):
        return bad
    try:
        for number, code, name, _level, parent in rows_of(path):
            if number in known:
                continue
            doubled = ""
            for kind, mark, among in (("code", int(full_code(code)), codes), ("name", _mark(name, parent), marks)):
                if mark in among:
                    doubled = doubled or (kind if (kind, mark) in seen else "")
                    seen.add((kind, mark))
            if doubled == "code":
                bad.append((number, _("the code %(code)s stands twice in the file") % {"code": code}))
            elif doubled:
                bad.append((number, _("the name %(name)s stands twice under one parent") % {"name": name}))
    except BadFile:
        return bad  # told already by whoever read it before
    return bad


def _wrong(code, name, level, parent):
    if not (code.isascii() and code.isdigit() and len(code) in (6, 12)):
        return _("the code “%(code)s” has not 6 or 12 digits") % {"code": code[:20]}
    if parent and not (parent.isascii() and parent.isdigit() and len(parent) in (6, 12)):
        return _("the parent's code “%(code)s” has not 6 or 12 digits") % {"code": parent[:20]}
    if not name or "\x00" in name or len(name) > NAME_LENGTH:
        return _("the name is empty or longer than %(length)s characters") % {"length": NAME_LENGTH}
    if not PLAIN.fullmatch(name):
        try:
            refuse_place_name("".join(char for char in name if unicodedata.category(char) != "Co"))
        except ValidationError as refused:
            return " ".join(refused.messages)
    if LEVEL_ORDER.get(level, LOWEST + 1) > LOWEST:
        return _("the level “%(level)s” is not known") % {"level": level[:20]}
    if not parent and level != Level.PROVINCE:
        return _("a parent is missing")
    return ""


def _wrong_parents(plan, parents, outside):
    """Rows whose parent is nowhere, or not of a higher level (which a cycle always is somewhere)."""
    known = dict(_known_levels(outside))
    bad = []
    for number, parent, rank in parents:
        above = plan[parent] % 10 if parent in plan else known.get(parent)
        if above is None:
            said = _("the parent %(code)s is neither in the file nor in the tree")
            bad.append((number, said % {"code": f"{parent:012d}"}))
        elif above >= rank:
            bad.append((number, _("the parent %(code)s is not of a higher level") % {"code": f"{parent:012d}"}))
    return bad


def _known_levels(codes):
    codes = sorted(codes)
    for start in range(0, len(codes), KNOWN_CHUNK):
        chunk = [f"{code:012d}" for code in codes[start : start + KNOWN_CHUNK]]
        for code, level in Region.objects.coded(chunk).values_list("code", "level"):
            yield int(code), LEVEL_ORDER[level]


class _Load:
    """Writes a checked file: the upper levels first, level by level, then what lies below in a stream."""

    def __init__(self, path, outside, progress, *, is_shipped):
        self.path, self.outside, self.progress, self.is_shipped = path, outside, progress, is_shipped
        self.differing = []  # [(row number, what the tree says otherwise, or that there is no room)]
        self.counts = Counter(new=0, renamed=0, unchanged=0)
        self.places = {}  # code: [id, path, children made] of every possible parent
        self.touched = set()
        self.today = timezone.localdate()

    def run(self):
        upper = [[] for _rank in range(UPPER + 1)]
        for row in rows_of(self.path):
            if LEVEL_ORDER[row[3]] <= UPPER:
                upper[LEVEL_ORDER[row[3]]].append(row)
        self._know(self.outside)
        for rows in upper:
            self._write(iter(rows), keep=True)
        self._write((row for row in rows_of(self.path) if LEVEL_ORDER[row[3]] > UPPER), keep=False)
        if self.differing:
            raise BadFile(sorted(self.differing))
        self._keep_numbers()
        return self.counts

    def _know(self, codes):
        codes = sorted(set(codes))
        for start in range(0, len(codes), KNOWN_CHUNK):
            chunk = [f"{code:012d}" for code in codes[start : start + KNOWN_CHUNK]]
            for row in Region.objects.coded(chunk).values_list("code", "id", "path", "children_made"):
                self.places[int(row[0])] = list(row[1:])

    def _write(self, rows, *, keep):
        while batch := list(islice(rows, BATCH)):
            known = self._known(batch)
            fresh = [row for row in batch if full_code(row[1]) not in known]
            self._refuse_beside(fresh)
            made = [self._region(row) for row in fresh]
            if not keep:
                insert_communities(made)
            else:
                Region.objects.bulk_create(made, batch_size=500)
                self.places.update({int(row.code): [row.pk, row.path, 0] for row in made})
                self.places.update({int(code): [row.pk, row.path, row.children_made] for code, row in known.items()})
            self._rename(batch, known)
            self.counts["new"] += len(fresh)
            if self.counts["new"] % 50_000 < BATCH and fresh:
                self.progress(_("%(rows)s regions written") % {"rows": self.counts["new"]})

    def _known(self, batch):
        codes, found = [full_code(row[1]) for row in batch], {}
        for start in range(0, len(codes), KNOWN_CHUNK):
            rows = Region.objects.coded(codes[start : start + KNOWN_CHUNK])
            columns = ("code", "pk", "path", "children_made", "name", "aliases", "level", "parent__code")
            found.update({row.code: row for row in rows.values_list(*columns, named=True)})
        return found

    def _refuse_beside(self, rows):
        """A name that stands already under the same parent, with another code or none: for a comparison to tell."""
        wanted = {}
        for number, _code, name, _level, parent in rows:
            above = self.places[int(full_code(parent))] if parent else self._top()
            if above[2]:
                wanted[above[0], name] = number
        parents = sorted({parent for parent, _name in wanted if parent})
        bad = []
        for start in range(0, len(parents), KNOWN_CHUNK):
            there = Region.objects.current().filter(parent__in=parents[start : start + KNOWN_CHUNK])
            for mark in there.values_list("parent_id", "name"):
                if mark in wanted:
                    bad.append(
                        (wanted[mark], _("%(name)s stands there already, with another code") % {"name": mark[1]})
                    )
        if bad:
            raise BadFile(sorted(bad))

    def _region(self, row):
        number, code, name, level, parent = row
        above = self.places[int(full_code(parent))] if parent else self._top()
        above[2] += 1
        if above[2] > CHILDREN_CAP:
            self.differing.append((number, _("its parent has room for %(most)s places") % {"most": CHILDREN_CAP}))
        if parent:
            self.touched.add(int(full_code(parent)))
        region = Region(
            parent_id=above[0],
            path=f"{above[1]}{above[2]:04d}",
            level=level,
            kind=kind_of(full_code(code), name, level),
            name=name,
            code=full_code(code),
            is_virtual=name in VIRTUAL and level in (Level.PREFECTURE, Level.COUNTY),
            opened_on=None,
        )
        keys = place_keys(name) if LEVEL_ORDER[level] <= UPPER else fast_place_keys(name)
        region.pinyin, region.initials = keys.pinyin[:120], keys.initials[:60]
        return region

    def _top(self):
        """Provinces are numbered beside the roots that are there already."""
        if 0 not in self.places:
            last = Region.objects.filter(parent=None).order_by("-path").values_list("path", flat=True).first()
            self.places[0] = [None, "", int(last or 0)]
        return self.places[0]

    def _rename(self, batch, known):
        for number, code, name, level, parent in batch:
            region = known.get(full_code(code))
            if region is None:
                continue
            if not self.is_shipped and (said := _otherwise(region, name, level, parent)):
                self.differing.append((number, said))
            elif region.name == name or name in region.aliases:
                self.counts["unchanged"] += 1
            else:
                Region.objects.get(pk=region.pk).rename(name, by=None)
                self.counts["renamed"] += 1

    def _keep_numbers(self):
        made = [(self.places[code][2], self.places[code][0]) for code in sorted(self.touched)]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE communities_region SET children_made = %s WHERE id = %s", made)


def _otherwise(region, name, level, parent):
    """What the tree says otherwise of the place with this code, or ""."""
    if region.name != name and name not in region.aliases:
        return _("under this code stands %(name)s; compare the edition first (--compare)") % {"name": region.name}
    if region.level != level:
        return _("%(name)s stands at another level; compare the edition first (--compare)") % {"name": region.name}
    if (region.parent__code or "") != (full_code(parent) if parent else ""):
        return _("%(name)s stands elsewhere; compare the edition first (--compare)") % {"name": region.name}
    return ""
