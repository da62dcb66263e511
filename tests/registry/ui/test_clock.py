"""A time of day is written in one way, wherever it is read."""

import re
from datetime import datetime, time

import pytest
from django.conf import settings

from registry.ui.days import clock, end_clock

SOURCES = [
    path
    for folder in ("templates", "registry", "communities", "leaders")
    for path in (settings.BASE_DIR / folder).rglob("*.*")
    if path.suffix in {".html", ".py", ".txt"}
]
# An hour without its zero, or of the clock of twelve: in a template, in strftime, put together by hand.
OTHERWISE = [
    re.compile(r"""\|(?:date|time):["'](?![A-Z_]+_FORMAT)(?:[^"'\\]|\\.)*[gGhPfaA]"""),
    re.compile(r"%-?I|%-H|%p\b"),
    re.compile(r"\.hour\}|\.hour[},]? ?:\{|// 60\}:"),
]


def test_two_digits_for_the_hour():
    assert clock(time(8, 30)) == clock(datetime(2026, 11, 26, 8, 30)) == "08:30"
    assert (clock(time(0)), end_clock(datetime(2026, 11, 26)), clock(time(14, 5))) == ("00:00", "24:00", "14:05")


@pytest.mark.parametrize(
    "wrong", ['{{ x|date:"Y-m-d G:i" }}', '{{ x|time:"g:i A" }}', "%-H:%M", "{now.hour}:{now.minute}", "{n // 60}:00"]
)
def test_the_guard_sees_other_ways(wrong):
    assert any(pattern.search(wrong) for pattern in OTHERWISE)


def test_no_source_writes_an_hour_otherwise():
    assert len(SOURCES) > 500
    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {match[0]}"
        for path in SOURCES
        for pattern in OTHERWISE
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
