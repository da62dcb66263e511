"""Photos as newer phones take them: read by a process of their own, tile by tile."""

import io
import random
import struct

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from communities.records import heic_child
from communities.records.images import clean_image

MAKE = 0x010F


def heic(size, *, tile=0, exif=None):
    """A photo whose left third is red and the rest green."""
    picture = Image.new("RGB", size, "green")
    picture.paste("red", (0, 0, size[0] // 3, size[1]))
    out = io.BytesIO()
    pillow_heif.options.GRID_TILE_SIZE = tile
    try:
        file = pillow_heif.from_pillow(picture)
        file.save(out, quality=50, exif=exif.tobytes() if exif else None)
    finally:
        pillow_heif.options.GRID_TILE_SIZE = 0
    return bytearray(out.getvalue())


@pytest.fixture(scope="module")
def tiled():
    return heic((1300, 1000), tile=512)


def drawn(content, **how):
    return Image.open(clean_image(SimpleUploadedFile("IMG_0001.HEIC", bytes(content)), **how))


def color(picture, x, y):
    return ["red", "green"][picture.getpixel((x, y))[1] > 60]


def test_a_photo_in_one_piece_and_one_in_tiles_become_jpegs(tiled):
    exif = Image.Exif()
    exif[MAKE] = "Camera of Lu"
    whole = drawn(heic((800, 600), exif=exif))
    assert (whole.format, whole.size) == ("JPEG", (800, 600)) and not whole.getexif()

    picture = drawn(tiled, longest=500)
    assert (picture.format, picture.size) == ("JPEG", (500, 385))
    assert [color(picture, x, 200) for x in (10, 150, 180, 490)] == ["red", "red", "green", "green"]


def test_a_photo_in_tiles_is_turned_as_it_says(tiled):
    at = tiled.index(b"pixi")  # in place of a property that only says how many bits a colour has
    turned = tiled[:at] + b"irot" + b"\x03" + tiled[at + 5 :]  # a quarter turn to the right
    turned = turned.replace(b"\x82\x03\x04\x05", b"\x82\x03\x04\x03")  # and no tile has it

    picture = drawn(turned, longest=500)

    assert picture.size == (385, 500)
    assert [color(picture, 200, y) for y in (10, 490)] == ["red", "green"]


def test_what_says_to_be_too_large_is_refused_before_it_is_decoded(tiled):
    at = tiled.index(struct.pack(">HH", 1300, 1000))
    huge = tiled[:at] + struct.pack(">HH", 60_000, 60_000) + tiled[at + 4 :]
    with pytest.raises(ValidationError, match="too many points"):
        drawn(huge)

    assert heic_child.MOST_AREA >= 8064 * 6048 and heic_child.MOST_UNTILED >= 4032 * 3024


def test_what_is_broken_is_refused_with_a_sentence_and_never_fails_otherwise(tiled):
    with pytest.raises(ValidationError, match="damaged"):
        drawn(tiled[: len(tiled) // 2])
    with pytest.raises(ValidationError, match="damaged"):
        drawn(tiled[:200])
    chance = random.Random(3)
    for _each in range(40):
        broken = bytearray(tiled)
        for _byte in range(4):
            broken[chance.randrange(12, 900)] = chance.randrange(256)
        try:
            assert heic_child.read(bytes(broken), 500).size
        except Exception as told:  # its own process says "damaged" for all of these
            assert not isinstance(told, MemoryError)


def test_a_film_is_no_photo():
    with pytest.raises(ValidationError, match="this file is not"):
        drawn(b"\0\0\0\x18ftypmp42" + bytes(100))
