"""Which columns a row names, or two rows of which the upper has words merged over several of the lower."""

import re
from collections.abc import Sequence

from registry.sheets.contents import Below, is_data
from registry.sheets.headers import (
    EXACT,
    GUESSED,
    LONGEST_HEADER,
    NOT_OWN,
    NUMBERING,
    Field,
    Usual,
    plain_header,
    strength_of_cell,
)

Match = tuple[dict[int, str], float]  # {column: name of the field}, how sure
BESIDE = {"座机", "固定电话", "固话", "办公电话"}  # columns nobody reads, below others
# Below a merged word these say which part of it: 小区 over 名称, 任期 over 起 and 止, 负责人 over 姓名 and 电话.
PARTS = {
    "名称", "全称", "名", "起", "止", "自", "至", "起始", "截止", "开始", "结束", "时间", "日期",
    "人数", "数量", "姓名", "性别", "电话", "手机", "联系电话", "职务", "备注",
}  # fmt: skip
COUNTED_AGE = re.compile(r"\d{1,3}周?岁|(?:19|20)\d\d年")  # in 60岁以上 and 2025年学时
UPPER_WORDS = 3  # fewer are a title with the day or the office beside it
TITLE = re.compile(r"[:：]\s*\S|\S\s*[:：]$")
PART_OF = 0.98  # of how sure the whole is: 小区名称 of 名称 below 小区


def match(row: list[str], fields: Sequence[Field], below: Below, wholes: dict[int, str] | None = None) -> Match:
    """({column: field}, score): each field once, exact names before names that only hold a usual one.

    What stands below speaks against a header that only sounds like one: 类型 over 男 and 女. `wholes` are what headers
    are called together with the word above them.
    """
    wholes = wholes or {}
    headers = {
        column: cell
        for column, cell in enumerate(row)
        if cell and len(cell) <= LONGEST_HEADER and plain_header(cell) not in NUMBERING
    }
    # The same header again is a second table to the right of the first, or another year: never another field.
    seen: set[tuple[str, str]] = set()
    for column, cell in list(headers.items()):
        mark = (plain_header(cell), wholes.get(column, ""))
        if mark in seen:
            del headers[column]
        seen.add(mark)
    columns: dict[int, str] = {}
    score = 0.0
    for some in ([one for one in fields if not one.beside], [one for one in fields if one.beside]):
        taken = set(columns.values())
        candidates = [
            (strength, -column, one.name)
            for column, cell in headers.items()
            for one in some
            if (not one.beside or one.beside in taken)
            and (strength := max(strength_of_cell(cell, one), PART_OF * strength_of_cell(wholes.get(column, ""), one)))
            and (strength >= EXACT or not below.speaks_against(column, one))
            and not below.contradicts(column, one)
            and (strength > GUESSED or below.is_likely(column, one))
        ]
        for strength, column, name in sorted(candidates, reverse=True):
            if -column not in columns and name not in taken:
                columns[-column] = name
                taken.add(name)
                score += strength
    return columns, score


def match_below(
    row: list[str], below: list[str], fields: Sequence[Field], rows: Sequence[list[str]], data: Below
) -> Match:
    """A header of two rows, as ({column: field}, score): merged words above, each column's own name below.

    A row of data is not taken for it: every cell below has to be the usual name of a column. Below a merged word
    some may be unusual, where most are not; all may, where the rows can be nothing else (`_is_upper`).
    """
    words = Usual(fields, BESIDE)
    both: list[str] = []
    wholes: dict[int, str] = {}
    above, parts, known, strange = "", 0, 0, 0
    width = max(len(row), len(below))
    row, below = padded(row, width), padded(below, width)
    is_sure = _is_upper(row, below, rows)
    for column in range(width):
        above = row[column] or above  # a merged word stands in its first column alone
        own = plain_header(below[column]) if below[column] != row[column] else ""  # merged over both rows
        is_merged = not row[column] or (column + 1 < width and not row[column + 1] and bool(below[column + 1]))
        whole = plain_header(above) + own
        if own and not is_sure and not (own in words or (above and own in PARTS)):
            if not is_merged or not _like_header(own):
                return {}, 0.0
            strange += 1
        known += own in words or own in PARTS
        parts += own in PARTS
        if not own:
            both.append(row[column])
        elif above and NOT_OWN.match(plain_header(above)):
            both.append(whole)
        else:
            both.append(whole if whole in words or (own in PARTS and own not in words) else below[column])
            wholes[column] = whole
    if not any(below) or (strange and (known < 2 or known <= strange)):
        return {}, 0.0
    columns, score = match(both, fields, data, wholes if is_sure else None)
    return columns, score + parts / 2 + is_sure  # a part of a name is a name in no row of data


def _is_upper(row: list[str], below: list[str], rows: Sequence[list[str]]) -> bool:
    """Whether the upper row has words over several of the lower, and both are nothing else: below its other words
    nothing stands, or the same again, and data follows."""
    spans = [0]  # how many own names stand below each word
    for upper, lower in zip(row, below, strict=True):
        if upper and lower and upper != lower:
            spans.append(1)
        elif upper:
            spans.append(0)
        elif lower and not spans[-1]:
            return False
        elif lower:
            spans[-1] += 1
    own = [plain_header(lower) for upper, lower in zip(row, below, strict=True) if lower and lower != upper]
    is_title = len([upper for upper in row if upper]) < UPPER_WORDS or any(TITLE.search(upper) for upper in row)
    is_plain = not is_title and not is_data(below) and all(len(cell) <= LONGEST_HEADER // 2 for cell in own)
    return (
        is_plain
        and spans[0] == 0
        and 1 not in spans
        and any(number > 1 for number in spans)
        and any(map(is_data, rows))
    )


def _like_header(own: str) -> bool:
    own = COUNTED_AGE.sub("", own)
    return 1 < len(own) <= 10 and not re.search(r"\d", own) and bool(re.match(r"[\u4e00-\u9fff]", own))


def padded(row: list[str], length: int) -> list[str]:
    return [*row, *[""] * (length - len(row))]
