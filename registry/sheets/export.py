"""Tables as files, written while the rows are read: text stays text, never a formula."""

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice, zip_longest
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.db import models
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

Cells = Sequence[Any]  # of one row, each whatever a column holds
BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
SIGNS = set(DANGEROUS)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_ROWS = 1_000_000  # a sheet holds 1,048,576; the rest goes on another
CELL_LETTERS = 32_767
LINES_AT_ONCE = 200
WIDTHS = (8, 40)
MEASURED = 300  # rows of a sheet whose texts say how wide its columns are
UPRIGHT = 88  # so many letters fit on an upright sheet of A4 at nine tenths of their size
PAPER_A4 = 9


class FileFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel workbook (.xlsx)")
    CSV = "csv", _("Text table (.csv)")


def plain(value: Any) -> Any:
    """A cell as None, a number, a day, a moment of the local clock without zone, or text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | date):
        return value
    return str(value).replace("\x00", "") or None


def safe_cell(value: Any) -> str:
    """What stands in a CSV file; text that begins with the sign of a formula gets an apostrophe before it."""
    if type(value) is str and "\x00" not in value:  # most cells, told at once
        return f"'{value}" if value.lstrip(" ")[:1] in SIGNS else value
    found = plain(value)
    if isinstance(found, datetime):
        return f"{found:%Y-%m-%d %H:%M}"
    if not isinstance(found, str):
        return "" if found is None else str(found)
    return f"'{found}" if found.lstrip(" ").startswith(DANGEROUS) else found


def content_disposition(filename: str) -> str:
    """A Chinese name for every browser of today, and a plain one for those of yesterday."""
    ending = filename.rpartition(".")[2]
    return f"attachment; filename=\"export.{ending}\"; filename*=UTF-8''{quote(filename)}"


def stream(
    filename: str, header: Cells, rows: Iterable[Cells], *, file_format: str = FileFormat.CSV, title: str = ""
) -> StreamingHttpResponse:
    """A download of `rows` (an iterator of sequences) called `filename`, which has no ending yet."""
    if file_format == FileFormat.XLSX:
        return _stream_xlsx(f"{filename}.xlsx", header, rows, title)
    return stream_csv(f"{filename}.csv", header, rows)


def stream_csv(filename: str, header: Cells, rows: Iterable[Cells]) -> StreamingHttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)

    def lines() -> Iterator[str]:
        text.write(BOM)
        some: Iterable[Cells] = [header]
        left = iter(rows)
        while some:
            writer.writerows([safe_cell(cell) for cell in row] for row in some)
            yield text.getvalue()
            text.seek(0)
            text.truncate()
            some = list(islice(left, LINES_AT_ONCE))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition(filename)
    return response


def _stream_xlsx(filename: str, header: Cells, rows: Iterable[Cells], title: str) -> FileResponse:
    """The workbook lies on disk while it is written and is gone when it is sent."""
    file = tempfile.TemporaryFile()
    write_xlsx(file, header, rows, title=title)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = content_disposition(filename)
    return response


def write_xlsx(file: Any, header: Cells, rows: Iterable[Cells], *, title: str = "") -> None:
    """Write a workbook row by row; memory stays flat however many rows there are."""
    with _workbook(file) as book:
        formats = _formats(book)
        labels = [str(cell) for cell in header]
        sheet: Any = None
        line, number, widths = SHEET_ROWS, 0, [0] * len(labels)
        for row in rows:
            if line >= SHEET_ROWS:
                if sheet is not None:
                    _end(sheet, labels, widths)
                number += 1
                sheet, line = _begin(book, labels, formats, _sheet_name(title, number)), 1
            _put_row(sheet, line, row, formats)
            if line <= MEASURED:
                widths = _widened(widths, row)
            line += 1
        if sheet is not None:
            _end(sheet, labels, widths)
        else:
            _end(_begin(book, labels, formats, _sheet_name(title, 1)), labels, widths)


def write_book(file: Any, tables: Iterable[tuple[str, Cells, Iterable[Cells]]]) -> None:
    """Write a workbook of several tables (title, header, rows), a sheet each; two of one title are numbered."""
    seen: Counter[str] = Counter()
    with _workbook(file) as book:
        formats = _formats(book)
        for title, header, rows in tables:
            name = _sheet_name(title, 1)
            seen[name] += 1
            labels = [str(cell) for cell in header]
            sheet, widths = _begin(book, labels, formats, _sheet_name(title, seen[name])), [0] * len(labels)
            for line, row in enumerate(rows, 1):
                _put_row(sheet, line, row, formats)
                if line <= MEASURED:
                    widths = _widened(widths, row)
            _end(sheet, labels, widths)


def _workbook(file: Any) -> Any:
    return xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})


def _formats(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        # Opened and typed over, such a cell is still text.
        "quoted": book.add_format({"quote_prefix": True}),
    }


def _begin(book: Any, header: list[str], formats: dict[str, Any], name: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, label in enumerate(header):
        sheet.write_string(0, column, label, formats["head"])
    return sheet


def _widened(widths: list[int], row: Cells) -> list[int]:
    """Letters of each column's widest text so far; a Chinese one is twice as wide."""
    texts = ["" if cell is None else str(cell) for cell in row]
    wide = [len(text) + sum(1 for letter in text[: WIDTHS[1]] if letter > "\u2e7f") for text in texts]
    return [max(width, more) for width, more in zip_longest(widths, wide, fillvalue=0)]


def _end(sheet: Any, header: list[str], widths: list[int]) -> None:
    """Each column as wide as what stands in it, and the paper lying where they are too many for an upright one."""
    whole = 0
    for column, width in enumerate(widths):
        label = len(header[column]) if column < len(header) else 0
        kept = min(max(2 * label + 4, width + 2, WIDTHS[0]), WIDTHS[1])
        sheet.set_column(column, column, kept)
        whole += kept
    if whole > UPRIGHT:
        sheet.set_landscape()


def _sheet_name(title: str, number: int) -> str:
    """A name Excel takes: 31 letters, none of []:*?/\\, not bounded by an apostrophe."""
    name = "".join(letter for letter in title if letter not in "[]:*?/\\'")[:26].strip() or "Sheet"
    return name if number == 1 else f"{name} {number}"


def _put_row(sheet: Any, line: int, row: Cells, formats: dict[str, Any]) -> None:
    for column, cell in enumerate(row):
        _put(sheet, line, column, cell, formats)


def _put(sheet: Any, line: int, column: int, cell: Any, formats: dict[str, Any]) -> None:
    value = plain(cell)
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, column, value, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(line, column, value, formats["day"])
    elif isinstance(value, str):
        is_dangerous = value.lstrip(" ").startswith(DANGEROUS)
        sheet.write_string(line, column, value[:CELL_LETTERS], formats["quoted"] if is_dangerous else None)
    else:
        sheet.write_number(line, column, value)
