"""Charts: heights to scale, lines at round numbers, every number for the ear."""

import re

import pytest

from registry.ui.charts import Scale, bars, pairs


@pytest.mark.parametrize(
    ("largest", "step", "most"),
    [(1, 1, 1), (4, 1, 4), (5, 2, 6), (9, 5, 10), (23, 10, 30), (100, 50, 100), (1_000_000, 500_000, 1_000_000)],
)
def test_lines_stand_at_round_numbers(largest, step, most):
    assert Scale.of(largest) == (step, most)


def test_a_pair_is_as_high_as_its_numbers_and_is_told():
    drawn = pairs([("Jan", 4, 0), ("Feb", 2, 1)], "Posts", "Begun", "Ended")

    heights = dict(
        zip(["Jan", "Feb"], [re.findall(r'height="(\d+)"', drawn)[at : at + 2] for at in (0, 2)], strict=True)
    )
    assert heights == {"Jan": ["170", "0"], "Feb": ["85", "42"]}
    assert 'aria-label="Posts: Jan Begun 4 Ended 0, Feb Begun 2 Ended 1"' in drawn


def test_nothing_to_draw_is_a_ground_without_bars():
    assert "<rect" not in bars([], "Hours") and "<rect" not in pairs([], "Posts", "Begun", "Ended")


def test_names_are_escaped():
    assert "<b>" not in bars([("<b>", 1)], "<b>")
