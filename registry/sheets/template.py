"""An empty table to fill in: headers, drop-downs, a row of example and a sheet that says how each column is filled."""

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from registry.sheets.headers import Field

ROWS = 2000  # so far down the drop-downs reach


def write_template(file: Any, fields: Sequence[Field], *, title: str) -> None:
    shown = [field for field in fields if field.name != "identity"]
    with xlsxwriter.Workbook(file) as book:
        head = book.add_format({"bold": True, "bg_color": "#e6f0ef", "border": 1})
        needed = book.add_format({"bold": True, "bg_color": "#fbe9d0", "border": 1})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        for column, field in enumerate(shown):
            name = field.words[0]
            sheet.write_string(0, column, name, needed if field.is_required else head)
            sheet.set_column(column, column, max(12, 2 * len(name) + 4), text)
            if field.choices:
                sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": list(field.choices)})
            if field.example:
                sheet.write_string(1, column, field.example, text)
        sheet.write_comment(1, 0, _("An example; write over it."))
        guide = book.add_worksheet(_("How to fill in"))
        guide.set_column(0, 2, 30)
        for column, label in enumerate((_("Column"), _("Needed"), _("Also understood as"))):
            guide.write_string(0, column, label, head)
        for line, field in enumerate(shown, start=1):
            guide.write_string(line, 0, field.words[0])
            guide.write_string(line, 1, _("yes") if field.is_required else "")
            guide.write_string(line, 2, "、".join(field.words[1:]))
