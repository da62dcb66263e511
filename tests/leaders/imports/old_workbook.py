"""Workbooks as Excel wrote them before 2007 (.xls), made for a test: BIFF8 records in one stream of an OLE file.

Only what a table of texts, numbers, days and merged cells needs; nothing at hand writes the whole format.
"""

import struct
from datetime import date

SECTOR = 512
SMALLEST = 4096  # a shorter stream would lie in the small sectors, which are not written here
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ROOT, STREAM = 5, 2
GLOBALS, WORKSHEET = 0x0005, 0x0010
GENERAL, DAY = 0, 14  # numbers of built-in formats
HIDDEN = 1
FIRST_DAY = date(1899, 12, 30)


def old_workbook(*sheets):
    """The bytes of a workbook: `sheets` are (name, rows, merged [(top, bottom, left, right)], is_hidden)."""
    bodies = [_sheet(rows, merged) for _name, rows, merged, _is_hidden in sheets]
    formats = b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (GENERAL, DAY))
    beginning = _begin(GLOBALS) + _record(0x0042, struct.pack("<H", 1200)) + formats
    names = [name.encode("utf-16-le") for name, *_rest in sheets]
    at = len(beginning) + sum(12 + len(name) for name in names) + 4
    known = b""
    for (_name, _rows, _merged, is_hidden), name, body in zip(sheets, names, bodies, strict=True):
        about = struct.pack("<IBBBB", at, HIDDEN if is_hidden else 0, 0, len(name) // 2, 1)
        known += _record(0x0085, about + name)
        at += len(body)
    return _ole(beginning + known + _record(0x000A) + b"".join(bodies))


def _record(number, data=b""):
    return struct.pack("<HH", number, len(data)) + data


def _begin(kind):
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _sheet(rows, merged):
    wide = max(map(len, rows), default=0)
    body = _begin(WORKSHEET) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, wide, 0))
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            body += _cell(line, column, cell) if cell not in ("", None) else b""
    areas = b"".join(struct.pack("<HHHH", *area) for area in merged)
    return body + _record(0x00E5, struct.pack("<H", len(merged)) + areas) + _record(0x000A)


def _cell(line, column, value):
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", line, column, 0, len(text) // 2, 1) + text)
    is_day = isinstance(value, date)
    number = (value - FIRST_DAY).days if is_day else value
    return _record(0x0203, struct.pack("<HHHd", line, column, int(is_day), number))


def _ole(stream):
    """An OLE file whose one stream is the workbook: header, allocation table, directory, then the stream."""
    stream = stream.ljust(max(SMALLEST, -len(stream) % SECTOR + len(stream)), b"\0")
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, SMALLEST, END, 0, END, 0, 0,
    ).ljust(SECTOR, b"\xff")  # fmt: skip
    directory = _entry("Root Entry", ROOT, 1, END, 0) + _entry("Workbook", STREAM, FREE, 2, len(stream))
    return header + table + directory.ljust(SECTOR, b"\0") + stream


def _entry(name, kind, child, start, size):
    text = name.encode("utf-16-le")
    about = struct.pack("<HBBIII16x4x8x8xIQ", len(text) + 2, kind, 1, FREE, FREE, child, start, size)
    return text.ljust(64, b"\0") + about
