"""Pictures as they are kept: decided by content, drawn anew as JPEG, so that nothing hidden in them survives."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

IMAGE_BYTES = 5 * 1024 * 1024
IMAGE_PIXELS = 50_000_000  # a phone of today takes 50 megapixels; a bomb claims more
FORMATS = ("JPEG", "PNG", "WEBP")


def clean_image(upload, *, longest=1200):
    """Return the picture as a JPEG of at most `longest` pixels a side, turned upright, without EXIF or GPS.

    Raises ValidationError on anything over 5 MB, over 50 megapixels, damaged, or no JPEG, PNG or WebP by content.
    """
    if upload.size > IMAGE_BYTES:
        raise ValidationError(_("A picture has at most 5 MB."), code="size")
    upload.seek(0)
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > IMAGE_PIXELS:
                raise ValidationError(_("This picture has too many pixels; save a smaller one."), code="pixels")
            picture.draft("RGB", (longest, longest))
            drawn = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as broken:
        raise ValidationError(_("This is no JPEG, PNG or WebP picture, or it is damaged."), code="picture") from broken
    drawn.thumbnail((longest, longest))
    written = BytesIO()
    drawn.save(written, "JPEG", quality=85, optimize=True)
    return ContentFile(written.getvalue())
