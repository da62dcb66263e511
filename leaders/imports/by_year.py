"""Columns of several years side by side: each year of honours and hours is a row, of members the last year counts."""

import re
from collections.abc import Mapping

from leaders.imports.models import ImportBatch
from leaders.imports.subjects.catalogue import SUBJECTS
from leaders.imports.subjects.words import without_nothing
from registry.sheets.headers import plain_header, strength_of_cell
from registry.sheets.recognize import Layout, Line, Rows

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
WITH_YEAR = re.compile(r"(?<!\d)20\d\d\s*(?:年度?)?")
NEWEST = {ImportBatch.Subject.ORGANIZATIONS: "members", ImportBatch.Subject.HOURS: "hours"}
WHEN = {ImportBatch.Subject.HOURS: "held_on", ImportBatch.Subject.HONOURS: "given_on"}
# What may differ from year to year; the person is the same.
YEARLY = {
    ImportBatch.Subject.HOURS: {"title", "organizer", "held_on", "content_area", "hours"},
    ImportBatch.Subject.HONOURS: {"title", "issuer", "level", "given_on", "document_number"},
}
# What a table is about whose headers are nothing but years.
MEANT = {ImportBatch.Subject.HOURS: "hours", ImportBatch.Subject.HONOURS: "title"}
LIKE_IT = 1.2  # how surely a header without its year is of the same field: 荣誉称号 beside 荣誉


def own_header(rows: Rows, layout: Layout, column: int) -> str:
    """The lowest word of a header that stands over one column."""
    head = rows[layout.header : layout.first]
    return next((row[column] for row in reversed(head) if column < len(row) and row[column]), "")


def take_newest(rows: Rows, layout: Layout, name: str) -> None:
    """Of columns that differ by a year alone (2024年, 2025年) the last year's is the one."""
    own = next((column for column, field in layout.columns.items() if field == name), None)
    if own is None or not YEAR.search(header := own_header(rows, layout, own)):
        return
    like = YEAR.sub("", header)
    width = max(len(row) for row in rows[layout.header : layout.first])
    headers = {column: own_header(rows, layout, column) for column in range(width)}
    years = {
        column: int(found[1])
        for column, text in headers.items()
        if (found := YEAR.search(text)) and YEAR.sub("", text) == like and layout.columns.get(column, name) == name
    }
    newest = max(years, key=lambda column: years[column])
    del layout.columns[own]
    layout.columns[newest] = name


def name_bare(rows: Rows, layout: Layout, subject: str) -> None:
    """Below 2023年, 2024年 without another word stands what the table is about: the honour of each year."""
    name = MEANT.get(ImportBatch.Subject(subject))
    if name is None or name in layout.columns.values() or not layout.depth:
        return
    told = _years_and_words(rows, layout)
    bare = [column for column, (_year, words) in told.items() if not words and column not in layout.columns]
    if len(bare) > 1:
        layout.columns[bare[0]] = name


def columns_of_years(rows: Rows, layout: Layout, subject: str) -> dict[int, dict[int, str]]:
    """{2023: {3: "title"}, 2024: {4: "title"}}: a column names its year itself, or stands below one that spans it."""
    if subject not in YEARLY or not layout.depth:
        return {}
    told = _years_and_words(rows, layout)
    if any(name == WHEN[ImportBatch.Subject(subject)] for column, name in layout.columns.items() if column not in told):
        return {}  # a column of days says of which year the row is
    fields = {
        told[column][1]: name
        for column, name in layout.columns.items()
        if column in told and name in YEARLY[ImportBatch.Subject(subject)]
    }
    found: dict[int, dict[int, str]] = {}
    for column, (year, words) in told.items():
        name = layout.columns.get(column) or fields.get(words) or _like(words, set(fields.values()), subject)
        if name in fields.values() and name not in found.get(year, {}).values():
            found.setdefault(year, {})[column] = name
    return dict(sorted(found.items()))


def _like(words: str, names: set[str], subject: str) -> str:
    """The field of 荣誉称号 in 2024, where that of 2023 was called 荣誉; "" of another thing."""
    strengths = {
        one.name: strength_of_cell(words, one)
        for one in SUBJECTS[ImportBatch.Subject(subject)].fields
        if one.name in names
    }
    best = max(strengths, key=lambda name: strengths[name], default="")
    return best if strengths.get(best, 0) >= LIKE_IT else ""


def _years_and_words(rows: Rows, layout: Layout) -> dict[int, tuple[int, str]]:
    """{column: (its year, its header without it)} of the columns that have one."""
    head = rows[max(layout.header - 1, 0) : layout.first]
    width = max((len(row) for row in head), default=0)
    spanning = [
        _spread(row, width) for row in head if len({match[1] for cell in row if (match := YEAR.search(cell))}) > 1
    ]
    found = {}
    for column in range(width):
        own = own_header(rows, layout, column)
        year = YEAR.search(own) or next((match for row in spanning if (match := YEAR.search(row[column]))), None)
        if year and own:
            found[column] = (int(year[1]), plain_header(WITH_YEAR.sub("", own)))
    return found


def _spread(row: list[str], width: int) -> list[str]:
    """Each column with the word above it: one merged over several columns stands in the first of them alone."""
    found, last = [], ""
    for column in range(width):
        last = row[column] if column < len(row) and row[column] else last
        found.append(last)
    return found


def rows_of_years(lines: list[Line], years: Mapping[int, dict[int, str]], subject: str) -> tuple[list[Line], list[int]]:
    """(the lines that say something of their year, numbers of the rows that say nothing of any)."""
    if not years:
        return lines, []
    kept = [line for line in lines if line.block is None or _says(line, list(years.values())[line.block])]
    for line in kept:
        if line.block is not None:
            when = WHEN[ImportBatch.Subject(subject)]
            line.values[when] = line.values.get(when) or str(list(years)[line.block])
    return kept, sorted({line.number for line in lines} - {line.number for line in kept})


def _says(line: Line, own: Mapping[int, str]) -> bool:
    return any(without_nothing(line.values.get(name, "")) for name in own.values())


def called(rows: Rows, layout: Layout, years: Mapping[int, dict[int, str]], line: Line, subject: str) -> list[str]:
    """What the hours of a year are called in a table of sums: 2023年学时."""
    if subject != ImportBatch.Subject.HOURS or not years or line.block is None:
        return []
    year, own = list(years.items())[line.block]
    return [f"{year}年{WITH_YEAR.sub('', own_header(rows, layout, min(own)))}"]


def blocks(years: Mapping[int, dict[int, str]], columns: Mapping[int, str]) -> list[dict[int, str]]:
    """The columns read in each year: those that stand once, and its own."""
    own = {column for block in years.values() for column in block}
    once = {column: name for column, name in columns.items() if column not in own}
    return [
        {column: name for column, name in once.items() if name not in block.values()} | block
        for block in years.values()
    ]
