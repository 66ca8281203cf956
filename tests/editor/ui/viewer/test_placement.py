"""Pictures lie where they should, and what is under the mouse stays there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.ui.viewer.placement import ZOOMS, fitted, next_zoom, pan_about, zoomed

sizes = st.integers(1, 4000)
aspects = st.sampled_from([1.0, 16 / 15, 0.9, 2.0])


@given(sizes, sizes, aspects, st.integers(20, 3000), st.integers(20, 3000))
def test_a_fitted_picture_lies_whole_and_central_on_the_canvas(
    columns: int, rows: int, aspect: float, width: int, height: int
) -> None:
    placement = fitted(columns, rows, aspect, width, height)
    assert placement.width <= width + 0.01 and placement.height <= height + 0.01
    assert placement.width > width - 1 or placement.height > height - 1
    assert abs(2 * placement.x + placement.width - width) <= 1.01
    assert abs(2 * placement.y + placement.height - height) <= 1.01


@given(
    st.integers(100, 4000),
    st.integers(100, 4000),
    aspects,
    st.sampled_from(ZOOMS),
    st.sampled_from(ZOOMS),
    st.floats(0, 800),
    st.floats(0, 600),
)
def test_zooming_keeps_what_lies_under_the_cursor(
    columns: int, rows: int, aspect: float, before: float, after: float, x: float, y: float
) -> None:
    first = zoomed(columns, rows, aspect, 800, 600, before, (0.4, 0.6))
    pan = pan_about(first, after, aspect, 800, 600, x, y)
    second = zoomed(columns, rows, aspect, 800, 600, after, pan)
    # Pictures lie on whole device pixels: half a one each is lost to that.
    slack = 0.5 / (before * min(1, aspect)) + 0.5 / (after * min(1, aspect)) + 1e-6
    assert abs((x - first.x) / first.across - (x - second.x) / second.across) <= slack
    assert abs((y - first.y) / first.down - (y - second.y) / second.down) <= slack


def test_a_pixel_is_found_and_beside_the_picture_none() -> None:
    placement = zoomed(100, 50, 1.0, 400, 300, 4.0, (0.5, 0.5))
    assert (placement.x, placement.y) == (0, 50)
    assert placement.pixel_at(0, 50) == (0, 0)
    assert placement.pixel_at(7.9, 57.9) == (1, 1)
    assert placement.pixel_at(399, 249) == (99, 49)
    assert placement.pixel_at(10, 49.9) is None
    assert placement.pixel_at(400, 60) is None


@pytest.mark.parametrize(
    ("scale", "steps", "zoom"),
    [(1.0, 1, 2.0), (1.0, -1, 0.5), (0.7, 1, 1.0), (0.7, -2, 0.25), (0.05, -1, 0.125), (99.0, 1, 32.0)],
)
def test_zoom_goes_in_steps_and_ends(scale: float, steps: int, zoom: float) -> None:
    assert next_zoom(scale, steps) == zoom
