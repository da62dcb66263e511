"""A day on the public side is said as people say it."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from registry.ui.days import said_day, said_moment

PUBLIC = Path(settings.BASE_DIR) / "templates" / "directory"


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("zh-hans", date(2026, 3, 5), "3月5日"),
        ("zh-hans", date(2027, 3, 5), "2027年3月5日"),
        ("en", date(2026, 3, 5), "March 5"),
        ("en", date(2027, 3, 5), "March 5, 2027"),
    ],
)
def test_with_the_year_where_it_is_another_than_this(clock, language, day, said):
    with override(language):
        assert said_day(day) == said


def test_a_moment_has_its_time_behind_the_day(clock):
    with override("zh-hans"):
        assert said_moment(datetime(2026, 3, 5, 8, 30)) == "3月5日 08:30"


def test_no_public_page_says_a_day_in_figures():
    """Addresses, boxes and the `datetime` of a time hold it so."""
    found = []
    for path in PUBLIC.glob("*.html"):
        for line in path.read_text(encoding="utf-8").splitlines():
            said = re.sub(r'datetime="[^"]*\|date:"[^"]*"[^"]*"|query_replace[^%]*%\}|value="\{\{[^}]*\}\}"', "", line)
            found += [f"{path.name}: {line.strip()}"] if re.search(r'date:"Y-m[-"]', said) else []
    assert found == []
