"""Streaming CSV that a spreadsheet program opens as text, never as formulas."""

import csv
from urllib.parse import quote

from django.http import StreamingHttpResponse

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written."""

    def write(self, text):
        return text


def safe_cell(value):
    """Text a spreadsheet shows as it is: a leading formula sign gets an apostrophe before it."""
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if text.startswith(DANGEROUS) else text


def stream_csv(filename, header, rows):
    """A download of `rows` (an iterator of sequences), written while it is read."""
    writer = csv.writer(_Echo())

    def lines():
        yield BOM + writer.writerow([safe_cell(cell) for cell in header])
        for row in rows:
            yield writer.writerow([safe_cell(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename=\"export.csv\"; filename*=UTF-8''{quote(filename)}"
    return response
