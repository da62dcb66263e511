"""The office's own tables and letters: “{{姓名}}” in a cell or a sentence, filled from the columns of a list."""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from registry.sheets.export import plain
from registry.sheets.gate import Kind, Refused, look_at
from registry.sheets.headers import BRACKETED

CHILD = Path(__file__).resolve().parent / "fill_child.py"
PATIENCE = 60
MOST_ROWS = 5000
MOST_LETTERS = 200
LIST, NUMBER = "名单", "序号"


def place_name(label: object) -> str:
    """The name of a column as a place in a form: “核定金额（元）” is {{核定金额}}."""
    return "".join(BRACKETED.sub("", str(label)).split())


def kind_of(data: bytes) -> Kind:
    """ "xlsx" or "docx"; raises Refused."""
    kind = look_at(data)
    if kind not in (Kind.XLSX, Kind.DOCX):
        raise Refused(_("A form is an .xlsx or a .docx file."))
    return kind


def names_in(data: bytes) -> set[str]:
    """The names of the places of a form; raises Refused."""
    return set(_ask(data, {"kind": kind_of(data), "mode": "names"})[0]["names"])


def fill(
    data: bytes, rows: list[dict[str, Any]], once: dict[str, Any], columns: Iterable[str] = ()
) -> tuple[bytes, str]:
    """(bytes, ending) of the form filled for `rows` (dicts by place name); several letters come as one archive.

    `columns` are the places of a record; they are those of the first one where none are given.
    """
    kind = kind_of(data)
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)s records fit into one form.") % {"most": MOST_ROWS})
    rows = [{name: _sent(value) for name, value in row.items()} for row in rows]
    once = {name: _sent(value) for name, value in once.items()}
    asked: dict[str, Any] = {
        "kind": kind,
        "mode": "fill",
        "once": once,
        "columns": list(columns or (rows[0] if rows else ())),
    }
    if kind == Kind.XLSX or len(rows) < 2 or LIST in names_in(data):
        return _ask(data, asked | {"rows": rows})[1], kind.value
    if len(rows) > MOST_LETTERS:
        raise Refused(_("At most %(most)s letters at a time.") % {"most": MOST_LETTERS})
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as letters:
        for number, row in enumerate(rows, start=1):
            letters.writestr(f"{number:03d}.docx", _ask(data, asked | {"rows": [row]})[1])
    return archive.getvalue(), "zip"


def _sent(value: Any) -> Any:
    found = plain(value)
    if isinstance(found, datetime):
        return f"{found:%Y-%m-%d %H:%M}"
    if isinstance(found, date):
        return {"day": found.isoformat()}
    return {"number": str(found)} if isinstance(found, Decimal) else found  # 3600.00 within a text, a number alone


def _ask(data: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """(answer, bytes behind it) of the child; raises Refused."""
    head = json.dumps(asked).encode() + b"\n"
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(CHILD)],
                input=head + data,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(_("Filling the form takes too long.")) from None
        output.seek(0)
        line, rest = output.readline(), output.read()
    if done.returncode or not line:
        raise Refused(_("Filling the form takes too long or too much memory."))
    answer = json.loads(line)
    if "refused" in answer:
        raise Refused(_say(answer["refused"]))
    return answer, rest


def _say(reason: str) -> str:
    if reason == "merged":
        return _("The form merges far too many cells.")
    if reason.startswith("words: "):
        return _("The form asks for something it may not have: %(what)s") % {"what": reason[7:200]}
    return _("The file is damaged; Excel cannot have saved it so.")
