"""Reading an uploaded table: past the gate, then in a child process with little time and little memory."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from registry.sheets.gate import Kind, Refused, look_at

CHILD = Path(__file__).resolve().parent / "child.py"
PATIENCE = 20  # seconds of the clock; of the processor the child gives itself 5
MOST_OUTPUT = 100 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    name: str
    is_hidden: bool
    rows: list[list[str]]  # of lists of text; row 1 of the sheet is rows[0]
    hidden: tuple[int, ...] = ()  # numbers of the rows that a filter or a hand hides; they are read
    is_turned: bool = False  # it lies on its side: row 1 is its first column


def read_table(data: bytes) -> list[Sheet]:
    """The sheets of an uploaded file; raises Refused."""
    kind = look_at(data)
    if kind == Kind.DOCX:
        raise Refused(_("This is a Word document. Copy its table into Excel first."))
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(CHILD), kind],
                input=data,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(_("Reading the file takes too long. Split it into smaller ones.")) from None
        if output.tell() > MOST_OUTPUT:
            raise Refused(_say("rows"))
        output.seek(0)
        lines = output.read().decode("utf-8", "replace").splitlines()
    if done.returncode:
        raise Refused(_("Reading the file takes too long or too much memory. Split it into smaller ones."))
    found = [json.loads(line) for line in lines]
    for one in found:
        if "refused" in one:
            raise Refused(_say(one["refused"]))
    return [Sheet(one["name"], one["is_hidden"], one["rows"], tuple(one["hidden"])) for one in found]


def _say(reason: str) -> str:
    if reason == "rows":
        return _("The file has too many rows or columns; at most 50,000 rows and 100 columns are read.")
    if reason == "sheets":
        return _("The file has too many sheets.")
    if reason == "encoding":
        return _("The text is neither UTF-8 nor GB18030. Save it as .xlsx in Excel first.")
    return _("The file is damaged; Excel cannot have saved it so.")
