"""Charts drawn as SVG on the server: no script, no style attribute, every number also in the label for the ear."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from registry.ui import signs

Point = tuple[str, int]

WIDTH, BASE, TALLEST = 320, 122, 94  # of a chart of few points: its width, where it stands, how high it may rise


class Scale(NamedTuple):
    """The heights of a chart of pairs: `most` is the number at its uppermost line, a multiple of `step`."""

    step: int
    most: int

    @classmethod
    def of(cls, largest: int) -> "Scale":
        """Two to four steps of 1, 2 or 5, or ten, a hundred … times as much."""
        steps = (digit * 10**power for power in range(12) for digit in (1, 2, 5))
        step = next(one for one in steps if one * 4 >= largest)
        return cls(step, max(-(-largest // step), 1) * step)


def bars(points: Iterable[Point], label: str) -> SafeString:
    """A bar for each (name, value)."""
    points = list(points)
    most = max([value for _name, value in points] + [1])
    step = WIDTH / max(len(points), 1)
    parts = [_bar(step * (index + 0.5), *point, TALLEST * point[1] / most) for index, point in enumerate(points)]
    return _small(parts, label, points)


def line(points: Iterable[Point], label: str) -> SafeString:
    """One line through the [(name, value)], oldest first."""
    points = list(points)
    most = max([value for _name, value in points] + [1])
    step = WIDTH / max(len(points), 1)
    spots = [(step * (index + 0.5), BASE - TALLEST * point[1] / most, *point) for index, point in enumerate(points)]
    track = " ".join(f"{x:.0f},{y:.0f}" for x, y, _name, _value in spots)
    parts = [format_html('<polyline class="one" points="{}"/>', track)]
    return _small(parts + [_spot(*spot) for spot in spots], label, points)


def pairs(points: Iterable[tuple[str, int, int]], label: str, first: str, second: str) -> SafeString:
    """Two bars side by side for each (name, first value, second value): one full, one hollow."""
    points = list(points)
    left, width, top, base = 34, 640, 16, 186
    scale = Scale.of(max([value for _name, *both in points for value in both] + [1]))
    step = (width - left) / max(len(points), 1)
    thick = round(min(step * 0.3, 20))
    parts = [
        format_html(
            '<path class="ax" d="M{} {}.5H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
            left, y := round(base - (base - top) * value / scale.most), width, left - 8, y + 5, value,
        )
        for value in range(0, scale.most + 1, scale.step)
    ]  # fmt: skip
    for index, (name, one, two) in enumerate(points):
        middle = round(left + step * (index + 0.5))
        for kind, x, value in (("one", middle - thick - 1, one), ("two", middle + 1, two)):
            height = round((base - top) * value / scale.most)
            rect = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
            parts.append(format_html(rect, kind, x, base - height, thick, height))
        parts.append(format_html('<text x="{}" y="{}" text-anchor="middle">{}</text>', middle, base + 22, name))
    said = signs.comma().join(f"{name} {first} {one} {second} {two}" for name, one, two in points)
    return _svg(parts, signs.told(label, said), width, base + 32)


def _bar(middle: float, name: str, value: int, height: float) -> SafeString:
    rect = format_html(
        '<rect class="one" x="{}" y="{}" width="36" height="{}" rx="2"/>',
        round(middle - 18),
        round(BASE - height),
        round(height),
    )
    return rect + _said(middle, BASE - 6 - height, name, value)


def _spot(x: float, y: float, name: str, value: int) -> SafeString:
    spot = format_html('<circle class="one" cx="{}" cy="{}" r="5"/>', round(x), round(y))
    return spot + _said(x, y - 12, name, value)


def _said(middle: float, y: float, name: str, value: int) -> SafeString:
    """The value at its height, the name below the ground."""
    value_text = format_html(
        '<text class="val" x="{}" y="{}" text-anchor="middle">{}</text>', round(middle), round(y), value
    )
    return value_text + format_html('<text x="{}" y="142" text-anchor="middle">{}</text>', round(middle), name)


def _small(parts: list[SafeString], label: str, points: list[Point]) -> SafeString:
    said = signs.told(label, signs.comma().join(f"{name} {value}" for name, value in points))
    ground = format_html('<path class="ax" d="M0 {}.5H{}"/>', BASE, WIDTH)
    return _svg([ground, *parts], said, WIDTH, 150)


def _svg(parts: list[SafeString], said: str, width: int, height: int) -> SafeString:
    body = format_html_join("", "{}", ((part,) for part in parts))
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', width, height, said, body
    )
