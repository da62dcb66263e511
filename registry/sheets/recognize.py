"""Finding the table inside a sheet as offices keep it: the header wherever it stands, columns by their usual names,
titles, blank rows, sub-headings, repeated headers and sums told from rows of data. Knows no subject."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Rows = list[list[str]]  # of one sheet
Match = tuple[dict[int, str], float]  # {column: name of the field}, how sure
HEAD_ROWS = 40  # a header stands no lower
LONGEST_HEADER = 30
NOISE = re.compile(r"[\s*＊:：/／、,，.。_\-—·]+")
BRACKETED = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
SUMS = re.compile(r"^(合计|总计|小计|共计|制表|填表|审核|负责人签字|填报|备注[:：]|注[:：]|说明[:：])")
BESIDE = {"座机", "固定电话", "固话", "办公电话"}  # columns nobody reads, below others
# Below a merged word these say which part of it: 小区 over 名称, 任期 over 起 and 止, 负责人 over 姓名 and 电话.
PARTS = {
    "名称", "全称", "名", "起", "止", "自", "至", "起始", "截止", "开始", "结束", "时间", "日期",
    "人数", "数量", "姓名", "性别", "电话", "手机", "联系电话", "职务", "备注",
}  # fmt: skip
NUMBERING = {"序号", "编号", "行号", "no", "序"}


@dataclass(frozen=True)
class Field:
    """A column a subject understands. `words` are its usual names, the best first; `example` fills the template."""

    name: str
    label: Any
    words: tuple[str, ...]
    is_required: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()  # for the drop-down of the template
    hint: Any = ""


@dataclass
class Layout:
    """Where the table of one sheet lies: rows of the header (0 is the sheet's first), {column: name of the field}."""

    header: int
    depth: int = 1
    columns: dict[int, str] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return self.header + self.depth


@dataclass(frozen=True)
class Line:
    """One row of data: its number as Excel shows it, the texts by field, the words of the headings above it."""

    number: int
    values: dict[str, str]
    cells: list[str]
    headings: tuple[str, ...]


def plain_header(text: str) -> str:
    """姓名 of “姓　名*（必填）”."""
    text = unicodedata.normalize("NFKC", text)
    bare = NOISE.sub("", BRACKETED.sub("", text)).lower()
    return bare or NOISE.sub("", text).lower().strip("()[]")


def find_layout(rows: Rows, fields: Sequence[Field]) -> Layout | None:
    """The best guess, or None where no row looks like a header with at least one needed column."""
    best: Layout | None = None
    best_score = 0.0
    for index, row in enumerate(rows[:HEAD_ROWS]):
        columns, score = _match(row, fields)
        filled = sum(1 for cell in row if cell)
        if not columns or score < 2 or filled > 3 * len(columns) + 6:
            continue
        depth = 1
        if index + 1 < len(rows):
            more, more_score = _match_below(row, rows[index + 1], fields)
            if more_score >= score:
                columns, score, depth = more, more_score + 0.1, 2
        if score > best_score:
            best, best_score = Layout(index, depth, columns), score
    needed = {one.name for one in fields if one.is_required}
    if best is None or (needed and not needed & set(best.columns.values())):
        return None
    return best


def _match(row: list[str], fields: Sequence[Field]) -> Match:
    """({column: field}, score): each field once, exact names before names that only hold a usual one."""
    candidates = []
    for column, cell in enumerate(row):
        if not cell or len(cell) > LONGEST_HEADER:
            continue
        header = plain_header(cell)
        if header in NUMBERING:
            continue
        for one in fields:
            strength = _strength(header, one)
            if strength:
                candidates.append((strength, -column, one.name))
    columns: dict[int, str] = {}
    taken: set[str] = set()
    score = 0.0
    for strength, column, name in sorted(candidates, reverse=True):
        if -column not in columns and name not in taken:
            columns[-column] = name
            taken.add(name)
            score += strength
    return columns, score


def _strength(header: str, one: Field) -> float:
    for rank, word in enumerate(one.words):
        if header == word:
            return 2 - rank / 100
    for rank, word in enumerate(one.words):
        if len(word) > 1 and (header.endswith(word) or header.startswith(word)) and len(header) <= len(word) + 6:
            return 1.2 + len(word) / 100 - rank / 1000
    for word in one.words:
        if len(word) > 1 and word in header and len(header) <= len(word) + 6:
            return 1 + len(word) / 100
    return 0


def _match_below(row: list[str], below: list[str], fields: Sequence[Field]) -> Match:
    """A header of two rows, as ({column: field}, score): merged words above, each column's own name below.

    A row of data is not taken for it: every cell below has to be the usual name of a column.
    """
    words = {word for one in fields for word in one.words}
    both: list[str] = []
    above, parts = "", 0
    for column in range(max(len(row), len(below))):
        above = (row[column] if column < len(row) else "") or above  # a merged word stands in its first column alone
        own = plain_header(below[column]) if column < len(below) else ""
        whole = plain_header(above) + own
        if own and own not in words | BESIDE | (PARTS if above else set()):
            return {}, 0.0
        parts += own in PARTS
        if own:
            both.append(whole if whole in words or own in PARTS - words else below[column])
        else:
            both.append(row[column] if column < len(row) else "")
    if not any(below):
        return {}, 0.0
    columns, score = _match(both, fields)
    return columns, score + parts / 2  # a part of a name is a name in no row of data


def lines_of(rows: Rows, layout: Layout, fields: Sequence[Field]) -> tuple[list[Line], list[int], list[int]]:
    """(rows of data, numbers of the rows left out, of rows that say something in columns nobody reads alone).

    Left out are blank ones, headings, repeated headers and sums.
    """
    names = {one.name for one in fields}
    columns = {column: name for column, name in layout.columns.items() if name in names}
    header = [plain_header(cell) for cell in _padded(rows[layout.header], max(columns, default=0) + 1)]
    above = tuple(cell for row in rows[: layout.header] for cell in row if cell)
    lines: list[Line] = []
    left_out: list[int] = []
    unread: list[int] = []
    counted = {
        column for row in rows[layout.header : layout.first] for column, cell in enumerate(row) if _numbers(cell)
    }
    heading: tuple[str, ...] = ()
    for index in range(layout.first, len(rows)):
        row = rows[index]
        filled = [cell.strip() for cell in row if cell.strip()]
        if not filled:
            left_out.append(index + 1)
            continue
        if _is_repeated(row, header, columns) or SUMS.match(filled[0]):
            left_out.append(index + 1)
            continue
        if _is_heading(row, filled, columns):
            left_out.append(index + 1)
            heading = (filled[0],)
            continue
        values = {name: row[column].strip() if column < len(row) else "" for column, name in columns.items()}
        if not any(values.values()):
            is_said = any(cell.strip() for column, cell in enumerate(row) if column not in counted)
            (unread if is_said else left_out).append(index + 1)
            continue
        lines.append(Line(index + 1, values, row, above + heading))
    return lines, left_out, unread


def _numbers(cell: str) -> bool:
    return plain_header(cell) in NUMBERING


def _is_repeated(row: list[str], header: list[str], columns: dict[int, str]) -> bool:
    own = [column for column in columns if column < len(row) and row[column]]
    return bool(own) and all(plain_header(row[column]) == header[column] for column in own if column < len(header))


def _is_heading(row: list[str], filled: list[str], columns: dict[int, str]) -> bool:
    """One text alone in its row, as over a group: “康城第一居委会”. Where the table has one column nothing is."""
    if len(columns) < 2 or len(set(filled)) != 1 or len(filled[0]) > 40:
        return False
    if re.fullmatch(r"[\d\s.-]+", filled[0]) or re.search(r"\d{7}", filled[0]):
        return False  # a number, or a person with one: “12号楼 王芳 13800138000”
    place = next(column for column, cell in enumerate(row) if cell.strip())
    return place <= min(columns) or place not in columns


def _padded(row: list[str], length: int) -> list[str]:
    return [*row, *[""] * (length - len(row))]


def signature(row: list[str]) -> str:
    """Under which a mapping is remembered: the header's words, whatever stands around them."""
    return "|".join(plain_header(cell) for cell in row)[:500]
