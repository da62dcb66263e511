"""The gate for pictures from outside. What comes through is a JPEG this house has drawn itself.

A picture is decided by its content, never by its name or by what the browser says of it. It is drawn anew, so
nothing travels along: no place of taking, no camera, no comment, no second file hidden behind the first.
"""

import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from communities.records.heic import TooManyPoints, heic_as_jpeg, is_heic

FORMATS = ["JPEG", "PNG", "WEBP"]
MEDIA_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_AREA = 30_000_000  # points; a few kilobytes may unfold to gigabytes
LARGEST_SCALED = 52_000_000  # of a JPEG that is read in steps from the top: it unfolds no further than needed
LONGEST_SIDE = 1200
QUALITY = 85
DAMAGED = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, struct.error)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def clean_image(upload: File[Any], *, longest: int = LONGEST_SIDE) -> ContentFile[bytes]:
    """The picture as a ContentFile "<random>.jpg" of at most `longest` points a side.

    Raises ValidationError saying what is wrong: "large", "points", "format" or "damaged".
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("The picture is larger than 5 MB."), code="large")
    try:
        return _drawn_anew(_opened(upload, longest), longest)
    except BOMB as bomb:
        raise _too_many_points() from bomb
    except TooManyPoints as told:
        raise _too_many_points() from told
    except DAMAGED as damaged:
        raise ValidationError(_("The picture is damaged and cannot be read."), code="damaged") from damaged


def _opened(upload: File[Any], longest: int) -> Any:
    upload.seek(0)
    try:
        picture = Image.open(heic_as_jpeg(upload, longest) if is_heic(upload) else upload, formats=FORMATS)
    except Image.UnidentifiedImageError as unknown:
        raise ValidationError(
            _("A picture is a JPEG, PNG, WebP or HEIC file; this file is not."), code="format"
        ) from unknown
    is_scaled = picture.format == "JPEG" and not picture.info.get("progressive")
    if picture.width * picture.height > (LARGEST_SCALED if is_scaled else LARGEST_AREA):
        raise _too_many_points()
    return picture


def _too_many_points() -> ValidationError:
    return ValidationError(_("The picture has too many points; make it smaller first."), code="points")


def _drawn_anew(picture: Any, longest: int) -> ContentFile[bytes]:
    picture.draft("RGB", (longest, longest))  # a JPEG is then unfolded no further than needed
    picture = ImageOps.exif_transpose(picture)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    picture = picture.convert("RGB")
    picture.thumbnail((longest, longest))
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(16)}.jpg")


def delete_on_commit(storage: Storage, name: str) -> None:
    """Take a file away once the row no longer names it; "" for none."""
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@contextmanager
def no_orphan(row: Any, field: str) -> Iterator[None]:
    """Take the file of `row.field` away again when what it was stored with is not saved."""
    before = getattr(row, field).name
    try:
        yield
    except BaseException:
        file = getattr(row, field)
        if file and file.name != before:
            file.storage.delete(file.name)
        setattr(row, field, before)
        raise
