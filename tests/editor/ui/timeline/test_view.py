"""Times and pixels: exact both ways, and what zooming and panning keep."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from editor.ui.timeline.view import HIGHEST_ROW, LOWEST_ROW, View, bounded, fitted, panned, row_height, zoomed
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


@given(VIEWS, st.fractions(0, 1000, max_denominator=1001), st.integers(0, 80))
def test_a_view_stays_near_the_cut(view: View, seconds: Fraction, rows: int) -> None:
    new = bounded(view, seconds, rows)
    assert 0 <= new.scroll <= max(seconds, Fraction(0))
    assert LOWEST_ROW <= row_height(new, rows) <= HIGHEST_ROW
    assert new.top + view.height <= max(rows * row_height(new, rows), view.height + new.top * (rows == 0))


@given(VIEWS, st.integers(0, 10**6), RATES)
def test_what_is_drawn_is_never_a_pixel_away_from_where_it_is(view: View, frame: int, rate: Rate) -> None:
    assert abs(view.drawn(frame, rate) - view.x_of(Time(frame, rate))) <= Fraction(10001, 10000)
