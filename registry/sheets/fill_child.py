"""Runs by itself, in a process that may be killed: an office's own table or letter on standard input, filled on output.

The input is one line of JSON {"kind", "mode", "rows", "once"} and then the file. `once` holds what is the same for all
rows; texts stay texts. Mode "names" prints the names of the places instead. Knows nothing of the project.
"""

import copy
import io
import json
import re
import resource
import sys
import zipfile
from datetime import date
from typing import Any, NoReturn

import openpyxl
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import range_boundaries

Values = dict[str, Any]  # {name of a place: text, number, {"day": …} or None}
LINE = 18  # points: Chinese letters of 11 points in any program
MOST_LINES = 20
USUAL_WIDTH = 8
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 30
MOST_SHEETS = 100
MOST_MERGED = 20_000
PLACE = re.compile(r"\{\{\s*([^{}%|\s]{1,40})\s*\}\}")
LIST, NUMBER = "名单", "序号"


class Sandbox(ImmutableSandboxedEnvironment):
    """Names of places and loops over the list, nothing else: no calls, no attributes that are no column."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)


def refuse(reason: str) -> NoReturn:
    print(json.dumps({"refused": reason}))
    sys.exit(0)


def open_book(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), keep_links=False)


def guard(data: bytes) -> None:
    """Merged ranges are counted in the text: openpyxl would make an object of each cell before anybody could look."""
    for reference in re.findall(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"', data):
        left, top, right, bottom = range_boundaries(reference.decode())
        if (right - left + 1) * (bottom - top + 1) > MOST_MERGED:
            refuse("merged")


def guard_archive(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                guard(archive.read(name))


def places_of(text: object) -> list[str]:
    return PLACE.findall(text) if isinstance(text, str) else []


def names_of_book(data: bytes) -> list[str]:
    book = open_book(data)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return sorted({name for cell in cells for name in places_of(cell.value)})


def typed(value: Any) -> Any:
    """A day as a day, a number as a number, all else as text."""
    if isinstance(value, dict):
        return date.fromisoformat(value["day"]) if "day" in value else float(value["number"])
    return value


def put(cell: Any, text: str, values: Values) -> None:
    """Fill the places of one cell; a text never becomes a formula, whatever it begins with."""
    whole = PLACE.fullmatch(text.strip())
    if whole and whole[1] in values:
        found = typed(values[whole[1]])
    else:
        found = PLACE.sub(lambda place: as_text(values.get(place[1], place[0])), text)
    cell.value = found
    if isinstance(found, str):
        cell.data_type = "s"


def as_text(value: Any) -> str:
    if value is None:
        return ""
    return str(next(iter(value.values()))) if isinstance(value, dict) else str(value)


def fill_book(data: bytes, rows: list[Values], once: Values, columns: list[str]) -> bytes:
    """Without records the form comes back with its places empty."""
    book = open_book(data)
    names = set(columns)
    rows = rows or [dict.fromkeys(columns)]
    for sheet in list(book.worksheets):
        lines = sorted({cell.row for row in sheet.iter_rows() for cell in row if names & set(places_of(cell.value))})
        if not lines:
            fill_once(sheet, once)
        elif len(lines) == 1 and (len(rows) > 1 or names_in_row(sheet, lines[0], names) > 1):
            repeat(sheet, lines[0], rows, once)
            fill_once(sheet, once)
        else:
            for number, row in enumerate(rows[:MOST_SHEETS]):
                own = book.copy_worksheet(sheet) if number < len(rows[:MOST_SHEETS]) - 1 else sheet
                fill_once(own, once | row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def names_in_row(sheet: Any, line: int, names: set[str]) -> int:
    return sum(1 for cell in sheet[line] if names & set(places_of(cell.value)))


def fill_once(sheet: Any, values: Values) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if places_of(cell.value):
                put(cell, cell.value, values)


def repeat(sheet: Any, line: int, rows: list[Values], once: Values) -> None:
    """One line of the form for each record; what stands below moves down, merged cells with it."""
    own = [cell for cell in sheet[line] if not isinstance(cell, MergedCell)]
    pattern = [(cell.column, cell.value, copy.copy(cell._style)) for cell in own]
    height, more = sheet.row_dimensions[line].height, len(rows) - 1
    merged = {
        column
        for one in sheet.merged_cells.ranges
        if one.min_row <= line <= one.max_row
        for column in range(one.min_col, one.max_col + 1)
    }
    room = {cell.column: room_in(sheet, cell.column) for cell in own}
    if more:
        below = [one for one in list(sheet.merged_cells.ranges) if one.min_row > line]
        for one in below:
            sheet.unmerge_cells(str(one))
        sheet.insert_rows(line + 1, more)
        for one in below:
            one.shift(row_shift=more)
            sheet.merge_cells(one.coord)
    for number, values in enumerate(rows):
        if height:
            sheet.row_dimensions[line + number].height = height
        for column, text, style in pattern:
            cell = sheet.cell(line + number, column)
            cell._style = copy.copy(style)
            if places_of(text):
                put(cell, text, once | {NUMBER: number + 1} | values)
            elif number:
                cell.value = text
        own = [sheet.cell(line + number, column) for column, _text, _style in pattern if column not in merged]
        if not height and (lines := lines_in(own, room)) > 1:
            sheet.row_dimensions[line + number].height = lines * LINE


def room_in(sheet: Any, column: int) -> int:
    """Letters a line of a column holds; columns of one width may be written as a run."""
    runs = (one for one in sheet.column_dimensions.values() if one.min and one.min <= column <= one.max)
    width = next((one.width for one in runs), sheet.sheet_format.defaultColWidth or USUAL_WIDTH)
    return max(int(width) - 1, 2)


def lines_in(cells: list[Any], room: dict[int, int]) -> int:
    """Lines of the fullest of some cells: a row without a height of its own is one line high in some programs."""
    fullest = 1
    for cell in cells:
        if cell.alignment.wrap_text and isinstance(cell.value, str):
            letters = len(cell.value) + sum(1 for letter in cell.value if letter > "\u2e7f")
            fullest = max(fullest, -(-letters // room[cell.column]), cell.value.count("\n") + 1)
    return min(fullest, MOST_LINES)


def names_of_letter(data: bytes) -> list[str]:
    letter = DocxTemplate(io.BytesIO(data))
    environment = Sandbox()
    names = set(letter.get_undeclared_template_variables(environment))
    columns = set(re.findall(r"\{\{\s*行\.([^{}%|\s]{1,40})\s*\}\}", text_of_letter(letter)))
    return sorted(names | columns)


def text_of_letter(letter: Any) -> str:
    letter.init_docx()
    return letter.patch_xml(letter.get_xml())


def fill_letter(data: bytes, rows: list[Values], once: Values) -> bytes:
    letter = DocxTemplate(io.BytesIO(data))
    shown = [{name: as_text(value) for name, value in row.items()} for row in rows]
    context = {name: as_text(value) for name, value in once.items()} | (shown[0] if shown else {}) | {LIST: shown}
    letter.render(context, Sandbox(), autoescape=True)
    output = io.BytesIO()
    letter.save(output)
    return output.getvalue()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    is_book = asked["kind"] == "xlsx"
    try:
        if is_book:
            guard_archive(data)
        if asked["mode"] == "names":
            print(json.dumps({"names": names_of_book(data) if is_book else names_of_letter(data)}))
            return
        rows, once = asked["rows"], asked["once"]
        filled = fill_book(data, rows, once, asked["columns"]) if is_book else fill_letter(data, rows, once)
        print(json.dumps({"bytes": len(filled)}), flush=True)
        sys.stdout.buffer.write(filled)
    except TemplateError as error:
        refuse(f"words: {error}")
    except MemoryError:
        refuse("large")
    except Exception as error:  # whatever a damaged file makes the libraries say
        refuse(f"damaged: {type(error).__name__}")


if __name__ == "__main__":
    main()
