"""What people upload by mistake or on purpose: refused with a reason, at little cost, before anything is parsed."""

import io
import time
import zipfile

import pytest

from registry.sheets.gate import Refused, look_at
from registry.sheets.read import read_table
from tests.leaders.imports.tables import workbook

GOOD = workbook([["姓名"], ["王芳"]])


def repacked(change=None, *, more=(), compress=zipfile.ZIP_DEFLATED):
    """The good workbook with members changed by `change(name, data)` and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(file, "w", compress) as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member.filename, change(member.filename, data) if change else data)
        for name, data in more:
            new.writestr(name, data)
    return file.getvalue()


def with_doctype(name, data):
    mark = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return data.replace(b"<worksheet", mark + b"<worksheet") if name.endswith("sheet1.xml") else data


def with_far_corner(name, data):
    return data.replace(b'r="A2"', b'r="XFD1048576"') if name.endswith("sheet1.xml") else data


HOSTILE = {
    "empty": b"",
    "blank": b"   \n",
    "too large": b"a,b\n" * 2_000_000,
    "bomb": repacked(more=[("xl/media/a.bin", b"\0" * 60_000_000)]),
    "many members": repacked(more=[(f"xl/media/{number}.txt", b"x") for number in range(250)]),
    "macros": repacked(more=[("xl/vbaProject.bin", b"x")]),
    "external links": repacked(more=[("xl/externalLinks/externalLink1.xml", b"<a/>")]),
    "embedded object": repacked(more=[("xl/embeddings/oleObject1.bin", b"x")]),
    "doctype": repacked(with_doctype),
    "doctype in two bytes a letter": repacked(more=[("xl/a.xml", "<!DOCTYPE x>".encode("utf-16"))]),
    "far corner": repacked(with_far_corner),
    "a zip that is no workbook": repacked(lambda name, data: b"").replace(b"xl/workbook.xml", b"xl/workbooc.xml"),
    "cut off": GOOD[:-200],
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a document": b"%PDF-1.7 ...",
    "a web page": b"<html><table><tr><td>a</td></tr></table></html>",
    "bytes": bytes(range(256)) * 20,
    "ole of nothing": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "ole with macros": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"),
    "a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "too many rows": ("a,b\n" * 60_000).encode(),
    "too many columns": (",".join("abc" for _number in range(200)) + "\n").encode() * 3,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason_in_little_time(name):
    began = time.process_time()

    with pytest.raises(Refused) as refused:
        read_table(HOSTILE[name])

    assert len(str(refused.value)) > 10
    assert time.process_time() - began < 5


def test_a_sheet_nested_beyond_sense_does_not_take_the_server_along():
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    data = repacked(lambda name, old: deep if name.endswith("sheet1.xml") else old)

    try:
        sheets = read_table(data)
    except Refused:
        return
    assert [sheet.rows for sheet in sheets] in ([], [[]])


def test_a_good_file_passes_with_true_row_numbers():
    data = workbook([[], [], [None, "姓名"], [None, 13800138000.0], [None, True]])

    (sheet,) = read_table(data)

    assert look_at(data) == "xlsx"
    assert sheet.rows[2:] == [["", "姓名"], ["", "13800138000"], ["", "是"]]
