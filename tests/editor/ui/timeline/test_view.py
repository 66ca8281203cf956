"""Times and pixels: exact both ways, and what zooming and panning keep."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from editor.ui.timeline.view import View, bounded, fitted, panned, row_at, row_top, rows_seen, zoomed
from nodes.api.times import Rate, Time

RATES = st.sampled_from([Rate(24), Rate(25), Rate(24000, 1001), Rate(30000, 1001), Rate(60)])
ZOOMS = st.fractions(Fraction(1, 100), 2000, max_denominator=10_000)
SCROLLS = st.fractions(0, 100_000, max_denominator=10_000)
VIEWS = st.builds(View, zoom=ZOOMS, scroll=SCROLLS, width=st.integers(1, 4000), height=st.integers(1, 1500))


@given(VIEWS, st.integers(-10, 10**7), RATES)
def test_a_time_goes_to_a_pixel_and_back_exactly(view: View, frame: int, rate: Rate) -> None:
    time = Time(frame, rate)
    assert view.time_at(view.x_of(time), rate) == time


@given(VIEWS, st.integers(-5000, 5000), RATES)
def test_a_pixel_goes_to_a_time_and_back_exactly(view: View, x: int, rate: Rate) -> None:
    assert view.x_of(view.time_at(x, rate)) == x


@given(
    VIEWS,
    st.sampled_from([Fraction(5, 4), Fraction(4, 5), Fraction(3), Fraction(1, 7)]),
    st.integers(0, 4000),
)
def test_zooming_keeps_what_is_under_the_pointer(view: View, factor: Fraction, x: int) -> None:
    rate = Rate(24)
    at = view.time_at(x, rate)
    new = zoomed(view, factor, x, rate)
    assert abs(new.x_of(at) - x) < Fraction(1, 100)
    assert (new.zoom - view.zoom) * (factor - 1) >= 0 or new.zoom == 96 * 24


@given(VIEWS, st.integers(-500, 500))
def test_panning_moves_everything_by_the_pixels(view: View, pixels: int) -> None:
    at = Time(100, Rate(25))
    assert abs(panned(view, pixels).x_of(at) - (view.x_of(at) - pixels)) < Fraction(1, 100)


@given(VIEWS, st.fractions(Fraction(1, 24), 50_000, max_denominator=1001))
def test_a_fitted_cut_is_seen_whole(view: View, seconds: Fraction) -> None:
    new = fitted(view, seconds, Rate(24))
    assert new.scroll == 0
    assert 0 < seconds * new.zoom <= view.width


@given(VIEWS, st.fractions(0, 1000, max_denominator=1001), st.lists(st.integers(20, 400), max_size=60))
def test_a_view_stays_near_the_cut(view: View, seconds: Fraction, talls: list[int]) -> None:
    new = bounded(replace(view, tops=(0, *accumulate(talls))), seconds)
    assert 0 <= new.scroll <= max(seconds, Fraction(0))
    assert 0 <= new.top <= max(sum(talls) - view.height, 0)


@given(VIEWS, st.lists(st.integers(20, 400), min_size=1, max_size=60), st.data())
def test_rows_of_any_heights_are_found_where_they_are_drawn(
    view: View, talls: list[int], data: st.DataObject
) -> None:
    view = bounded(
        replace(view, tops=(0, *accumulate(talls)), top=data.draw(st.integers(0, 9000))), Fraction(9)
    )
    seen = [row for row in range(len(talls)) if -talls[row] < row_top(view, row) < view.height]
    assert [row for row in rows_seen(view) if row in seen] == seen
    for row in seen:
        assert row_at(view, row_top(view, row)) == row_at(view, row_top(view, row) + talls[row] - 1) == row
    assert row_at(view, sum(talls) - view.top) is None
