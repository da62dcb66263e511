import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from communities.records.images import LARGEST_FILE, clean_image
from tests.factories import make_picture

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def upload(content, name="face.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def bomb(width, height):
    """A PNG of a few hundred bytes that says it is this large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_a_jpeg_of_at_most_1200_points(kind):
    clean = clean_image(make_picture(kind=kind, size=(3000, 1500)))

    picture = Image.open(clean)
    assert (picture.format, picture.size) == ("JPEG", (1200, 600))


def test_a_jpeg_of_49_megapixels_is_taken_for_it_is_never_unfolded_whole():
    assert Image.open(clean_image(make_picture(size=(7000, 7000), mode="L", color=90))).size == (1200, 1200)
    with pytest.raises(ValidationError, match="too many points"):
        clean_image(make_picture(size=(6000, 6000), mode="L", color=90, progressive=True))


def test_the_name_is_our_own_and_new_each_time():
    first, second = clean_image(make_picture("../../陆建国.php.jpg")), clean_image(make_picture())

    assert first.name != second.name
    assert len(first.name) == 36 and first.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script></html>", "this file is not"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "this file is not"),
        (make_picture(kind="GIF").read(), "this file is not"),
        (make_picture(kind="TIFF").read(), "this file is not"),
        (make_picture(size=(900, 900), color="red").read()[:900], "damaged"),
        (make_picture(kind="PNG", size=(900, 900)).read()[:200], "damaged"),
        (bomb(60_000, 60_000), "too many points"),
        (bomb(10_000, 10_000), "too many points"),
        (bomb(6_000, 6_000), "too many points"),
        (bomb(400, 400), "damaged"),
        (make_picture().read() + b"\0" * LARGEST_FILE, "larger than 5 MB"),
    ],
    ids=["html", "svg", "gif", "tiff", "cut jpeg", "cut png", "bomb", "half a bomb", "36 MP", "short data", "6 MB"],
)
def test_what_is_no_picture_is_refused_with_the_reason(content, said):
    with pytest.raises(ValidationError, match=said):
        clean_image(upload(content))


def test_where_and_with_what_it_was_taken_does_not_come_along():
    exif = Image.Exif()
    exif[MAKE] = "Camera of Lu"
    exif.get_ifd(GPS)[2] = (31.0, 8.0, 12.0)
    taken = make_picture(exif=exif, comment=b"31.14N 121.39E")

    clean = clean_image(taken).read()

    assert b"Camera of Lu" in taken.open().read()
    assert b"Camera of Lu" not in clean and b"31.14N" not in clean and b"Exif" not in clean


def test_what_hides_behind_the_picture_is_cut_off():
    assert b"<?php" not in clean_image(upload(make_picture().read() + b"<?php echo 1; ?>")).read()


def test_a_picture_taken_upright_stays_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6

    assert Image.open(clean_image(make_picture(size=(60, 40), exif=exif))).size == (40, 60)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L"])
def test_every_mode_becomes_colour_with_white_behind(mode):
    color = {"RGBA": (0, 0, 0, 0), "LA": (0, 0)}.get(mode, 1)

    picture = Image.open(clean_image(make_picture(kind="PNG", mode=mode, color=color)))

    assert picture.mode == "RGB"
    if mode in ("RGBA", "LA"):
        assert picture.getpixel((5, 5)) == (255, 255, 255)
