"""From an uploaded file to the rows of a batch: sheets chosen, headers found, remembered columns preferred."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from communities.text.characters import simplified
from communities.text.surnames import USUAL
from leaders.imports import by_year
from leaders.imports.models import ImportBatch, ImportLayout
from leaders.imports.subjects.buildings import each_building
from leaders.imports.subjects.catalogue import SUBJECTS
from leaders.imports.subjects.entry import Entry
from leaders.imports.subjects.places import COMMITTEE
from leaders.imports.subjects.words import begins_like_a_name, identity_facts, split_facts, without_identity
from leaders.people.models import Leader
from registry.sheets.gate import Refused
from registry.sheets.headers import is_numbering
from registry.sheets.read import read_table
from registry.sheets.recognize import (
    HEAD_ROWS,
    Layout,
    as_table,
    blocks_of,
    find_layout,
    lines_of,
    signature,
    turned,
)

MOST_ROWS = 30_000
MASK = "***"
SEEN, LONGEST_LINE = 200, 100  # lines, and letters of each, by which a list without a header is told
OF_TODAY = (ImportBatch.Subject.PEOPLE, ImportBatch.Subject.ORGANIZATIONS, ImportBatch.Subject.PLACES)
MOST_HIDDEN = 60  # so many hidden rows are named
A_TABLE = 3  # columns
UNIT = re.compile("分钟|小时")
BARE = re.compile(r"\s*\d+(?:\.\d+)?\s*")
CALLED = {"name", "compound"}
NAMES_BETWEEN = re.compile(r"\s*[、,，;；/]\s*|\n+")
NAME = re.compile(rf"[{USUAL}][\u4e00-\u9fff]{{1,3}}")
OF_A_POST = re.compile("负责|所辖|管辖|分管|任职")


def layouts_of(sheets, subject, user):
    """[{"name", "header", "depth", "columns", "signature", "is_read", "is_hidden"}], one a sheet with any text."""
    found = []
    kept = {row.signature: row.columns for row in ImportLayout.objects.filter(user=user, subject=subject)}
    for sheet in sheets:
        if not any(any(row) for row in sheet.rows):
            continue
        head = [[simplified(cell) for cell in row] for row in sheet.rows[: HEAD_ROWS + 1]]
        layout = find_layout(head, SUBJECTS[subject].fields) or _list_without_header(sheet.rows, subject)
        is_found = layout is not None
        layout = layout or Layout(_first_wide_row(sheet.rows))
        by_year.name_bare(head, layout, subject)
        if subject in by_year.NEWEST:
            by_year.take_newest(head, layout, by_year.NEWEST[subject])
        mark = signature(sheet.rows[layout.header]) if layout.depth else ""  # a first row of data is remembered nowhere
        if mark and mark in kept:
            layout.columns = {int(column): name for column, name in kept[mark].items()}
            is_found = True
        found.append(
            {
                "name": sheet.name,
                "header": layout.header,
                "depth": layout.depth,
                "columns": {str(column): name for column, name in layout.columns.items()},
                "signature": mark,
                "words": _words(sheet.rows, layout),
                "is_hidden": sheet.is_hidden,
                "is_turned": sheet.is_turned,
                "is_read": is_found and not sheet.is_hidden,
            }
        )
    # Notes and guides beside the table name a column or two of it.
    widest = max((len(one["columns"]) for one in found if one["is_read"]), default=0)
    for one in found:
        one["is_read"] = one["is_read"] and 2 * len(one["columns"]) >= widest
    if subject in OF_TODAY:
        _leave_former_years(found, {sheet.name: sheet.rows for sheet in sheets})
    return found


def _list_without_header(rows, subject):
    """Of a list of “12号楼 王芳 138…” line below line: its one column, to be taken apart row by row."""
    lines = [(index, cell[:LONGEST_LINE]) for index, row in enumerate(rows[:SEEN]) for cell in row if cell.strip()]
    names = [(index, split_facts(cell).get("name")) for index, cell in lines]
    people = [index for index, name in names if name and begins_like_a_name(name)]
    if subject != ImportBatch.Subject.PEOPLE or len(people) < 2 or 2 * len(people) < len(lines):
        return None
    first = people[0]
    columns = {column for row in rows for column, cell in enumerate(row) if cell.strip()}
    header = max(first - 1, 0)
    return Layout(header, first - header, {columns.pop(): "name"}) if len(columns) == 1 else None


def _leave_former_years(found, rows):
    """Of sheets of several years only the last one says who and what there is today; the page names the others."""
    years = {}
    for one in found:
        titles = [cell for row in rows[one["name"]][: one["header"]] for cell in row]
        said = next((match for text in (one["name"], *titles) if (match := by_year.YEAR.search(text))), None)
        if one["is_read"] and said:
            years[one["name"]] = int(said[1])
    for one in found:
        one["is_read"] = one["is_read"] and years.get(one["name"], 0) in (0, max(years.values(), default=0))


def _words(rows, layout):
    """The header as it stands, for the file of what is to be corrected."""
    head = rows[layout.header : layout.first]
    width = max((len(row) for row in head), default=0)
    below = [[row[column] if column < len(row) else "" for column in range(width)] for row in head]
    return [
        without_identity(next((row[column] for row in reversed(below) if row[column]), ""))[:30]
        for column in range(width)
    ]


def _first_wide_row(rows):
    return next((index for index, row in enumerate(rows) if sum(1 for cell in row if cell) > 1), 0)


def entries_of(sheets, layouts, subject):
    """(entries, how many rows were left out, which of them say something, of which rows no column is read).

    Raises Refused.
    """
    fields = SUBJECTS[subject].fields
    entries: list[Entry] = []
    left_out, unread = 0, []
    said: list[str] = []
    is_one = sum(1 for known in layouts if known["is_read"]) < 2
    by_name = {sheet.name: sheet for sheet in sheets}
    for known in layouts:
        if not known["is_read"] or known["name"] not in by_name:
            continue
        rows = by_name[known["name"]].rows
        columns = {int(column): name for column, name in known["columns"].items()}
        layout = Layout(known["header"], known["depth"], columns)
        years = by_year.columns_of_years(rows, layout, subject)
        lines, left, unread_here = lines_of(rows, layout, fields, by_year.blocks(years, columns))
        lines, without = by_year.rows_of_years(lines, years, subject)
        left = sorted(left + without)
        left_out += len(left)
        texts = [number for number in left if any(cell.strip() for cell in rows[number - 1])]
        said += [str(number) if is_one else f"{known['name']} {number}" for number in texts]
        unread += unread_here
        # A column called 楼组长姓名 or 业委会名称 says what its people are.
        called = [
            rows[known["header"]][column]
            for column, name in columns.items()
            if known["depth"]
            and column < len(rows[known["header"]])
            and (name in CALLED or (name == "building" and OF_A_POST.match(rows[known["header"]][column])))
        ]
        unit = _unit_of_hours(rows, known, columns)
        counted = next((column for column, name in columns.items() if name == "members"), None)
        own = "" if counted is None else by_year.own_header(rows, Layout(known["header"], known["depth"]), counted)
        of_year = {"members_year": found[1]} if (found := by_year.YEAR.search(own)) else {}
        named, under, compound, around = "", (), "", None
        for line in lines:
            # A community named once stands for the rows below it, until a heading says otherwise. A group without one
            # may be the whole street's.
            if subject != ImportBatch.Subject.ORGANIZATIONS and "community" in line.values:
                named = line.values["community"] or (named if line.headings == under else "")
                line.values["community"], under = named, line.headings
            # The same for a compound in front of its buildings, within one community; elsewhere an empty one says that
            # there is none.
            if subject == ImportBatch.Subject.PLACES and "compound" not in columns.values():
                line.values["compound"] = "" if COMMITTEE.search(line.under) else line.under
            elif subject == ImportBatch.Subject.PLACES:
                compound, around = compound if around == (named, line.headings) else "", (named, line.headings)
                compound = line.values.get("compound") or (compound if line.values.get("building") else "")
                line.values["compound"] = compound
            if unit and BARE.fullmatch(line.values["hours"]):
                line.values["hours"] += unit
            cells = [
                MASK if columns.get(column) == "identity" and cell else without_identity(cell)
                for column, cell in enumerate(line.cells)
            ]
            headings = [*line.headings[-8:], *called, *by_year.called(rows, layout, years, line, subject)]
            values = _without_identity(line.values) | of_year
            for one in EACH.get(subject, _as_it_stands)(values):
                entries.append(Entry(len(entries), known["name"], line.number, cells, headings, one))
    if len(entries) > MOST_ROWS:
        raise Refused(_("The table has more than %(most)s rows; split it.") % {"most": MOST_ROWS})
    return entries, left_out, said, unread


def _unit_of_hours(rows, known, columns):
    """分钟 of “学习时长（分钟）”: what the numbers below it count, where they do not say themselves."""
    head = rows[known["header"] : known["header"] + known["depth"]]
    own = [column for column, name in columns.items() if name == "hours"]
    said = " ".join(row[column] for row in head for column in own if column < len(row))
    return found[0] if (found := UNIT.search(said)) else ""


def _of_each_building(values):
    """The row once for each building of “3、4号楼” or “5号-7号”; where nobody says, the person lives in the first."""
    each = each_building(values.get("building", ""))
    if len(each) < 2:
        return (values,)
    home = values.get("home") or each[0]
    return [values | {"building": building, "home": home} for building in each]


def _of_each_person(values):
    """The row once for each of “王芳、李国强”, who earned or were given the same."""
    names = [name for name in NAMES_BETWEEN.split(values.get("name", "").strip()) if name]
    is_list = len(names) > 1 and all(NAME.fullmatch(name) for name in names)
    is_list = is_list and not values.get("phone")
    return [values | {"name": name} for name in names] if is_list else (values,)


def _as_it_stands(values):
    return (values,)


EACH = {
    ImportBatch.Subject.PEOPLE: _of_each_building,
    ImportBatch.Subject.HOURS: _of_each_person,
    ImportBatch.Subject.HONOURS: _of_each_person,
}


def _without_identity(values):
    """An identity number gives sex and year of birth where the table does not say, and is forgotten at once."""
    born, sex = identity_facts(values.pop("identity", ""))
    values = {name: without_identity(text) for name, text in values.items()}
    if born:
        values["birth"] = values.get("birth") or str(born)
        values["gender"] = values.get("gender") or ("男" if sex == Leader.Gender.MALE else "女")
    return values


def read(data, subject):
    """The sheets of an uploaded file, forms of one person each as tables; raises Refused."""
    fields, sheets = SUBJECTS[subject].fields, read_table(data)
    tables = [replace(sheet, rows=as_table(sheet.rows, fields)) for sheet in sheets]
    for sheet, table in zip(sheets, tables, strict=True):
        layout = find_layout(sheet.rows[: HEAD_ROWS + 1], fields) if table.rows is sheet.rows else None
        if layout is not None and len(layout.columns) >= A_TABLE:
            return sheets  # what looks like a form beside a table is its guide
    return [
        replace(sheet, rows=across, is_turned=True) if (across := _turned(sheet, table, fields)) else table
        for sheet, table in zip(sheets, tables, strict=True)
    ]


def _turned(sheet, table, fields):
    return turned(sheet.rows, fields) if table.rows is sheet.rows else None


def hidden_of(sheets, entries):
    """{"hidden", "hidden_count"}: which of the rows that are read a filter or a hand hides in the file."""
    hidden = {(sheet.name, number) for sheet in sheets for number in sheet.hidden if not sheet.is_turned}
    read = dict.fromkeys((entry.sheet, entry.number) for entry in entries if (entry.sheet, entry.number) in hidden)
    is_one = len({entry.sheet for entry in entries}) < 2
    said = [str(number) if is_one else f"{name} {number}" for name, number in read]
    return {"hidden": said[:MOST_HIDDEN], "hidden_count": len(said)}


def columns_unread(sheets, layouts, subject=""):
    """The headers of columns of the sheets that are read of which nothing is taken, but for the numbering."""
    found = []
    for known in layouts:
        if not known["is_read"]:
            continue
        columns = columns_told_apart(sheets, known, subject)
        said = [one for one in columns if one["header"] and one["examples"]]
        found += [one["header"] for one in said if not (one["name"] or one["beside"])]
    return [one for one in dict.fromkeys(without_identity(header)[:20] for header in found) if not is_numbering(one)]


def columns_told_apart(sheets, known, subject):
    """`columns_shown`; "beside" is what a column is read as that is like one: to the right of it, of another year."""
    shown = columns_shown(sheets, known)
    rows = next(sheet.rows for sheet in sheets if sheet.name == known["name"])
    columns = {int(column): name for column, name in known["columns"].items()}
    layout, beside = Layout(known["header"], known["depth"], columns), {}
    for block in [*blocks_of(rows, layout, columns), *by_year.columns_of_years(rows, layout, subject).values()]:
        beside |= block
    return [one | {"beside": "" if one["name"] else beside.get(one["column"], "")} for one in shown]


def columns_shown(sheets, known):
    """What the page of columns shows of one sheet: [{"column", "header", "examples", "name"}]."""
    rows = next(sheet.rows for sheet in sheets if sheet.name == known["name"])
    width = max((len(row) for row in rows[: known["header"] + 40]), default=0)
    first = known["header"] + known["depth"]
    below = [row for row in rows[first : first + 60] if any(row)]
    shown = []
    for column in range(width):
        words = [rows[line][column] for line in range(known["header"], first) if column < len(rows[line])]
        header = " ".join(dict.fromkeys(word for word in words if word))  # once where it is merged over both rows
        examples = [row[column] for row in below if column < len(row) and row[column]][:2]
        if header or examples:
            name = known["columns"].get(str(column), "")
            texts = [without_identity(text)[:20] for text in examples]
            shown.append({"column": column, "header": header, "examples": texts, "name": name})
    return shown
