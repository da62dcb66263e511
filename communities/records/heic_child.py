"""Runs by itself, in a process that may be killed: a HEIC on standard input, a smaller JPEG on standard output.

A phone stores a large photo as a grid of small tiles. Each is decoded by itself and shrunk at once, so a photo of 48
megapixels needs no more memory than one of 2. What is refused leaves as one word. Knows nothing of the project.
"""

import resource
import struct
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import pillow_heif
from PIL import Image

MOST_MEMORY = 512 * 1024 * 1024  # of addresses, of which a fraction is touched
MOST_SECONDS = 20
MOST_AREA = 52_000_000
MOST_UNTILED = 13_000_000  # decoded whole; 4.5 bytes a point
MOST_TILES = 1_000
STRIP = 256  # lines shrunk at once; a multiple of every factor
TURNS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
MIRRORS = {0: Image.Transpose.FLIP_TOP_BOTTOM, 1: Image.Transpose.FLIP_LEFT_RIGHT}


Bytes = bytes | bytearray


class Refused(Exception):
    pass


class Box(NamedTuple):
    kind: bytes
    start: int  # of what it holds
    end: int


class Grid(NamedTuple):
    """The parts of a file that matter here: where the number of the shown image stands, and what it is made of."""

    shown_at: tuple[int, int]  # place and length
    entries: dict[int, int]  # item -> where the flags of its entry end
    tiles: list[int]
    rows: int
    columns: int
    width: int
    height: int
    turned: list[Any]  # transpositions, in order


def number(data: Bytes, at: int, length: int) -> int:
    return int.from_bytes(data[at : at + length], "big")


