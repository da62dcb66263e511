"""What an uploaded table must be before anything parses it: decided by its bytes, never by its name."""

import io
import re
import zipfile
import zlib
from enum import StrEnum

from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
MOST_UNZIPPED = 50 * 1024 * 1024
MOST_MEMBERS = 200
MOST_RATIO = 100
RATIO_FROM = 1024 * 1024  # a small member may be as dense as it likes
CHUNK = 256 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WIDE = (b"\xff\xfe", b"\xfe\xff")
ZIP = b"PK\x03\x04"
ACTIVE = re.compile(r"vbaproject|externallink|activex|oleobject|embeddings/|ctrlprops|macrosheets|dialogsheets", re.I)
# Declarations in one byte a letter and in two.
DECLARED = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.I)


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    DOCX = "docx"


class Refused(Exception):
    """The file is not taken; the message says why, in the words of whoever uploaded it."""


def look_at(data: bytes) -> Kind:
    """The kind of an uploaded table; raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 5 MB."))
    if not data.strip():
        raise Refused(_("The file is empty."))
    if data.startswith(OLE):
        return _look_at_ole(data)
    if data.startswith(ZIP):
        return _look_at_zip(data)
    is_wide = data[:2] in WIDE  # “Unicode text” of Excel: two bytes a letter, a sign in front
    if (
        (b"\0" in data[:4096] and not is_wide)
        or data[:5] in (b"%PDF-", b"{\\rtf")
        or data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")
    ):
        raise Refused(_("This is no Excel workbook and no CSV file."))
    if data.lstrip()[:1] == b"<":
        raise Refused(_("This is a web page with the name of a table. Save it as .xlsx in Excel first."))
    return Kind.CSV


def _look_at_ole(data: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused(_("The file is protected by a password. Take the password off first."))
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Refused(_("The file holds macros. Save it as .xlsx first."))
    return Kind.XLS


def _look_at_zip(data: bytes) -> Kind:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise Refused(_("The file is damaged; Excel cannot have saved it so.")) from None
    if len(members) > MOST_MEMBERS:
        raise Refused(_("The file consists of too many parts."))
    names = {member.filename for member in members}
    if len(names) != len(members):
        raise Refused(_("The file is damaged; Excel cannot have saved it so."))
    kind = Kind.XLSX if "xl/workbook.xml" in names else Kind.DOCX if "word/document.xml" in names else None
    if kind is None or "[Content_Types].xml" not in names:
        raise Refused(_("This is no Excel workbook and no CSV file."))
    if any(ACTIVE.search(name) for name in names):
        raise Refused(_("The file holds macros, embedded objects or links to other files. Save it without them."))
    total = 0
    for member in members:
        total += _look_at_member(archive, member, MOST_UNZIPPED - total)
    return kind


def _look_at_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    """The true size of one part, unpacked no further than `most`; what its header says is not believed."""
    if member.flag_bits & 1:
        raise Refused(_("The file is protected by a password. Take the password off first."))
    is_text = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    size, tail = 0, b""
    try:
        with archive.open(member) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                if size > most or (size > RATIO_FROM and size > MOST_RATIO * max(member.compress_size, 1)):
                    raise Refused(_("The file is far too large once it is unpacked."))
                if is_text and DECLARED.search(tail + chunk):
                    raise Refused(_("The file holds content that is not allowed (a document type or entity)."))
                if b"TargetMode" in chunk and member.filename.startswith("xl/_rels/") and b"externalLink" in chunk:
                    raise Refused(_("The file holds macros, embedded objects or links to other files."))
                tail = chunk[-40:]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Refused(_("The file is damaged; Excel cannot have saved it so.")) from None
    return size
