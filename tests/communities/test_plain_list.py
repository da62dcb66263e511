"""What a cell of a list is drawn as follows from its value alone."""

from datetime import date
from types import SimpleNamespace

import pytest

from communities.pages.plain_list import Shown, _cell


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "none"), ("", "none"), (0, "digits"), ("021-5555 0301", "digits"), ("A-1", "text"), ("二楼", "text"),
        (date(2026, 11, 27), "day"), (("ok", "Lent"), "tag"),
    ],
)  # fmt: skip
def test_a_cell_is_drawn_by_its_value(value, kind):
    assert _cell(Shown("Word", "value"), SimpleNamespace(value=value))["kind"] == kind
