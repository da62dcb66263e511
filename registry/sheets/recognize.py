"""Finding the table inside a sheet as offices keep it: the header wherever it stands, columns by their usual names,
titles, blank rows, sub-headings, repeated headers and sums told from rows of data. Knows no subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from registry.sheets.contents import SAMPLES, SURE, Below, is_data, looks_like_header, told_by_cells
from registry.sheets.headers import EXACT, LONGEST_HEADER, NUMBERING, Field, Usual, is_numbering, plain_header
from registry.sheets.matching import BESIDE, PARTS, match, match_below, padded

Rows = list[list[str]]  # of one sheet
HEAD_ROWS = 40  # a header stands no lower
HEAD_COLUMNS = 80  # and no farther to the right: each name is weighed against the cells below it
SUMS = re.compile(
    r"^(?:(?:本页|本表|本组|总|合)?(?:合计|总计|小计|共计|累计)|制表|填表|审核|审批|负责人签字|填报|报送|推荐单位|经办人|主管领导"
    r"|第\d+页|共$|共\d+[页人户]$|[(（【\[]?以下空白|(?:单位)?[(（]?盖章"
    r"|(?:备注|注|说明|注意|提示|日期|电话|联系人|联系电话|单位|负责人|填报日期)[:：])"
)
SUM_BEHIND = re.compile(r".{0,20}(?:合计|总计|小计|共计|累计)[:：]?")  # 北门社区小计
DITTO = re.compile(r"同\s*上|上同|同前|[〃″ˮ々]|[-—－]*[〃″][-—－]*|[\"'“”＂]{1,2}|[.。·]{2,3}")
COUNTED = re.compile(r"[(（]?(?:[一二三四五六七八九十]|\d{1,2})[)）、.．]")
HOUSE = re.compile(r"\d|[号楼幢栋座#]$")  # what it is called that stands below its compound
CARD_ROWS = 3  # a form of one person names its fields in so many rows at least
MOST_CARD_ROWS = 1_000
MOST_FIELDS, MOST_BESIDE, LABELS = 40, 60, 3  # of a table that lies on its side; where its fields may stand


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
    under: str = ""  # the last heading between the rows
    block: int | None = None  # of `beside` of `lines_of`


def find_layout(rows: Rows, fields: Sequence[Field]) -> Layout | None:
    """The best guess, or None where no row looks like a header with at least one needed column."""
    if max(map(len, rows[:HEAD_ROWS]), default=0) > HEAD_COLUMNS:
        rows = [row[:HEAD_COLUMNS] for row in rows]
    needed = {one.name for one in fields if one.is_required or one.is_telling}
    best: Layout | None = None
    best_score = 0.0
    for index, row in enumerate(rows[:HEAD_ROWS]):
        filled = sum(1 for cell in row if cell)
        if not filled:
            continue
        next_rows = rows[index + 1 : index + 3]
        columns, score = match(row, fields, _below(rows, index + 1))
        is_header_like = looks_like_header(row, next_rows)
        is_alone = len(columns) == 1 and needed & set(columns.values()) and score > EXACT and filled > 1
        is_alone = is_alone and not any(re.search(r"\d", cell) for cell in row)  # the one usual name among others
        if not columns or (is_data(row) and len(columns) < SURE and score < 2 * EXACT):
            continue
        if not is_header_like and ((score < 2 and not is_alone) or filled > 3 * len(columns) + 6):
            continue
        depth = 1
        if index + 1 < len(rows):
            more, more_score = match_below(
                row, rows[index + 1], fields, rows[index + 2 : index + 4], _below(rows, index + 2)
            )
            if more_score >= score:
                columns, score, depth = more, more_score + 0.1, 2
        if score + is_header_like > best_score:
            best, best_score = Layout(index, depth, columns), score + is_header_like
            if depth == 1 and len(columns) >= SURE and needed & set(columns.values()) and len(columns) == filled:
                break  # a second table below has its own header
    if best is not None:
        head, cells = rows[best.header : best.first], _below(rows, best.first)
        is_table = looks_like_header(head[-1], rows[best.first : best.first + 2])
        best.columns |= told_by_cells(best.columns, head, cells, fields, is_table=is_table)
    if best is None or (needed and not needed & set(best.columns.values())):
        return None
    if best.depth == 1:
        best.columns = _without_empty(best, rows, fields)
    place = next((column for column, name in best.columns.items() if name in needed), None)
    below = [row[place] for row in rows[best.first : best.first + HEAD_ROWS] if place is not None and place < len(row)]
    words = {word for one in fields for word in one.words}
    called = [cell for cell in below if plain_header(cell) in words]
    if len(called) > 1 and 2 * len(called) >= len([cell for cell in below if cell]):
        return None  # fields below each other, people beside each other
    return best


def _below(rows: Rows, first: int) -> Below:
    """The rows of data from one row on, as far as they can be told before the columns are known."""
    lines = []
    for row in rows[first:]:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) > 1 and not is_sum_row(filled):
            lines.append(row)
        if len(lines) == SAMPLES:
            break
    return Below(lines)


def is_sum_row(filled: list[str]) -> bool:
    """Whether a row with these cells is no row of data: 合 计, 北门社区小计, 填表人：…, a number before it or not."""
    texts = ["".join(cell.split()) for cell in filled]
    return bool(SUMS.match(texts[0]) or any(SUM_BEHIND.fullmatch(text) for text in texts[:2]))


def _without_empty(layout: Layout, rows: Rows, fields: Sequence[Field]) -> dict[int, str]:
    """The columns; where one says nothing and another of the same sense does, that one: 楼栋 beside 负责楼组."""
    row = rows[layout.header]
    filled = {column for line in rows[layout.first :] for column, cell in enumerate(line) if cell.strip()}
    shown = [cell if column in filled else "" for column, cell in enumerate(row)]
    others, _score = match(shown, fields, _below(rows, layout.first))
    own = {name: column for column, name in layout.columns.items()}
    found = dict(layout.columns)
    for column, name in others.items():
        if name in own and own[name] not in filled and column not in layout.columns:
            del found[own[name]]
            found[column] = name
    return found


def as_table(rows: Rows, fields: Sequence[Field]) -> Rows:
    """The rows themselves; of forms of one person each (姓名 | 王芳 | 性别 | 女, row below row) a table of them.

    The table has its header in the first row, and each form in the row where it begins, so that numbers stay true.
    """
    if len(rows) > MOST_CARD_ROWS:
        return rows
    words = {word: one.name for one in reversed(fields) for word in one.words}
    needed = next((one.name for one in fields if one.is_required), "")
    said: list[tuple[int, str, str, str]] = []  # (row, field, label, text)
    crowded = 0
    for index, row in enumerate(rows):
        cells = [(column, cell) for column, cell in enumerate(row) if cell.strip()]
        is_word = [plain_header(cell) in words and len(cell) <= LONGEST_HEADER for _column, cell in cells]
        if sum(is_word) > len(cells) // 2 + 1:
            continue  # a header of a table
        place = 0
        while place < len(cells):
            if is_word[place]:
                label, text = plain_header(cells[place][1]), cells[place + 1][1] if place + 1 < len(cells) else ""
                said.append((index, words[label], label, text))
                crowded += place == 0 and len(cells) > 2 and not any(is_word[2:4])
                place += 1
            place += 1
    begins = [index for index, name, _label, _text in said if name == needed]
    filled = [(index, name) for index, name, _label, text in said if text]
    spread, kinds = {index for index, _name in filled}, {name for _index, name in filled}
    layout = find_layout(rows, fields)
    if (
        not begins
        or len(set(begins)) != len(begins)
        or len(spread) < CARD_ROWS * len(begins)
        or len(kinds) <= (len(layout.columns) if layout else 2)
        or 2 * len(filled) < len(said)
        or 2 * crowded >= len(spread)
    ):
        return rows
    labels = list({name: label for _index, name, label, _text in reversed(said)}.items())
    places = {name: column for column, (name, _label) in enumerate(labels)}
    table: Rows = [[] for _row in rows]
    table[0] = [label for _name, label in labels]
    for index, name, _label, text in said:
        start = max((begin for begin in begins if begin <= index), default=begins[0])
        line = table[max(start, 1)] = table[max(start, 1)] or [""] * len(labels)
        line[places[name]] = line[places[name]] or text
    return table


def turned(rows: Rows, fields: Sequence[Field]) -> Rows | None:
    """The columns as rows, where the fields stand below each other and the records side by side; else None."""
    width = max((len(row) for row in rows), default=0)
    if not SURE <= len(rows) <= MOST_FIELDS or not 2 < width <= MOST_BESIDE:
        return None
    words = Usual(fields, frozenset())
    across = [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]
    if not any(sum(plain_header(cell) in words for cell in line) >= SURE for line in across[:LABELS]):
        return None
    layout, found = find_layout(rows, fields), find_layout(across, fields)
    if found is None or found.depth > 1 or len(found.columns) < SURE or layout and len(layout.columns) > 1:
        return None
    others = sum(plain_header(row[line]) in words for row in across[found.first :] for line in found.columns)
    return across if others <= len(found.columns) // 4 else None


def lines_of(
    rows: Rows, layout: Layout, fields: Sequence[Field], beside: Sequence[dict[int, str]] = ()
) -> tuple[list[Line], list[int], list[int]]:
    """(rows of data, numbers of the rows left out, of rows that say something in columns nobody reads alone).

    Left out are blank ones, headings, repeated headers and sums. With `beside` each of them is a line of the row.
    """
    names = {one.name for one in fields}
    columns = {column: name for column, name in layout.columns.items() if name in names}
    header = [plain_header(cell) for cell in padded(rows[layout.header], max(columns, default=0) + 1)]
    above = tuple(cell for row in rows[: layout.header] for cell in row if cell)
    lines: list[Line] = []
    left_out: list[int] = []
    unread: list[int] = []
    counted = {
        column for row in rows[layout.header : layout.first] for column, cell in enumerate(row) if is_numbering(cell)
    }
    telling = {one.name for one in fields if one.is_telling}
    calls = {word for one in fields if one.is_required for word in one.words}
    blocks = list(beside) or blocks_of(rows, layout, columns)
    before: list[dict[str, str]] = [{} for _block in blocks]
    heading: tuple[str, ...] = ()
    for index in range(layout.first, len(rows)):
        row = rows[index]
        filled = [cell.strip() for cell in row if cell.strip()]
        if not filled:
            left_out.append(index + 1)
            continue
        if (layout.depth and _is_repeated(row, header, columns)) or is_sum_row(filled):
            left_out.append(index + 1)
            continue
        if calls & {"".join(cell.split()) for cell in filled} and (other := _other_header(row, filled, fields)):
            left_out.append(index + 1)
            columns, header, beside = other, [plain_header(cell) for cell in row], ()
            blocks = blocks_of(rows, Layout(index, 1, columns), columns)
            before = [{} for _block in blocks]
            above = tuple(text for text in above if not COUNTED.match(text))  # 一、楼组长 is over, 二、… begins
            continue
        is_over = len(filled) == 1 and set(columns.values()) <= telling and not HOUSE.search(filled[0])
        if is_over or _is_heading(row, filled, columns):
            left_out.append(index + 1)
            heading = (filled[0],)
            continue
        found = [
            {name: row[column].strip() if column < len(row) else "" for column, name in block.items()}
            for block in blocks
        ]
        if not any(text for values in found for text in values.values()):
            is_said = any(cell.strip() for column, cell in enumerate(row) if column not in counted)
            (unread if is_said else left_out).append(index + 1)
            continue
        for place, values in enumerate(found):
            if any(values.values()):
                _fill_dittos(values, before[place])
                before[place] = values
                lines.append(
                    Line(
                        index + 1,
                        values,
                        row,
                        above + heading,
                        heading[0] if heading else "",
                        place if beside else None,
                    )
                )
    return lines, left_out, unread


def _other_header(row: list[str], filled: list[str], fields: Sequence[Field]) -> dict[int, str]:
    """The columns of another table that begins here, below the first; {} of a row of data."""
    words = Usual(fields, BESIDE | NUMBERING | PARTS)
    known = sum(plain_header(cell) in words for cell in filled)
    if len(filled) < SURE or known < SURE or known < len(filled) - 2:
        return {}
    columns, _score = match(row, fields, Below([]))
    needed = {one.name for one in fields if one.is_required}
    return columns if needed & set(columns.values()) else {}


def blocks_of(rows: Rows, layout: Layout, columns: dict[int, str]) -> list[dict[int, str]]:
    """The columns, and those of tables printed to the right of it under the same headers."""
    blocks = [columns]
    head = rows[layout.header : layout.first]
    width = max((len(row) for row in head), default=0)
    first = min(columns, default=0)
    words = [tuple(plain_header(row[column]) if column < len(row) else "" for row in head) for column in range(width)]
    shift = 1
    while columns and first + shift < width:
        own = [column for column in columns if column < first + shift]
        if len(own) > 1 and all(
            column + shift < width and any(words[column]) and words[column + shift] == words[column] for column in own
        ):
            if not any(column + shift in block for column in own for block in blocks):
                blocks.append({column + shift: columns[column] for column in own})
        shift += 1
    return blocks


def _fill_dittos(values: dict[str, str], before: dict[str, str]) -> None:
    """“同上” and 〃 mean what stands above them."""
    for name, text in values.items():
        if text and DITTO.fullmatch(text):
            values[name] = before.get(name, text)


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


def signature(row: list[str]) -> str:
    """Under which a mapping is remembered: the header's words, whatever stands around them."""
    return "|".join(plain_header(cell) for cell in row)[:500]