def boxes(data: Bytes, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        size, kind, head = number(data, start, 4), bytes(data[start + 4 : start + 8]), 8
        if size == 1:
            size, head = number(data, start + 8, 8), 16
        size = size or end - start
        if size < head or start + size > end:
            raise Refused("damaged")
        yield Box(kind, start + head, start + size)
        start += size


def named(data: Bytes, box: Box, *path: bytes, skip: int = 0) -> Box:
    for kind in path:
        found = [one for one in boxes(data, box.start + skip, box.end) if one.kind == kind]
        if not found:
            raise Refused("damaged")
        box, skip = found[0], 0
    return box


def grid_of(data: Bytes) -> Grid | None:
    """The Grid of the shown image, None where it is no grid."""
    meta = named(data, Box(b"", 0, len(data)), b"meta")
    pitm = named(data, meta, b"pitm", skip=4)
    length = 4 if data[pitm.start] else 2
    shown = number(data, pitm.start + 4, length)
    iinf = named(data, meta, b"iinf", skip=4)
    kinds, entries = {}, {}
    for infe in boxes(data, iinf.start + (8 if data[iinf.start] else 6), iinf.end):
        wide = 4 if data[infe.start] == 3 else 2
        item = number(data, infe.start + 4, wide)
        kinds[item], entries[item] = bytes(data[infe.start + 6 + wide : infe.start + 10 + wide]), infe.start + 4
    if kinds.get(shown) != b"grid":
        return None
    told = content_of(data, meta, shown)
    wide = 4 if told[1] & 1 else 2
    width, height = number(told, 4, wide), number(told, 4 + wide, wide)
    return Grid(
        (pitm.start + 4, length), entries, tiles_of(data, meta, shown), told[2] + 1, told[3] + 1, width, height,
        turns_of(data, meta, shown),
    )  # fmt: skip


def content_of(data: Bytes, meta: Box, wanted: int) -> bytes:
    """The bytes of a small item, stored in one piece."""
    iloc = named(data, meta, b"iloc", skip=4)
    version, at = data[iloc.start], iloc.start + 4
    offset_size, length_size, base_size, index_size = data[at] >> 4, data[at] & 15, data[at + 1] >> 4, data[at + 1] & 15
    wide, at = (4 if version == 2 else 2), at + 2
    count, at = number(data, at, wide), at + wide
    for _each in range(count):
        item, at, inside = number(data, at, wide), at + wide, 0
        if version:
            inside, at = number(data, at, 2) & 15, at + 2
        base, at = number(data, at + 2, base_size), at + 2 + base_size
        pieces, at = number(data, at, 2), at + 2
        for _piece in range(pieces):
            at += index_size if version else 0
            offset, length = number(data, at, offset_size), number(data, at + offset_size, length_size)
            at += offset_size + length_size
            if item == wanted:
                start = base + offset + (named(data, meta, b"idat", skip=4).start if inside == 1 else 0)
                return bytes(data[start : start + min(length or 12, 64)])
    raise Refused("damaged")


def tiles_of(data: Bytes, meta: Box, shown: int) -> list[int]:
    iref = named(data, meta, b"iref", skip=4)
    wide = 4 if data[iref.start] else 2
    for one in boxes(data, iref.start + 4, iref.end):
        if one.kind == b"dimg" and number(data, one.start, wide) == shown:
            first, count = one.start + wide + 2, number(data, one.start + wide, 2)
            return [number(data, first + wide * index, wide) for index in range(min(count, MOST_TILES + 1))]
    raise Refused("damaged")


def turns_of(data: Bytes, meta: Box, shown: int) -> list[Any]:
    """How the image is turned and mirrored once it is put together."""
    iprp = named(data, meta, b"iprp", skip=4)
    container = named(data, iprp, b"ipco")
    properties = list(boxes(data, container.start, container.end))
    ipma = named(data, iprp, b"ipma")
    wide, each = (4 if data[ipma.start] else 2), (2 if data[ipma.start + 3] & 1 else 1)
    at, found = ipma.start + 8, []
    for _each in range(number(data, ipma.start + 4, 4)):
        item, count, at = number(data, at, wide), data[at + wide], at + wide + 1
        for place in range(count if item == shown else 0):
            index = number(data, at + each * place, each) & (0x7FFF if each == 2 else 0x7F)
            box = properties[index - 1] if index else Box(b"", 0, 0)
            table = {b"irot": TURNS, b"imir": MIRRORS}.get(box.kind, {})
            found += [table[data[box.start] & 3]] if table and data[box.start] & 3 in table else []
        at += each * count
    return found


def decoded(data: Bytes, factor: int = 1) -> Image.Image:
    """The shown image, `factor` times smaller, without a second whole copy of its points."""
    image = pillow_heif.open_heif(bytes(data))
    points, stride = image.data, image.stride
    width, height = image.size  # known for certain only once it is decoded
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, STRIP):
        lines = min(STRIP, height - top)
        part = points[top * stride : (top + lines) * stride]
        strip = Image.frombuffer(image.mode, (width, lines), part, "raw", image.mode, stride, 1)
        small.paste(strip.convert("RGB").reduce(factor), (0, top // factor))
    return small


def smaller_by(width: int, height: int, longest: int, *, dividing: int = 0) -> int:
    """How many times smaller it may be made at once: what is left is still larger than `longest`."""
    most = max(1, max(width, height) // longest)
    return max(one for one in (1, 2, 4, 8) if one <= most and not dividing % one)


def from_tiles(data: Bytes, grid: Grid, longest: int) -> Image.Image:
    """The picture of its tiles, each shown alone by a changed number of the shown image."""
    if len(grid.tiles) != grid.rows * grid.columns or len(grid.tiles) > MOST_TILES:
        raise Refused("damaged")
    canvas, factor = Image.new("RGB", (1, 1)), 1
    for index, tile in enumerate(grid.tiles):
        alone = bytearray(data)
        struct.pack_into(">I" if grid.shown_at[1] == 4 else ">H", alone, grid.shown_at[0], tile)
        alone[grid.entries[tile] - 1] &= 0xFE  # a tile is marked as hidden
        part = decoded(alone)
        if index == 0:
            if part.width * part.height > MOST_UNTILED // 2:
                raise Refused("points")
            factor = smaller_by(grid.width, grid.height, longest, dividing=part.width | part.height)
            canvas = Image.new("RGB", (-(-grid.width // factor), -(-grid.height // factor)))
            if canvas.width * canvas.height > MOST_UNTILED:
                raise Refused("points")
        row, column = divmod(index, grid.columns)
        place = column * part.width // factor, row * part.height // factor
        canvas.paste(part.reduce(factor), place)
    for turn in grid.turned:
        canvas = canvas.transpose(turn)
    return canvas


def read(data: Bytes, longest: int) -> Image.Image:
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.AUX_IMAGES = pillow_heif.options.DEPTH_IMAGES = False
    grid = grid_of(data)
    width, height = (grid.width, grid.height) if grid else pillow_heif.open_heif(data).size
    if width * height > (MOST_AREA if grid else MOST_UNTILED):
        raise Refused("points")
    picture = from_tiles(data, grid, longest) if grid else decoded(data, smaller_by(width, height, longest))
    picture.thumbnail((longest, longest), reducing_gap=2)
    return picture


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        read(sys.stdin.buffer.read(), int(sys.argv[1])).save(sys.stdout.buffer, "JPEG", quality=95)
    except Refused as refused:
        print(refused)
    except Exception:  # whatever a damaged file makes the decoder say
        print("damaged")


if __name__ == "__main__":
    main()
