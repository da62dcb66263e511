"""The usual ledgers as forms to fill, made of a list's own columns; used as they are or changed in Excel first."""

import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from registry.sheets.columns import Column
from registry.sheets.fill import NUMBER, place_name

SUM = "合计"
DAY, MAKER, COUNT = "今日", "制表人", "条数"
COUNT_OF_PEOPLE = "人数"  # the same number, under the name that suits a list of people


@dataclass(frozen=True)
class Ledger:
    """`columns` are names of the export's columns; those in `sums` are added up at the foot."""

    title: Any
    columns: tuple[str, ...]
    sums: tuple[str, ...] = ()


def place(name: str) -> str:
    return "{{" + name + "}}"


def ledger_form(ledger: Ledger, columns: dict[str, Column]) -> bytes:
    """The empty ledger as a workbook; `columns` are those of the export, by name."""
    shown = [columns[name] for name in ledger.columns if name in columns]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet(str(ledger.title)[:31])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        last = len(shown)
        sheet.set_row(2, 20)  # bold letters are higher than a line
        sheet.merge_range(0, 0, 0, last, str(ledger.title), title)
        sheet.write_string(1, 0, _("Made by %(who)s on %(day)s") % {"who": place(MAKER), "day": place(DAY)})
        sheet.write_string(2, 0, _("No."), head)
        sheet.write_string(3, 0, place(NUMBER), body)
        for column, one in enumerate(shown, start=1):
            label = str(one.label)
            sheet.set_column(column, column, max(10, 2 * len(label) + 2))
            sheet.write_string(2, column, label, head)
            sheet.write_string(3, column, place(place_name(label)), body)
        sheet.write_string(4, 0, _("Sum"), head)
        for column, one in enumerate(shown, start=1):
            text = place(SUM + place_name(one.label)) if one.name in ledger.sums else ""
            sheet.write_string(4, column, text, body)
    return file.getvalue()
