"""Runs by itself, in a process that may be killed: a table on standard input, JSON on standard output.

Every cell leaves as text: a telephone number that Excel kept as 1.38E+10 as its digits, a day as 2026-11-02. One line
a sheet: {"name", "is_hidden", "rows"}. Knows nothing of the project, so that it starts fast and has nothing to lose.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any, NoReturn

from python_calamine import CalamineWorkbook, SheetVisibleEnum

Sheet = tuple[str, bool, list[list[str]], list[int]]  # its name, whether it is hidden, its rows, which are hidden
MOST_MEMORY = 512 * 1024 * 1024  # of addresses, of which a fraction is touched
MOST_SECONDS = 5
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_CELLS = 1_500_000
MOST_LETTERS = 2_000
MOST_SHEETS = 30
MOST_HIDDEN = 1_000  # rows of a sheet told as hidden
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
NUMBER = re.compile(rb"\sr=[\"'](\d{1,7})[\"']")
TAG = re.compile(r"<(?:\w+:)?(?:sheet|Relationship)\s[^>]*>")
ATTRIBUTE = re.compile(r"(?:\w+:)?(\w+)\s*=\s*[\"']([^\"']*)[\"']")
WHOLE = re.compile(r"^(\d{7,})\.0+$")  # a telephone number that a program wrote as a fraction


MARKED = re.compile(r"^['‘’`＇](?=[\d+=@-])")  # “this is text”, typed where Excel did not take it for its sign


def text_of(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return str(value)
    return MARKED.sub("", str(value)[:MOST_LETTERS])


def refuse(reason: str) -> NoReturn:
    print(json.dumps({"refused": reason}))
    sys.exit(0)


def sheets_of_workbook(data: bytes) -> Iterator[Sheet]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(book.sheets_metadata) > MOST_SHEETS:
        refuse("sheets")
    left = MOST_CELLS
    hidden = hidden_rows(data)
    for known in book.sheets_metadata:
        sheet = book.get_sheet_by_name(known.name)
        if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
            refuse("rows")
        left -= sheet.height * sheet.width
        if left < 0:
            refuse("rows")
        top, side = sheet.start or (0, 0)
        rows: list[list[str]] = [[] for _line in range(top)]
        rows += [[""] * side + [text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
        fill_down(rows, getattr(sheet, "merged_cell_ranges", None) or [])
        yield known.name, known.visible != SheetVisibleEnum.Visible, rows, hidden.get(known.name, [])


def hidden_rows(data: bytes) -> dict[str, list[int]]:
    """{name of the sheet: numbers of its rows that a filter or a hand hides}; an .xls does not say."""
    found: dict[str, list[int]] = {}
    if not data.startswith(b"PK"):
        return found
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            links = {one["Id"]: one["Target"].removeprefix("/xl/") for one in _tags(archive, "_rels/workbook.xml.rels")}
            for one in _tags(archive, "workbook.xml"):
                rows = (match[0] for match in ROW.finditer(archive.read(f"xl/{links[one['id']]}")))
                numbers = [NUMBER.search(row) for row in rows if HIDDEN.search(row)]
                found[one["name"]] = [int(number[1]) for number in numbers[:MOST_HIDDEN] if number]
    except (KeyError, zipfile.BadZipFile):
        return {}  # the rows are read all the same
    return found


def _tags(archive: zipfile.ZipFile, part: str) -> list[dict[str, str]]:
    text = archive.read(f"xl/{part}").decode()
    return [{key: unescape(said) for key, said in ATTRIBUTE.findall(tag)} for tag in TAG.findall(text)]


def fill_down(rows: list[list[str]], merged: Iterable[Any]) -> None:
    """A cell merged over several rows stands in each of them: a compound named once beside its buildings."""
    for (top, left), (bottom, right) in merged:
        if left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        for line in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[line]) and not rows[line][left]:
                rows[line][left] = rows[top][left]


def sheets_of_text(data: bytes) -> Iterator[Sheet]:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        refuse("encoding")
    if "\0" in text:
        refuse("encoding")
    head = text[:4000]
    mark = max(",\t;", key=head.count)
    csv.field_size_limit(MOST_LETTERS * 10)
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text), delimiter=mark):
        if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
            refuse("rows")
        rows.append([WHOLE.sub(r"\1", text_of(cell)) for cell in row])
    yield "CSV", False, rows, []


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        for name, is_hidden, rows, hidden in (sheets_of_text if sys.argv[1] == "csv" else sheets_of_workbook)(data):
            print(json.dumps({"name": name[:100], "is_hidden": is_hidden, "rows": rows, "hidden": hidden}))
    except MemoryError:
        refuse("rows")
    except Exception as error:  # whatever a damaged file makes the parser say
        refuse(f"damaged: {type(error).__name__}")


if __name__ == "__main__":
    main()
