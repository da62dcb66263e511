"""Tables as offices keep them, made for a test."""

import io

import xlsxwriter


def workbook(rows, *, name="Sheet1", more=(), hidden=()):
    """The bytes of a workbook: `rows` on the first sheet, `more` [(name, rows)] on others, `hidden` names hidden."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        for title, lines in [(name, rows), *more]:
            sheet = book.add_worksheet(title)
            for line, row in enumerate(lines):
                for column, cell in enumerate(row):
                    if hasattr(cell, "year"):
                        sheet.write_datetime(line, column, cell, day)
                    elif cell is not None:
                        sheet.write(line, column, cell)
            if title in hidden:
                sheet.hide()
    return file.getvalue()


def people(count, *, building="12号楼"):
    """A tidy table of `count` people who hold no post."""
    rows = [["姓名", "性别", "手机", "楼栋"]]
    letters = "甲乙丙丁戊己庚辛壬癸"
    for number in range(count):
        name = "王" + "".join(letters[int(digit)] for digit in f"{number:03d}")
        rows.append([name, "女", f"138{number:08d}", building])
    return rows
