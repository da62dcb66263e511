"""What a column is by what stands below its header: tells one whose header nobody has listed, and speaks against one
that only sounds like it."""

import re
from collections.abc import Iterable, Sequence

from registry.sheets.headers import NOT_OWN, NUMBERING, Field, plain_header

SAMPLES = 40  # rows below the header are looked at
MOSTLY = 0.8  # of the cells
HINTED = 0.6  # of the cells below a header that may be meant
SURE = 3  # so many columns of nothing but usual names are a header, whatever comes below
VARIED = 3  # so many cells differ where they are names and not kinds
AT_A_GLANCE = 3  # so many cells tell a column alone, without a header that may be meant
HAN_NUMBER = "[零〇一二两三四五六七八九十百千]+"
PART_OF_DAY = "(?:上午|下午|中午|早上|早晨|晚上|晚间|夜间|全天)"
CLOCK = r"\d{1,2}(?:[:：]\d\d|[点时](?:半|\d\d分?|整)?)"
TO = r"\s*[-–—~～至到]+\s*"
KINDS = (
    ("phone", re.compile(r"[(（]?\+?(?:86)?[)）\s-]*1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|(?:0\d{2,3}[-\s]?)?[2-8]\d{6,7}")),
    ("year", re.compile(r"(?:19|20)\d\d(?:年度?)?")),
    (
        "day",
        re.compile(
            r"(?:(?:19|20)?\d\d[年./-])?\d{1,2}[月./-](?:\d{1,2}[日号]?)?(?:[\sT至到~—-].*)?|(?:19|20)\d{6}|[〇零一二三四五六七八九]{4}年.*"
        ),
    ),
    ("clock", re.compile(rf"(?:{PART_OF_DAY})?{CLOCK}(?:{TO}(?:{PART_OF_DAY})?{CLOCK})?|{PART_OF_DAY}")),
    ("number", re.compile(rf"[-+]?\d+(?:\.\d+)?%?|{HAN_NUMBER}")),
    ("sex", re.compile("[男女]性?")),
    ("mark", re.compile("[√✓✔×☑是否有无对错yYnN]|[-—/\\\\]+")),
    ("mixed", re.compile(r".*\d.*", re.DOTALL)),
)


def kind_of_cell(text: str) -> str:
    """ "words" of anything that holds no digit and is no mark."""
    typed = text.strip().translate(NARROW)
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(typed)), "words")


NARROW = {ord("０") + digit: str(digit) for digit in range(10)}
TOLD_APART = {"phone", "year", "day", "number"}  # a cell of such a kind is no header


class Below:
    """The cells below a header, by column; rows with one cell and rows of totals are left out."""

    def __init__(self, rows: Iterable[list[str]]) -> None:
        self.rows = list(rows)
        self._texts: dict[int, list[str]] = {}

    def texts(self, column: int) -> list[str]:
        if column not in self._texts:
            cells = (row[column].strip().translate(NARROW) for row in self.rows if column < len(row))
            self._texts[column] = [cell for cell in cells if cell.strip("-—－/\\")]
        return self._texts[column]

    def speaks_against(self, column: int, one: Field) -> bool:
        """Whether nearly all that stands there is of a kind that the field never holds."""
        texts = self.texts(column)
        if not one.holds or len(texts) < 2:
            return False
        strange = sum(1 for text in texts if (kind := kind_of_cell(text)) != "mixed" and kind not in one.holds)
        return strange >= MOSTLY * len(texts)

    def contradicts(self, column: int, one: Field) -> bool:
        """Whether times of the day alone stand where the field holds days, whatever the header says: 上课时间."""
        texts = self.texts(column)
        clocks = sum(1 for text in texts if kind_of_cell(text) == "clock")
        return "day" in one.holds and clocks > 0 and clocks >= MOSTLY * len(texts)

    def is_likely(self, column: int, one: Field) -> bool:
        """Whether what stands there may be the field's at all: lists of skills look like names and are none."""
        texts = self.texts(column)
        return not one.likely or 2 * sum(1 for text in texts if re.search(one.likely, text)) >= len(texts)

    def share_like(self, column: int, one: Field) -> float:
        texts = self.texts(column)
        return sum(1 for text in texts if re.fullmatch(one.cells, text)) / len(texts) if texts else 0.0

    def names(self, column: int, one: Field) -> bool:
        """Whether nearly every row has one there that looks like the field's, and they are names and not kinds."""
        like = [text for text in self.texts(column) if re.fullmatch(one.cells, text)]
        return len(like) >= MOSTLY * len(self.rows) and len(set(like)) >= max(VARIED, MOSTLY * len(like))


def is_data(row: list[str]) -> bool:
    """A row with a number, a telephone or a day in it is no header; a year may be one."""
    return bool(TOLD_APART - {"year"} & {kind_of_cell(cell) for cell in row if cell.strip()})


def looks_like_header(row: list[str], below: Sequence[list[str]]) -> bool:
    """Short words side by side, each another one, and data in one of the next rows."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) < AT_A_GLANCE or is_data(row):
        return False
    plain = [plain_header(cell) for cell in filled]
    short = [cell for cell in plain if len(cell) <= 12]
    return len(short) >= 0.9 * len(plain) and len(set(plain)) >= MOSTLY * len(plain) and any(map(is_data, below))


def told_by_cells(
    columns: dict[int, str], head: Sequence[Sequence[str]], below: Below, fields: Sequence[Field], *, is_table: bool
) -> dict[int, str]:
    """{column: field} of what no header told: by its cells alone, or by its cells and a header that may be meant.

    Alone only where `SURE` others are known, or the row is plainly a header (`is_table`): a sheet of notes is no table
    because people are named in it.
    """
    is_known = len(columns) >= SURE
    width = max((len(row) for row in head), default=0)
    headers = {}
    for column in range(width):
        words = [plain_header(row[column]) for row in head if column < len(row) and row[column].strip()]
        if column not in columns and words and not NUMBERING & set(words) and not any(map(NOT_OWN.match, words)):
            headers[column] = [words[-1], "".join(dict.fromkeys(words))]
    offers = []
    taken = set(columns.values())
    for rank, one in enumerate(fields):
        if not one.cells or one.name in taken or (one.beside and one.beside not in taken):
            continue
        for column, words in headers.items():
            is_hinted = bool(one.perhaps) and any(re.fullmatch(one.perhaps, word) for word in words)
            share = below.share_like(column, one)
            enough = len(below.texts(column)) >= min(AT_A_GLANCE, len(below.rows))
            is_told = (is_table or is_known) and one.is_told and share >= 0.9 and enough
            is_name = is_known and one.is_required and below.names(column, one)
            if ((is_hinted and share >= HINTED) or is_told or is_name) and below.is_likely(column, one):
                offers.append((not is_hinted, -share, rank, column, one.name))
    found: dict[int, str] = {}
    for _is_told, _share, _rank, column, name in sorted(offers):
        if column not in found and name not in found.values():
            found[column] = name
    return found
